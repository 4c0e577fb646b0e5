"""What is asked about partners."""
