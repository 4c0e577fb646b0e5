"""Pages of segments, mailings and flows."""
