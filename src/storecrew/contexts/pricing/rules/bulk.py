"""Bulk changes of prices: the new amount, rounded as a shop rounds, and the margin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from storecrew.contexts.pricing.rules.rounding import named
from storecrew.kernel.money import round_half_up

LARGEST = 10**15
OF_THE_LIST = "list"
ROUNDINGS = ("none", OF_THE_LIST, "99", "10", "100")
FROM_LIST = "from"
MODES = ("percent", "amount", "set", FROM_LIST)


def new_amount(old: int, mode: str, value: int) -> int:
    """Return the price before rounding; never below zero.

    ``value``: basis points for "percent", minor units for "amount" and "set".
    """
    if mode == "percent":
        return max(0, round_half_up(old * (10_000 + value), 10_000))
    if mode == "amount":
        return max(0, old + value)
    if mode == "set":
        return max(0, value)
    raise ValueError(f"unknown mode {mode!r}")


def round_price(amount: int, rounding: str, exponent: int) -> int:
    """Round by the short name of a rule to the nearest price; of two that are equally near the higher.

    A price above zero stays above zero. Raises ValueError where the currency has no decimals for .99.
    """
    return named(rounding, exponent).apply(amount)


def margin_bp(net: int, cost: int | None) -> int | None:
    """Return the margin in basis points of the net price; None without a cost or a price."""
    if cost is None or net <= 0:
        return None
    return round_half_up((net - cost) * 10_000, net)


def fingerprint(rows: Iterable[tuple[int, int, int, int]]) -> str:
    """Return a short hash of (variant, quantity, old, new) rows, the same in any order."""
    text = "\n".join(":".join(map(str, row)) for row in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
