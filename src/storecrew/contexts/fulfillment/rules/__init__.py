"""Arithmetic and policy of fulfillment; plain Python, without Django."""
