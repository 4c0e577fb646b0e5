"""What people say on social networks, and their pictures."""
