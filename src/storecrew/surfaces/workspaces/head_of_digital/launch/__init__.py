"""Launches: who has signed, what is still not right, go and back."""
