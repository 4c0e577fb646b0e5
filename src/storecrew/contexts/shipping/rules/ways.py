"""Where a method brings an order: home, to a location of ours, or to a point of its carrier."""

from __future__ import annotations

HOME = "home"
LOCATION = "location"
POINT = "point"
WAYS = (HOME, LOCATION, POINT)
NEEDS_POINT = (LOCATION, POINT)

LONGEST_KEPT = 60
"""How many days goods may wait for whoever collects them."""
