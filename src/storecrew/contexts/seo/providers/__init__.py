"""What a surface tells this context."""
