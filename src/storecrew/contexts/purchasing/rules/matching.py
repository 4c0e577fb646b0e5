"""Landed cost, and the match of order, receipt and invoice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from storecrew.kernel.money import allocate, round_half_up

PRICE, QUANTITY, TOTAL = "price", "quantity", "total"
OWNERS = {PRICE: "head_of_digital", QUANTITY: "inventory_manager", TOTAL: "head_of_digital"}
"""Who has to clear a difference: prices are agreed, quantities are counted."""


class Goods(NamedTuple):
    """A line over which costs are spread: accepted units, and price and weight (grams) of one."""

    units: int
    unit_amount: int
    weight_g: int


def weights(goods: Sequence[Goods], basis: str) -> list[int]:
    """Return by what a cost is spread over lines; by value where nothing has a weight."""
    if basis == "quantity":
        return [line.units for line in goods]
    if basis == "weight" and any(line.units * line.weight_g for line in goods):
        return [line.units * line.weight_g for line in goods]
    return [line.units * line.unit_amount for line in goods]


def landed_totals(
    goods: Sequence[Goods], costs: Iterable[tuple[int, str]], *, values: Sequence[int] | None = None
) -> list[int]:
    """Return what each line cost in all: its value and its share of every (amount, basis).

    ``values`` are what lines are worth in the currency of the costs; without them prices are in it already.
    Shares are split by largest remainder, so all lines together cost exactly what was paid.
    """
    totals = [line.units * line.unit_amount for line in goods] if values is None else list(values)
    for amount, basis in costs:
        by = weights(goods, basis)
        shares = allocate(amount, by if sum(by) else [line.units for line in goods])
        totals = [total + share for total, share in zip(totals, shares, strict=True)]
    return totals


def unit_cost(total: int, units: int) -> int:
    """Return the cost of one unit, rounded once."""
    return round_half_up(total, units)


class Tolerance(NamedTuple):
    """How far an invoice may be off and still be paid: basis points of the price, and minor units in all."""

    price_bp: int = 100
    total: int = 100


class Asked(NamedTuple):
    """A line of an invoice beside order and receipt.

    `open_units` were accepted and not invoiced before.
    """

    sku: str
    quantity: int
    unit_amount: int
    ordered_amount: int
    open_units: int


class Difference(NamedTuple):
    """Why an invoice may not be paid yet, and the role that has to clear it."""

    kind: str
    sku: str
    expected: int
    found: int
    owner_role: str


def three_way_match(lines: Sequence[Asked], total: int, *, tolerance: Tolerance) -> list[Difference]:
    """Compare an invoice with what was agreed and what arrived; an empty list may be paid.

    Paying for more than arrived is a difference whatever the tolerance; being asked for less is none.
    """
    found = []
    for line in lines:
        if line.quantity > line.open_units:
            found.append(_difference(QUANTITY, line.sku, line.open_units, line.quantity))
        allowed = line.ordered_amount * tolerance.price_bp // 10_000
        if line.unit_amount > line.ordered_amount + allowed:
            found.append(_difference(PRICE, line.sku, line.ordered_amount, line.unit_amount))
    summed = sum(line.quantity * line.unit_amount for line in lines)
    if abs(total - summed) > tolerance.total:
        found.append(_difference(TOTAL, "", summed, total))
    return found


def _difference(kind: str, sku: str, expected: int, found: int) -> Difference:
    return Difference(kind, sku, expected, found, OWNERS[kind])
