"""What a promotion would have done to real orders: cost, margin, units, and who gains."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from storecrew.contexts.promotions.facts import Basket
from storecrew.contexts.promotions.rules import engine
from storecrew.contexts.promotions.rules.terms import Terms


@dataclass(frozen=True, slots=True)
class Simulation:
    """Sums over orders; amounts as displayed. ``margin`` is None where a cost is unknown."""

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

    @property
    def share(self) -> float:
        """Percent of the orders it touches."""
        return round(100 * self.touched / self.orders, 1) if self.orders else 0.0


def simulate(baskets: Iterable[Basket], promotions: list[Terms]) -> Simulation:
    """Run promotions over baskets as if they had been there: their own effect, without those of then."""
    orders = touched = revenue = discount = units = gifts = before = gains_new = gains_known = 0
    known = True
    for basket in baskets:
        orders += 1
        worth = sum(line.price * line.quantity for line in basket.lines)
        revenue += worth
        verdict = engine.evaluate(basket, promotions, trace=False)
        costs = [line.cost for line in basket.lines]
        known = known and None not in costs
        before += worth - sum((line.cost or 0) * line.quantity for line in basket.lines)
        if not verdict.wins:
            continue
        touched += 1
        discount += sum(win.amount for win in verdict.wins)
        units += sum(win.units for win in verdict.wins)
        gifts += sum(win.gift.quantity for win in verdict.wins if win.gift)
        if "new" in basket.groups:
            gains_new += 1
        else:
            gains_known += 1
    return Simulation(
        orders=orders,
        touched=touched,
        revenue=revenue,
        discount=discount,
        units=units,
        gifts=gifts,
        margin_before=before if known and orders else None,
        margin_after=before - discount if known and orders else None,
        gains_new=gains_new,
        gains_known=gains_known,
    )
