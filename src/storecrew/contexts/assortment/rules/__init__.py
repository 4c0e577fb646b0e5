"""The arithmetic of ranges; no database."""

from __future__ import annotations

from collections.abc import Sequence

DAYS = (7, 365)


def bp(part: int, whole: int) -> int | None:
    """Return a share in basis points, rounded half up; None of nothing."""
    return (part * 20_000 + whole) // (2 * whole) if whole > 0 else None


def cover_days(stock: int, units: int, days: int) -> int | None:
    """Return for how many days the stock lasts at the pace of the window; None where nothing was sold."""
    return max(stock, 0) * days // units if units > 0 else None


def lowest_margin(margins: Sequence[int]) -> int | None:
    """Return the margin of the variant that earns least; None where no cost is known."""
    return min(margins, default=None)


def in_band(amount: int, low: int, high: int | None) -> bool:
    """Say whether a price stands in a band, its low end included and its high end not."""
    return low <= amount and (high is None or amount < high)


def arrows(amounts: Sequence[str]) -> str:
    """Write a history as one small line: ``29.00 → 25.00``."""
    return " → ".join(amounts)
