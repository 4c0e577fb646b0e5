"""What is planned to be sold beyond the usual: those who plan it say so here, those who order goods ask.

The pair of `inbound`: that is what will come, this is what will go. Planning and buying are strangers to each
other, and both know stock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PlannedSale:
    """From ``starts_on`` to ``ends_on``, both included, ``units`` of a variant are to be sold, everywhere.

    The units are all that will be sold in these days, the usual ones too. ``over`` once the days are past or
    the plan was ended: then only what was sold counts.
    """

    variant_id: int
    starts_on: dt.date
    ends_on: dt.date
    units: int
    name: str
    over: bool = False

    @property
    def days(self) -> int:
        """Return the number of days, at least one."""
        return max((self.ends_on - self.starts_on).days + 1, 1)


PlannedSalesProvider = Callable[[Collection[int], dt.date, dt.date], Iterable[PlannedSale]]
_providers: dict[str, PlannedSalesProvider] = {}


def register_planned_sales(name: str, provider: PlannedSalesProvider) -> None:
    """Let a planner answer ``provider(variant ids, since, until)``; the same name again replaces it.

    Plans that are over belong to the answer: what they added is no part of the usual.
    """
    _providers[name] = provider


def planned_sales(variant_ids: Collection[int], *, since: dt.date, until: dt.date) -> list[PlannedSale]:
    """Return what is and was planned for variants on days between two, ``until`` excluded."""
    found = [each for ask in _providers.values() for each in ask(variant_ids, since, until)]
    return sorted(found, key=lambda each: (each.starts_on, each.variant_id, each.name))
