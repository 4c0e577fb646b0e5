"""Pure rules of being found."""
