"""Parcels: what left for whom, with which carrier."""
