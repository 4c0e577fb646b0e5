"""What advertising asks."""
