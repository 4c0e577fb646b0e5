"""Bulk changes of prices: the new amount, rounded as a shop rounds, and the margin."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from storecrew.kernel.money import round_half_up

LARGEST = 10**15
ROUNDINGS = ("none", "99", "10", "100")
MODES = ("percent", "amount", "set")


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
    """Round to the nearest price that ends in .99, or to 10 or 100 whole units; halves up.

    A price above zero stays above zero. Raises ValueError where the currency has no decimals for .99.
    """
    if rounding == "none" or amount <= 0:
        return max(0, amount)
    unit = 10**exponent
    if rounding == "99":
        if exponent == 0:
            raise ValueError("a currency without decimals has no price that ends in .99")
        # Prices that end in .99 are the whole units less one hundredth.
        hundredth = unit // 100
        return max(1, round_half_up(amount + hundredth, unit)) * unit - hundredth
    if rounding in ("10", "100"):
        step = int(rounding) * unit
        return max(1, round_half_up(amount, step)) * step
    raise ValueError(f"unknown rounding {rounding!r}")


def margin_bp(net: int, cost: int | None) -> int | None:
    """Return the margin in basis points of the net price; None without a cost or a price."""
    if cost is None or net <= 0:
        return None
    return round_half_up((net - cost) * 10_000, net)


def fingerprint(rows: Iterable[tuple[int, int, int, int]]) -> str:
    """Return a short hash of (variant, quantity, old, new) rows, the same in any order."""
    text = "\n".join(":".join(map(str, row)) for row in sorted(rows))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
