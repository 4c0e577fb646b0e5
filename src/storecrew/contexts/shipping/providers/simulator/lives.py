"""Scripted lives of parcels, driven by the store clock: what happens how long after the label was bought."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.shipping.rules.tracking import Moment

_HUBS = ("Depot", "Sorting center", "Delivery depot")


def _life(*steps: tuple[int, str, str, str]) -> tuple[tuple[dt.timedelta, str, str, str], ...]:
    return tuple((dt.timedelta(hours=hours), status, reason, place) for hours, status, reason, place in steps)


_START = (
    (0, "pending", "", ""),
    (5, "picked_up", "", _HUBS[0]),
    (11, "in_transit", "", _HUBS[1]),
    (26, "in_transit", "", _HUBS[2]),
)
LIVES: dict[str, tuple[tuple[dt.timedelta, str, str, str], ...]] = {
    "normal": _life(*_START, (29, "out_for_delivery", "", _HUBS[2]), (33, "delivered", "", "")),
    "second_try": _life(
        *_START,
        (29, "out_for_delivery", "", _HUBS[2]),
        (33, "delivery_failed", "consignee_not_home", ""),
        (53, "out_for_delivery", "", _HUBS[2]),
        (56, "delivered", "", ""),
    ),
    "pick_up_point": _life(
        *_START,
        (33, "delivery_failed", "consignee_not_home", ""),
        (36, "ready_for_pickup", "", "Parcel shop"),
    ),
    "late": _life(
        *_START, (30, "delivery_delayed", "weather_delay", _HUBS[2]), (80, "out_for_delivery", "", _HUBS[2]),
        (84, "delivered", "", ""),
    ),
    "wrong_address": _life(
        *_START,
        (33, "delivery_failed", "consignee_incorrect_address", ""),
        (57, "return_to_sender", "consignee_incorrect_address", _HUBS[2]),
    ),
    "refused": _life(
        *_START,
        (33, "delivery_failed", "consignee_refused", ""),
        (57, "return_to_sender", "consignee_refused", _HUBS[2]),
    ),
    "damaged": _life(*_START, (28, "on_hold", "carrier_damaged_parcel", _HUBS[2])),
    "lost": _life(*_START[:3], (96, "on_hold", "carrier_parcel_lost", _HUBS[1])),
    "customs": _life(
        *_START[:3],
        (20, "on_hold", "customs_documentation", "Customs"),
        (70, "in_transit", "", _HUBS[2]),
        (76, "out_for_delivery", "", _HUBS[2]),
        (80, "delivered", "", ""),
    ),
}  # fmt: skip
# What "mixed" gives, by the last two digits of the number: mostly well, now and then not.
_MIXED = (
    (82, "normal"), (89, "second_try"), (92, "late"), (94, "pick_up_point"), (96, "wrong_address"),
    (97, "refused"), (98, "damaged"), (99, "lost"), (100, "customs"),
)  # fmt: skip


def choose(script: str, number: str) -> str:
    """Return the name of a life; "mixed" chooses by the number, the same each time."""
    if script in LIVES:
        return script
    last = int(number[-2:])
    return next(name for below, name in _MIXED if last < below)


def moments(script: str, bought_at: dt.datetime, at: dt.datetime) -> tuple[Moment, ...]:
    """Return what has happened to a parcel by now."""
    return tuple(
        Moment(bought_at + after, status, reason, "", place)
        for after, status, reason, place in LIVES[script]
        if bought_at + after <= at
    )
