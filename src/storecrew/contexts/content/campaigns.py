"""What landing pages are for is known by contexts above: they register themselves here.

`content` lies below marketing and promotions, so a page keeps the number of its campaign or promotion and
asks whoever knows them for names, for the end and for what holds at this moment.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

Choices = list[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Offer:
    """What a landing page tells of, at a moment. ``ends_at`` is None while nobody knows the end.

    ``holds`` says that what it promises is to be had now, ``is_over`` that it will not be again;
    ``starts_at`` is when it begins in the shop that asked, if that is known.
    """

    ends_at: dt.datetime | None = None
    holds: bool = True
    is_over: bool = False
    starts_at: dt.datetime | None = None


class OfferSource(Protocol):
    """Who knows campaigns and promotions."""

    def campaigns(self) -> Choices:
        """Return (number, name) of the campaigns that are not over."""

    def promotions(self) -> Choices:
        """Return (number, name) of the promotions that are not over."""

    def offer(
        self, campaign_id: int | None, promotion_id: int | None, *, channel: str, at: dt.datetime
    ) -> Offer:
        """Return how what a page tells of stands at a moment: in a shop, or in any for ""."""


_sources: list[OfferSource] = []


def register_offers(source: OfferSource) -> None:
    """Name who knows campaigns and promotions; the last one named answers."""
    _sources[:] = [source]


def campaign_choices() -> Choices:
    """Return the campaigns that a page can be for."""
    return _sources[0].campaigns() if _sources else []


def promotion_choices() -> Choices:
    """Return the promotions that a page can tell of."""
    return _sources[0].promotions() if _sources else []


def offer(campaign_id: int | None, promotion_id: int | None, *, channel: str = "", at: dt.datetime) -> Offer:
    """Return how what a page tells of stands, in a shop or in any; one without either holds for ever."""
    if not _sources or not (campaign_id or promotion_id):
        return Offer()
    return _sources[0].offer(campaign_id, promotion_id, channel=channel, at=at)
