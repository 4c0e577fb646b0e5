"""What a promotion asks of the goods in a cart, each condition with the values it compares."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from storecrew.contexts.promotions.facts import Check, Line
from storecrew.contexts.promotions.rules.benefits import Base
from storecrew.contexts.promotions.rules.terms import Terms

BY_PARTS = ("set", "bundle")
"""Kinds that name their articles part by part; whether all are there is looked at with what they give."""


def of_goods(terms: Terms, covered: Sequence[Line], base: Base, currency: str) -> Iterator[Check]:
    """Yield the conditions on articles, units and value; values are those the lane begins with."""
    if terms.kind not in BY_PARTS:
        yield Check("articles", bool(covered), None, sum([line.quantity for line in covered]))
    needs = terms.needs
    if needs.min_quantity:
        units = sum([line.quantity for line in covered])
        yield Check("min_quantity", units >= needs.min_quantity, needs.min_quantity, units)
    if needs.min_spend:
        worth = sum([base[line.key] for line in covered])
        least = needs.min_spend.get(currency)
        yield Check("min_spend", least is not None and worth >= least, least, worth)


def units_for(terms: Terms) -> int:
    """Return how many units of its articles a kind needs before it gives anything."""
    benefit = terms.benefit
    if terms.kind == "bogo":
        return benefit.buy + benefit.get
    if terms.kind in ("buy_x_for_total", "buy_x_get_y"):
        return benefit.buy
    return max(1, benefit.buy) if terms.kind == "bonus_product" else 0


def in_full(terms: Terms, covered: Sequence[Line], base: Base, currency: str) -> tuple[Check, ...]:
    """Return all of them for an explanation, also how many units the kind itself needs."""
    found = list(of_goods(terms, covered, base, currency))
    units, least = sum([line.quantity for line in covered]), units_for(terms)
    if least > max(1, terms.needs.min_quantity):
        found = [check for check in found if check.code != "min_quantity"]
        found.append(Check("min_quantity", units >= least, least, units))
    return tuple(found)
