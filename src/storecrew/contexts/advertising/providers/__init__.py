"""What advertising tells others."""
