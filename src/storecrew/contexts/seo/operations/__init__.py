"""Writes of being found."""
