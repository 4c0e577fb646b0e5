"""What contexts above know about a product that is to go live: its price, its tax."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class SaleCheck:
    """``lacks(variant_ids, channel_codes, at)``: whether the active variants lack it in a channel."""

    code: str
    label: str | Promise
    lacks: Callable[[Collection[int], Collection[str], dt.datetime], bool]
    # The variants that lack it, for many products at once; without it each product is asked about alone.
    which: Callable[[Collection[int], Collection[str], dt.datetime], set[int]] | None = None


_checks: dict[str, SaleCheck] = {}


def register_sale_check(check: SaleCheck) -> None:
    """Add a check, from the ``ready`` of the app that owns it; the same code again replaces it."""
    _checks[check.code] = check


def sale_checks() -> list[SaleCheck]:
    """All checks, in the order of their registration."""
    return list(_checks.values())


Units = Callable[[Collection[int]], dict[int, int]]
_units: list[Units] = []


def register_units(units: Units) -> None:
    """Say who counts what can still be sold of variants, from the ``ready`` of the app that keeps stock."""
    _units[:] = [units]


def units_left(variant_ids: Collection[int]) -> dict[int, int] | None:
    """Units that can still be sold by variant; None where nobody counts."""
    return _units[0](variant_ids) if _units else None
