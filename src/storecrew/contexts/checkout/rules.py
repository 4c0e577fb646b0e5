"""Plain rules of the checkout context; no database, no framework."""

from __future__ import annotations


def to_tell(*, available: int, waiting: int, told_lately: int) -> int:
    """Return how many of those who wait may hear now that a variant is back.

    Never more than there are units, and those who heard lately come first: the units that they were told of
    are not promised to the next ones while they decide.
    """
    return max(0, min(waiting, available - told_lately))
