"""Arithmetic and policy of prices and taxes; plain Python, without Django."""
