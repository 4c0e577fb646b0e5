"""Writes of loyalty."""
