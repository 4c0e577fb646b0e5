"""When a method's parcels are handled and move: what its own row says, without a question to the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from zoneinfo import ZoneInfo

from storecrew.contexts.shipping.models import ShippingMethod
from storecrew.contexts.shipping.queries.rest_days import closed_at
from storecrew.contexts.shipping.rules.calendar import Calendar, Window, delivery_window, departure
from storecrew.contexts.shipping.rules.calendar import leaves_by as last_day
from storecrew.contexts.shipping.rules.labels import zone_of
from storecrew.kernel import clock, hours


def method_window(
    method: ShippingMethod,
    *,
    country: str,
    postal_code: str = "",
    at: dt.datetime,
    timezone: str,
    channel_id: int,
    closed: Collection[dt.date] | None = None,
) -> Window:
    """Return when an order that is placed now arrives by a method, behind what the warehouse has to do.

    Nobody knows yet which of the channel's locations sends it: the first day is that of the location that is
    the quickest, the last day that of the slowest. ``closed`` are the days of the one that it comes from,
    where that is known.
    """
    more = zone_days(method, country, postal_code)
    windows = [
        delivery_window(
            leaves,
            calendar=transit_calendar(method, country),
            min_days=method.min_days + more,
            max_days=method.max_days + more,
        )
        for leaves in departures(method, at=at, timezone=timezone, channel_id=channel_id, closed=closed)
    ]
    return Window(min(each.earliest for each in windows), max(each.latest for each in windows))


def departures(
    method: ShippingMethod,
    *,
    at: dt.datetime,
    timezone: str,
    channel_id: int | None = None,
    closed: Collection[dt.date] | None = None,
) -> list[dt.date]:
    """Return the day on which an order of an instant leaves each location that sends, or only the one that
    is ``closed`` on these days: behind cut-off, handling time, the queue, and what plans add in its channel
    (in any where that is not known).
    """
    return [
        departure(
            at.astimezone(ZoneInfo(timezone)),
            cutoff=method.cutoff,
            handling_days=method.handling_days + longer_days(method, channel_id),
            handling=handling,
            queue_days=method.queue_days,
        )
        for handling in handling_calendars(method, closed)
    ]


def longer_days(method: ShippingMethod, channel_id: int | None) -> int:
    """Return how many working days plans add to a method now: in a channel, or the most in any."""
    if channel_id is None:
        return max(method.longer.values(), default=0)
    return int(method.longer.get(str(channel_id), 0))


def open_window(
    window: Window, spans: Sequence[Sequence[object]], closed: Collection[dt.date]
) -> Window | None:
    """Return a window as customers of a location of ours have it, who come on days on which it is open by its
    hours ``spans`` and not ``closed``. None when it does not open for months.
    """
    week = hours.week(spans)
    first, last = (hours.open_day(day, week, closed) for day in window)
    return Window(first, last) if first and last else None


def zone_days(method: ShippingMethod, country: str, postal_code: str) -> int:
    """Return how many days longer the method's carrier needs to a destination, by the zones of its contract.

    An address without a post code counts as the country's ordinary zone.
    """
    zones = [(str(place), countries, codes) for place, (countries, codes, _days) in enumerate(method.zones)]
    found = zone_of(country.upper(), postal_code, zones)
    return int(method.zones[int(found)][2]) if found else 0


def handling_calendars(method: ShippingMethod, closed: Collection[dt.date] | None = None) -> list[Calendar]:
    """Return the days on which each location that sends handles parcels, one calendar at least; only that of
    the one that is ``closed`` on these days, where it is known.
    """
    if closed is not None:
        return [_calendar(method, (day.isoformat() for day in closed))]
    return [_calendar(method, days) for days in method.closings or ((),)]


def any_place(method: ShippingMethod) -> Calendar:
    """Return the days on which at least one location works."""
    closings = [set(days) for days in method.closings]
    return _calendar(method, set.intersection(*closings) if closings else ())


def transit_calendar(method: ShippingMethod, country: str) -> Calendar:
    """Return the days on which parcels move to a country and are delivered there."""
    return _calendar(method, method.country_days.get(country.upper(), ()))


def leaves_by(
    method: ShippingMethod,
    latest: dt.date,
    *,
    country: str,
    transit_days: int,
    closed: Collection[dt.date] | None = None,
) -> dt.date:
    """Return the last day on which a parcel can leave any location, or the one that is ``closed`` on these
    days, and still arrive by ``latest``.
    """
    transit = transit_calendar(method, country)
    return max(
        last_day(latest, calendar=transit, max_days=transit_days, handling=handling)
        for handling in handling_calendars(method, closed)
    )


def leaves_on(method_code: str, *, location: str, timezone: str, at: dt.datetime) -> dt.date:
    """Return the day on which a location has to hand over an order that counts from an instant.

    The location's own days of rest count, and all that its customer was told. An order without a method of
    ours leaves on working days.
    """
    method = ShippingMethod.objects.filter(code=method_code).first() or ShippingMethod()
    return max(
        departures(method, at=at, timezone=timezone, closed=closed_at(location, timezone=timezone, at=at))
    )


def leaves_now(
    method: ShippingMethod, *, timezone: str, at: dt.datetime, closed: Collection[dt.date] | None = None
) -> dt.date:
    """Return the day on which an order that waits now leaves, the queue and the slowest location (or the one
    that is ``closed`` on these days) being what they are.
    """
    today = clock.local_day(at, timezone)
    return max(each.add(today, method.queue_days) for each in handling_calendars(method, closed))


def _calendar(method: ShippingMethod, more: Iterable[str]) -> Calendar:
    return Calendar(
        working_days=frozenset(method.working_days),
        holidays=frozenset(
            dt.date.fromisoformat(day) for day in (*method.holidays, *method.rest_days, *more)
        ),
    )
