"""Which service carries a parcel, and what a carrier's word means on our timeline."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Offer(NamedTuple):
    """A service that would take the parcel: ``price`` in minor units, ``days`` at most; ``foreign`` when the
    price is in another currency than the order's.
    """

    service: str
    carrier: str
    price: int
    days: int
    fallback: bool = False
    foreign: bool = False


def choose(offers: Iterable[Offer], *, carrier: str, days: int | None) -> Offer | None:
    """Return the service for a parcel: of the carrier that the shopper chose, in time, then cheap.

    ``carrier`` is the one that the shipping method names ("" for any), ``days`` the days that the method
    promises. A late carrier is better than none, another carrier better than a late one.
    """

    def rank(offer: Offer) -> tuple[bool, bool, bool, int, int, str]:
        late = days is not None and offer.days > days
        other = bool(carrier) and offer.carrier.casefold() != carrier.casefold()
        return late, other, offer.foreign, offer.price, offer.days, offer.service

    return min(offers, key=rank, default=None)


_STAGES = {
    "picked_up": "in_transit",
    "in_transit": "in_transit",
    "out_for_delivery": "out_for_delivery",
    "ready_for_pickup": "ready_for_pickup",
    "delivered": "delivered",
}


def stage(status: str, *, trouble: bool) -> str:
    """Return the state of our timeline for a carrier's status, "" when it says nothing new."""
    return "exception" if trouble else _STAGES.get(status, "")
