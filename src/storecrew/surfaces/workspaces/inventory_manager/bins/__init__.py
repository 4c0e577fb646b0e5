"""Zones, bins and how articles are kept."""
