"""What is written about partners."""
