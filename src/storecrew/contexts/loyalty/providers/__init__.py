"""What loyalty tells others."""
