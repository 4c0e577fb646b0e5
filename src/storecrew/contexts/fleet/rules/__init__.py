"""Arithmetic and policy of the fleet; plain Python."""
