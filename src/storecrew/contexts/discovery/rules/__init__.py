"""Arithmetic of discovery in plain Python."""
