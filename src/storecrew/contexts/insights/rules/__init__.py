"""Plain rules of insights."""
