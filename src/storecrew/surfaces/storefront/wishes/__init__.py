"""Wish lists: kept, shared, and bought from by others."""
