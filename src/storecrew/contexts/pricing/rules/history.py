"""The lowest public price of the 30 days before a reduction (decision 0031).

The history of a price is derived: the log of changes gives the amount of each row at any instant, the
windows of the lists say which counted, and the resolver says which won. Only public lists count (base and
sale, one piece).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from storecrew.contexts.pricing.rules.resolver import Candidate, ListTerms, Resolution, resolve

DAYS = dt.timedelta(days=30)


class Step(NamedTuple):
    """From ``at`` on the row had this amount; None = there was no row."""

    at: dt.datetime
    amount: int | None
    compare_at: int | None = None


@dataclass(frozen=True, slots=True)
class RowHistory:
    """The amounts of one price row through time, oldest first."""

    terms: ListTerms
    steps: tuple[Step, ...]

    def candidate(self, at: dt.datetime) -> Candidate | None:
        """Return the row as it was at an instant, if its list was open and it had an amount."""
        if not self.terms.is_open(at):
            return None
        index = bisect_right(self.steps, at, key=lambda step: step.at) - 1
        if index < 0 or self.steps[index].amount is None:
            return None
        step = self.steps[index]
        return Candidate(0, self.terms, 1, step.amount or 0, step.compare_at)

    def turning_points(self) -> list[dt.datetime]:
        """Return every instant at which this row may have changed the price."""
        points = [step.at for step in self.steps]
        points += [edge for edge in (self.terms.starts_at, self.terms.ends_at) if edge is not None]
        return points


class Reduction(NamedTuple):
    """Since when the present reduction is announced, and the lowest price of the 30 days before (None:
    unknown).
    """

    began_at: dt.datetime | None
    lowest: int | None


def public_price(histories: Sequence[RowHistory], at: dt.datetime) -> Resolution | None:
    """Return what one piece cost the public at an instant."""
    candidates = [row for history in histories if (row := history.candidate(at)) is not None]
    return resolve(candidates, 1) if candidates else None


def reduction(histories: Sequence[RowHistory], at: dt.datetime) -> Reduction:
    """Return when the present price began to be announced as reduced, and the lowest price of the 30 days
    before.

    A deeper cut starts a new reduction: its prior price is what was asked just before, which is never too
    favorable to us. A strike price that is added later counts from the moment it was added.
    """
    points = sorted({point for history in histories for point in history.turning_points() if point <= at})
    now = _announced(public_price(histories, at))
    began: dt.datetime | None = None
    for point in reversed(points):
        if _announced(public_price(histories, point)) != now:
            break
        began = point
    if began is None:
        return Reduction(None, None)
    return Reduction(began, lowest_between(histories, began - DAYS, began))


def lowest_between(histories: Sequence[RowHistory], since: dt.datetime, until: dt.datetime) -> int | None:
    """Return the lowest public price in ``[since, until)``; None when there was none."""
    points = {since} | {
        point for history in histories for point in history.turning_points() if since <= point < until
    }
    amounts = [found.won.amount for point in points if (found := public_price(histories, point)) is not None]
    return min(amounts, default=None)


def _announced(found: Resolution | None) -> tuple[int, bool] | None:
    return None if found is None else (found.won.amount, found.strike is not None)


def shown_strike(amount: int, claimed: int | None, lowest: int | None) -> tuple[int | None, int | None]:
    """Return (strike, lowest of 30 days) as they may be shown beside a price.

    No strike without a true reduction: if it was sold as low or lower in the 30 days before, nothing is
    struck. Without any earlier price of ours, the former price that the merchant states stands for both.
    """
    if claimed is None or claimed <= amount:
        return None, None
    prior = claimed if lowest is None else lowest
    if prior <= amount:
        return None, None
    return claimed, prior
