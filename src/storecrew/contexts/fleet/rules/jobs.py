"""The life of what is brought and fetched, and what follows when nobody was there."""

from __future__ import annotations

import datetime as dt

KINDS = ("delivery", "pickup")
# open: to be planned. planned: on a trip. waiting: at a pick-up point. failed: nothing follows any more.
STATES = ("open", "planned", "done", "waiting", "returned", "canceled")
LIVE = ("open", "planned")

MOST_ATTEMPTS = 3
OUTCOMES = ("next_attempt", "pickup_point", "return")
# Why a stop failed: the driver's words are few; they map onto the words of the trade for tracking.
REASONS = {
    "nobody_home": "consignee_not_home",
    "closed": "consignee_business_closed",
    "refused": "consignee_refused",
    "wrong_address": "consignee_incorrect_address",
    "no_access": "consignee_access_restricted",
    "damaged": "carrier_damaged_parcel",
    "no_time": "carrier_not_enough_time",
    "vehicle": "carrier_vehicle_issue",
}
# The recipient does not want it, or there is nothing to bring: another try changes nothing.
_POINTLESS = frozenset({"refused", "damaged"})
# The trip was at fault: it is tried again, whatever the count.
_OURS = frozenset({"no_time", "vehicle"})

TRACKING = {
    "next_attempt": "delivery_failed",
    "pickup_point": "ready_for_pickup",
    "return": "return_to_sender",
}
STATE_AFTER = {"next_attempt": "open", "pickup_point": "waiting", "return": "returned"}


def outcomes(kind: str, reason: str, attempts: int) -> tuple[str, ...]:
    """Return what may follow a failed stop, the usual first; ``attempts`` counts this one."""
    if kind == "pickup":
        return ("next_attempt",) if attempts < MOST_ATTEMPTS or reason in _OURS else ("return",)
    if reason in _POINTLESS:
        return ("return",)
    if reason in _OURS or attempts < MOST_ATTEMPTS:
        return OUTCOMES
    return ("pickup_point", "return")


def counts_as_attempt(reason: str) -> bool:
    """Say whether a failure counts against the recipient's tries."""
    return reason not in _OURS


def next_day(day: dt.date, working_days: frozenset[int] = frozenset(range(1, 7))) -> dt.date:
    """Return the next day on which vehicles leave (ISO weekdays, Monday to Saturday unless told)."""
    following = day + dt.timedelta(days=1)
    while following.isoweekday() not in working_days:
        following += dt.timedelta(days=1)
    return following


def in_time(
    done_at: dt.datetime, planned_at: dt.datetime, window_until: dt.datetime | None, *, grace: dt.timedelta
) -> bool:
    """Say whether a stop was on time: within its window, or at most ``grace`` after the plan."""
    return done_at <= (window_until or planned_at + grace)
