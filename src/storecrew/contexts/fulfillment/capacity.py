"""How busy the warehouses are, and which: units that wait, how fast people pack, and who is there."""

from __future__ import annotations

import datetime as dt

from django.db.models import Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment.models import ShipmentLine
from storecrew.contexts.fulfillment.queries.team import packed_at_benches
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people import public as people
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock

SKILL = "pack"
# What one person packs in an hour until the warehouse's own figures say better.
USUAL_PER_HOUR = 40
MEASURED_DAYS = 14
PLANNED_DAYS = 14


def pace(timezone: str, at: dt.datetime) -> tuple[int, int]:
    """Return (units a person packs in an hour, minutes of packing on today's roster); four queries."""
    today = clock.local_day(at, timezone)
    places = _warehouses()
    minutes = people.minutes_by_day(places, today - dt.timedelta(days=MEASURED_DAYS), today, SKILL)
    there = minutes.pop(today, 0)
    return _rate(sum(minutes.values()), at)[0], there


def _rate(rostered: int, at: dt.datetime) -> tuple[int, str]:
    """Return units that a person packs in an hour, and from what: "scans", "roster" or "usual".

    Scans at the benches say it best; a shop that packs without them is measured by what left and by the
    minutes on its roster, pauses included; before either says enough a usual figure counts.
    """
    units, minutes = packed_at_benches(at - dt.timedelta(days=MEASURED_DAYS), at)
    found = shipping.rate_per_hour(units, minutes, otherwise=0)
    if found:
        return found, "scans"
    found = shipping.rate_per_hour(_shipped(at), rostered, otherwise=0)
    return (found, "roster") if found else (USUAL_PER_HOUR, "usual")


def senders(channel_id: int | None) -> list[shipping.Place]:
    """Return the locations from which the parcels of a channel leave, or those of all channels."""
    return [
        shipping.Place(place.code, place.name, place.country.upper())
        for place in inventory.locations(channel_id=channel_id)
        if place.active and place.kind != "digital"
    ]


def _warehouses() -> list[str]:
    return [place.code for place in inventory.locations() if place.active and place.kind == "warehouse"]


def _shipped(at: dt.datetime) -> int:
    """Return the units that left in the days that are measured."""
    rows = ShipmentLine.objects.filter(
        shipment__shipped_at__gte=at - dt.timedelta(days=MEASURED_DAYS), shipment__shipped_at__lt=at
    )
    return int(rows.aggregate(units=Sum("quantity", default=0))["units"])


def load(channel_code: str, timezone: str, at: dt.datetime) -> shipping.Load:
    """Return the units before a new order of a channel and the rostered minutes from now on.

    Warehouses are shared by the channels, so the work of all channels is before a new order. The minutes of
    today are those of the shifts that are left from now on.
    """
    today = clock.local_day(at, timezone)
    places = _warehouses()
    since = today - dt.timedelta(days=MEASURED_DAYS)
    until = today + dt.timedelta(days=PLANNED_DAYS)
    minutes = people.minutes_by_day(places, since, until, SKILL)
    past = {day: value for day, value in minutes.items() if day < today and value}
    ahead = {day: value for day, value in minutes.items() if day > today}
    ahead[today] = people.minutes_left(places, today, SKILL, at=at)
    worked = sum(past.values())
    per_hour, measured = _rate(worked, at)
    return shipping.Load(
        queue_units=sum(orders.open_units(shop.id) for shop in channels.all_channels()),
        per_hour=per_hour,
        minutes=ahead,
        usual_minutes=worked // len(past) if past else 0,
        per_hour_from=measured,
    )
