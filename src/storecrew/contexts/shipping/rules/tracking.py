"""The words for where a parcel is and why it does not move on, and which of many messages counts.

Statuses and incident reasons are those of the trade's open vocabulary (as karrio and aggregators use them),
so that any carrier's words map onto them.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple

STATUSES = (
    "pending", "picked_up", "in_transit", "out_for_delivery", "ready_for_pickup", "delivery_delayed",
    "on_hold", "delivery_failed", "return_to_sender", "cancelled", "delivered", "unknown",
)  # fmt: skip
STATUS_CHOICES = [(status, status) for status in STATUSES]

REASONS = (
    "carrier_damaged_parcel", "carrier_sorting_error", "carrier_address_not_found", "carrier_parcel_lost",
    "carrier_not_enough_time", "carrier_vehicle_issue", "carrier_capacity_exceeded",
    "carrier_mechanical_delay", "retailer_cancelled", "retailer_incorrect_data", "retailer_not_ready",
    "retailer_incorrect_parcel", "retailer_incorrect_dimensions", "retailer_packaging_issue",
    "consignee_refused", "consignee_business_closed", "consignee_not_available", "consignee_not_home",
    "consignee_cancelled", "consignee_verification_failed", "consignee_incorrect_address",
    "consignee_access_restricted", "consignee_safe_place_unavailable", "customs_delay",
    "customs_documentation", "customs_duties_unpaid", "customs_prohibited", "customs_inspection",
    "weather_delay", "natural_disaster", "force_majeure", "parcel_being_researched", "security_issue",
    "regulatory_hold", "unknown",
)  # fmt: skip

# Statuses that a person looks at.
TROUBLE = frozenset({"delivery_failed", "on_hold", "return_to_sender", "delivery_delayed"})
# Reasons that mean trouble whatever the status says.
TROUBLE_REASONS = frozenset({"carrier_damaged_parcel", "carrier_parcel_lost", "consignee_refused"})
# The address was at fault; it is remembered.
WRONG_ADDRESS = frozenset({"carrier_address_not_found", "consignee_incorrect_address"})
# The parcel did not stay there.
CAME_BACK = frozenset({"delivery_failed", "return_to_sender", "on_hold"})
# The carrier has the parcel.
MOVING = frozenset(STATUSES) - {"pending", "cancelled", "unknown"}
FINAL = frozenset({"delivered", "cancelled"})
# What may follow a delivery: the parcel comes back after all. Anything else arrived late.
_AFTER_DELIVERY = frozenset({"delivered", "return_to_sender"})

_HOUR = dt.timedelta(hours=1)
_PAUSES = {"out_for_delivery": _HOUR / 2, "pending": 6 * _HOUR, "picked_up": 2 * _HOUR}
FORGOTTEN_AFTER = dt.timedelta(days=60)
SILENT_AFTER = dt.timedelta(days=4)


class Moment(NamedTuple):
    """One message of a carrier about a parcel; ``occurred_at`` is when it happened there."""

    occurred_at: dt.datetime
    status: str
    reason: str = ""
    description: str = ""
    place: str = ""

    @property
    def fingerprint(self) -> str:
        """Tell whether two messages, by webhook and by poll, say the same."""
        text = f"{self.occurred_at.astimezone(dt.UTC).isoformat()}|{self.status}|{self.reason}|{self.place}"
        return hashlib.sha256(text.encode()).hexdigest()


def clean(moment: Moment) -> Moment:
    """Return a message in our words: what is outside the vocabulary is unknown, texts have their length."""
    return Moment(
        moment.occurred_at,
        moment.status if moment.status in STATUSES else "unknown",
        moment.reason if moment.reason in REASONS else ("unknown" if moment.reason else ""),
        moment.description.strip()[:300],
        moment.place.strip()[:120],
    )


def current(moments: Iterable[Moment]) -> Moment | None:
    """Return the message that says how a parcel stands, in whatever order they came.

    The one that happened last counts; of two at the same instant the one further along. "Unknown" never
    counts against a known status, and after a delivery only a return does.
    """
    found: Moment | None = None
    for moment in sorted(moments, key=lambda each: (each.occurred_at, STATUSES.index(each.status))):
        if moment.status == "unknown" and found is not None:
            continue
        if found is not None and found.status == "delivered" and moment.status not in _AFTER_DELIVERY:
            continue
        found = moment
    return found


def next_poll(status: str, at: dt.datetime, *, bought_at: dt.datetime) -> dt.datetime | None:
    """Return when to ask a carrier again; None when the life of the parcel is over or forgotten."""
    if status in FINAL or at - bought_at > FORGOTTEN_AFTER:
        return None
    return at + _PAUSES.get(status, 2 * _HOUR)


def is_trouble(status: str, reason: str) -> bool:
    """Say whether a person should look at a parcel."""
    return status in TROUBLE or (status != "delivered" and reason in TROUBLE_REASONS)


def first_of(moments: Sequence[Moment], statuses: frozenset[str]) -> dt.datetime | None:
    """Return when a parcel first had one of the statuses."""
    return min((each.occurred_at for each in moments if each.status in statuses), default=None)
