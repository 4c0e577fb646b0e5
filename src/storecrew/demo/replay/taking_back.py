"""What customers own and may give back: the newest purchase first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.demo.replay.history import SoldLine


class Bought(NamedTuple):
    """Units of one article of one order that are still with the customer."""

    order_id: int
    price: int
    units: int


@dataclass
class Back:
    """What a return comes to: units and money by order, units by article, and what nobody bought."""

    units_by_order: Counter[int] = field(default_factory=Counter)
    money_by_order: Counter[int] = field(default_factory=Counter)
    units_by_sku: Counter[str] = field(default_factory=Counter)
    unmatched: int = 0


class Belongings:
    """Who has bought what."""

    def __init__(self) -> None:
        self._bought: defaultdict[tuple[str, str], list[Bought]] = defaultdict(list)

    def add(self, customer: str, order_id: int, lines: Iterable[SoldLine]) -> None:
        """Note what a customer bought."""
        for line in lines:
            self._bought[(customer, line.sku)].append(Bought(order_id, line.price, line.quantity))

    def take(self, customer: str, lines: Iterable[SoldLine]) -> Back:
        """Take units from a customer; what was never bought here stays unmatched."""
        back = Back()
        for line in lines:
            left, bought = line.quantity, self._bought[(customer, line.sku)]
            while left and bought:
                latest = bought.pop()
                units = min(left, latest.units)
                left -= units
                if latest.units > units:
                    bought.append(latest._replace(units=latest.units - units))
                back.units_by_order[latest.order_id] += units
                back.money_by_order[latest.order_id] += units * latest.price
                back.units_by_sku[line.sku] += units
            back.unmatched += left
        return back
