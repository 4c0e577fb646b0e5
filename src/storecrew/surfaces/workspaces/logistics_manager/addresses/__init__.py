"""Orders that wait because of their address, and how each is freed."""
