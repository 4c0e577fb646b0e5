"""Writes of pricing, one verb in each file."""
