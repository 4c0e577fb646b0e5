"""Writes of the content context."""
