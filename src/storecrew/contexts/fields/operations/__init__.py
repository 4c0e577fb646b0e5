"""What is written: definitions and values."""
