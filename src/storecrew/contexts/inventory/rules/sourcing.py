"""Policies of stock: where an order comes from, and which word a shopper reads. Plain Python."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

SPLIT_NEVER = "never"
SPLIT_LINES = "lines"
SPLIT_UNITS = "units"

IN_STOCK = "in_stock"
LOW = "low"
OUT = "out"

# ABU-06: what one shopper may hold without paying, and for how long.
MOST_UNITS_PER_HOLDER = 200
MOST_LINES_PER_HOLDER = 50
MOST_HOLDERS_PER_SESSION = 5
LONGEST_HOLD = dt.timedelta(minutes=15)
LONGEST_HOLD_WITH_RENEWALS = dt.timedelta(minutes=45)


class Candidate(NamedTuple):
    """One stock row that a channel may sell from; sorted by priority, then location."""

    variant_id: int
    location_id: int
    location_code: str
    available: int
    low_threshold: int
    split: str
    digital: bool = False


class Take(NamedTuple):
    """Units to take from one stock row."""

    variant_id: int
    location_id: int
    quantity: int


@dataclass(frozen=True, slots=True)
class Shortfall:
    """Why an order cannot be sourced: the articles that are short, or the policy."""

    short: Mapping[int, int]
    one_location: bool = False


def sum_needs(lines: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Add up (variant, quantity) pairs per variant: the unit of checking is the stock row."""
    needs: dict[int, int] = defaultdict(int)
    for variant_id, quantity in lines:
        needs[variant_id] += quantity
    return dict(needs)


def promise(candidates: Sequence[Candidate]) -> int:
    """Return how many units of one variant one order can get from its candidate rows."""
    amounts = [max(row.available, 0) for row in candidates]
    if not amounts:
        return 0
    return sum(amounts) if candidates[0].split == SPLIT_UNITS else max(amounts)


def word(candidates: Sequence[Candidate]) -> str:
    """Return "in_stock", "low" or "out"; low when no location is above its own threshold."""
    if any(row.available > row.low_threshold for row in candidates):
        return IN_STOCK
    return LOW if any(row.available > 0 for row in candidates) else OUT


def plan(needs: Mapping[int, int], candidates: Sequence[Candidate]) -> list[Take] | Shortfall:
    """Choose the locations for an order, or say what is missing.

    One location that has everything comes first, in the order of the candidates. Otherwise the
    policy decides: each article from one location, as few locations as possible; or any units from
    anywhere. Nothing is split that the policy does not allow.
    """
    rows: dict[int, list[Candidate]] = defaultdict(list)
    for row in candidates:
        rows[row.variant_id].append(row)
    short = {
        variant_id: max(promise(rows[variant_id]), 0)
        for variant_id, quantity in needs.items()
        if promise(rows[variant_id]) < quantity
    }
    if short:
        return Shortfall(short)
    order = list(dict.fromkeys(row.location_id for row in candidates))
    stock = {(row.variant_id, row.location_id): row.available for row in candidates}
    split = candidates[0].split if candidates else SPLIT_LINES
    takes = _whole_lines(needs, order, stock)
    # Codes leave by e-mail: beside them the goods still come from one location.
    codes = {row.location_id for row in candidates if row.digital}
    if split == SPLIT_NEVER and len({take.location_id for take in takes} - codes) > 1:
        return Shortfall({variant_id: promise(rows[variant_id]) for variant_id in needs}, one_location=True)
    taken = {take.variant_id for take in takes}
    rest = {variant_id: quantity for variant_id, quantity in needs.items() if variant_id not in taken}
    return takes + _units(rest, order, stock)


def _whole_lines(
    needs: Mapping[int, int], order: Sequence[int], stock: Mapping[tuple[int, int], int]
) -> list[Take]:
    """Cover articles whole, always asking the location that can send the most of them next."""
    takes: list[Take] = []
    open_needs = dict(needs)
    while open_needs:
        covers = [
            [
                variant
                for variant, quantity in open_needs.items()
                if stock.get((variant, place), 0) >= quantity
            ]
            for place in order
        ]
        best = max(range(len(order)), key=lambda index: len(covers[index]), default=None)
        if best is None or not covers[best]:
            break
        takes += [Take(variant, order[best], open_needs.pop(variant)) for variant in covers[best]]
    return takes


def _units(
    needs: Mapping[int, int], order: Sequence[int], stock: Mapping[tuple[int, int], int]
) -> list[Take]:
    """Fill each article from one location after the other."""
    takes = []
    for variant, quantity in needs.items():
        missing = quantity
        for place in order:
            units = min(missing, max(stock.get((variant, place), 0), 0))
            if units:
                takes.append(Take(variant, place, units))
                missing -= units
    return takes


def spread(lines: Iterable[tuple[int, int, int]], takes: Iterable[Take]) -> list[tuple[int, int, int, int]]:
    """Give the taken units to the order lines: (order line, variant, location, quantity) rows.

    `lines` are (order line, variant, quantity); several may want the same variant.
    """
    supply: dict[int, list[list[int]]] = defaultdict(list)
    for take in takes:
        supply[take.variant_id].append([take.location_id, take.quantity])
    result = []
    for order_line_id, variant_id, quantity in lines:
        missing = quantity
        while missing:
            source = supply[variant_id][0]
            units = min(missing, source[1])
            result.append((order_line_id, variant_id, source[0], units))
            missing -= units
            source[1] -= units
            if not source[1]:
                supply[variant_id].pop(0)
    return result
