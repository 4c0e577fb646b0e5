"""Arithmetic and policy of shipping; plain Python, without Django."""
