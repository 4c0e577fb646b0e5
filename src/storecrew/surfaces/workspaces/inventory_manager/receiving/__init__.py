"""Receiving: what is expected, what came, what has to be inspected."""
