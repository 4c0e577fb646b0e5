"""What a promotion would have done to real orders and carts: cost, margin, units, and who gains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storecrew.contexts.promotions.facts import Basket
from storecrew.contexts.promotions.rules import engine
from storecrew.contexts.promotions.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Simulation:
    """Sums over baskets; amounts as displayed. ``margin`` is None where a cost is unknown.

    ``gains_new`` and ``gains_known`` are the baskets it touches of first-time buyers and of the others,
    ``off_new`` and ``off_known`` what it takes off for them.
    """

    orders: int
    touched: int
    revenue: int
    discount: int
    units: int
    gifts: int
    margin_before: int | None
    margin_after: int | None
    gains_new: int
    gains_known: int
    off_new: int = 0
    off_known: int = 0

    @property
    def share(self) -> float:
        """Percent of the orders it touches."""
        return round(100 * self.touched / self.orders, 1) if self.orders else 0.0


def simulate(baskets: Iterable[Basket], promotions: list[Terms]) -> Simulation:
    """Run promotions over baskets as if they had been there: their own effect, without those of then."""
    orders = touched = revenue = units = gifts = before = 0
    gains, off = {True: 0, False: 0}, {True: 0, False: 0}
    known = True
    for basket in baskets:
        orders += 1
        worth = sum(line.price * line.quantity for line in basket.lines)
        revenue += worth
        costs = [line.cost for line in basket.lines]
        known = known and None not in costs
        before += worth - sum((line.cost or 0) * line.quantity for line in basket.lines)
        verdict = engine.evaluate(basket, promotions, trace=False)
        if not verdict.wins:
            continue
        touched += 1
        units += sum(win.units for win in verdict.wins)
        gifts += sum(win.gift.quantity for win in verdict.wins if win.gift)
        is_new = "new" in basket.groups
        gains[is_new] += 1
        off[is_new] += sum(win.amount for win in verdict.wins)
    discount = off[True] + off[False]
    return Simulation(
        orders=orders,
        touched=touched,
        revenue=revenue,
        discount=discount,
        units=units,
        gifts=gifts,
        margin_before=before if known and orders else None,
        margin_after=before - discount if known and orders else None,
        gains_new=gains[True],
        gains_known=gains[False],
        off_new=off[True],
        off_known=off[False],
    )
