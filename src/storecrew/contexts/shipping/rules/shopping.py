"""Which of several offers is taken, and why each of the others is not (LOG-5).

In time first; among those a carrier that keeps its days; among those the cheapest. Nothing in time: the
soonest, then the cheapest. Every offer gets a reason, so that a person can follow the choice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

POOR_BELOW = 850
"""A carrier that brings fewer of a thousand parcels in time than this is taken only when no other can."""
ENOUGH = 20
"""Fewer parcels than this say nothing about a carrier."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A service with its price and its last day; ``reason`` says why it is chosen or not."""

    service: str
    carrier: str
    amount: int | None
    currency: str
    arrives: dt.date | None = None
    fallback: bool = False
    score: int | None = None
    reason: str = ""
    detail: str = ""

    @property
    def takeable(self) -> bool:
        """Whether nothing stands against the offer but others."""
        return self.amount is not None and not self.reason


def choose(
    offers: Iterable[Offer], *, needed_by: dt.date | None, currency: str
) -> tuple[Offer | None, tuple[Offer, ...]]:
    """Return the offer to take and all of them, the best first, with their reasons.

    ``currency`` is the one of the goods; offers in another are compared only among themselves.
    """
    found = list(offers)
    takeable = sorted((each for each in found if each.takeable), key=lambda e: _rank(e, needed_by, currency))
    rest = [each for each in found if not each.takeable]
    if not takeable:
        return None, tuple(rest)
    best = replace(takeable[0], reason="chosen", detail=_why(takeable, needed_by))
    others = [replace(each, reason=_against(each, takeable[0], needed_by)) for each in takeable[1:]]
    return best, (best, *others, *rest)


def score(in_time: int, known: int) -> int | None:
    """Return how many of a thousand parcels came in time; None while too few are known."""
    return in_time * 1000 // known if known >= ENOUGH else None


def with_scores(offers: Sequence[Offer], scores: Mapping[str, int | None]) -> list[Offer]:
    """Return the offers with what is known of their carriers."""
    return [replace(each, score=scores.get(each.carrier)) for each in offers]


def agreed(offers: Sequence[Offer], carriers: Collection[str], *, only: bool = False) -> list[Offer]:
    """Leave other carriers out while one of those agreed can take it; always with ``only``."""
    if not only and not any(each.takeable and each.carrier in carriers for each in offers):
        return list(offers)
    return [
        each if each.carrier in carriers or not each.takeable else replace(each, reason="not_agreed")
        for each in offers
    ]


def _rank(offer: Offer, needed_by: dt.date | None, currency: str) -> tuple[object, ...]:
    late = _late(offer, needed_by)
    # What cannot be in time is judged by the day before anything else.
    day = offer.arrives.toordinal() if late and offer.arrives else 0
    foreign = offer.currency != currency
    return (late, day, _poor(offer), foreign, offer.amount, -(offer.score or 0), offer.service)


def _late(offer: Offer, needed_by: dt.date | None) -> bool:
    return needed_by is not None and (offer.arrives is None or offer.arrives > needed_by)


def _poor(offer: Offer) -> bool:
    return offer.score is not None and offer.score < POOR_BELOW


def _against(offer: Offer, best: Offer, needed_by: dt.date | None) -> str:
    if _late(offer, needed_by) and not _late(best, needed_by):
        return "late"
    if _late(best, needed_by) and offer.arrives != best.arrives:
        return "later"
    if _poor(offer) and not _poor(best):
        return "poor_score"
    if offer.currency != best.currency:
        return "other_currency"
    return "dearer" if (offer.amount or 0) > (best.amount or 0) else "same_price"


def _why(takeable: Sequence[Offer], needed_by: dt.date | None) -> str:
    best = takeable[0]
    if len(takeable) == 1:
        return "only_one"
    if _late(best, needed_by):
        return "soonest"
    return "cheapest_in_time" if needed_by else "cheapest"
