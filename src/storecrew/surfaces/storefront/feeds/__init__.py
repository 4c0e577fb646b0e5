"""What advertising and social networks read."""
