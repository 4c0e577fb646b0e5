"""What a parcel should weigh, and how far the scale may differ. Grams."""

from __future__ import annotations

from collections.abc import Iterable

TOLERANCE_PERCENT = 4
LEAST_TOLERANCE_G = 15


def expected(units: Iterable[tuple[int, int]], *, tare: int) -> int | None:
    """Return the weight of (units, grams each) in a box of that weight; None when one weight is unknown."""
    total = tare
    for quantity, weight in units:
        if weight <= 0:
            return None
        total += quantity * weight
    return total


def fits(weighed: int, should: int | None, *, lightest: int = 0) -> bool:
    """Say whether a scale agrees with what should be in the parcel.

    The tolerance stays below half of the lightest unit, so that one unit too many or too few is always seen.
    """
    if should is None:
        return True
    tolerance = max(LEAST_TOLERANCE_G, should * TOLERANCE_PERCENT // 100)
    if lightest > 0:
        tolerance = min(tolerance, max(lightest // 2, 1))
    return abs(weighed - should) <= tolerance
