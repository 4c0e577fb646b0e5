"""When a method's parcels are handled and move: what its own row says, without a question to the database."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from storecrew.contexts.shipping.models import ShippingMethod
from storecrew.contexts.shipping.rules.calendar import Calendar, Window, delivery_window
from storecrew.contexts.shipping.rules.calendar import leaves_by as last_day
from storecrew.contexts.shipping.rules.labels import zone_of


def method_window(
    method: ShippingMethod, *, country: str, postal_code: str = "", at: dt.datetime, timezone: str
) -> Window:
    """Return when an order that is placed now arrives by a method, behind what the warehouse has to do.

    Nobody knows yet which of the channel's locations sends it: the first day is that of the location that is
    the quickest, the last day that of the slowest.
    """
    more = zone_days(method, country, postal_code)
    windows = [
        delivery_window(
            at.astimezone(ZoneInfo(timezone)),
            calendar=transit_calendar(method, country),
            cutoff=method.cutoff,
            handling_days=method.handling_days + method.queue_days,
            min_days=method.min_days + more,
            max_days=method.max_days + more,
            handling=handling,
        )
        for handling in handling_calendars(method)
    ]
    return Window(min(each.earliest for each in windows), max(each.latest for each in windows))


def zone_days(method: ShippingMethod, country: str, postal_code: str) -> int:
    """Return how many days longer the method's carrier needs to a destination, by the zones of its contract.

    An address without a post code counts as the country's ordinary zone.
    """
    zones = [(str(place), countries, codes) for place, (countries, codes, _days) in enumerate(method.zones)]
    found = zone_of(country.upper(), postal_code, zones)
    return int(method.zones[int(found)][2]) if found else 0


def handling_calendars(method: ShippingMethod) -> list[Calendar]:
    """Return the days on which each location that sends handles parcels; one calendar at least."""
    return [_calendar(method, days) for days in method.closings or ((),)]


def any_place(method: ShippingMethod) -> Calendar:
    """Return the days on which at least one location works."""
    closings = [set(days) for days in method.closings]
    return _calendar(method, set.intersection(*closings) if closings else ())


def transit_calendar(method: ShippingMethod, country: str) -> Calendar:
    """Return the days on which parcels move to a country and are delivered there."""
    return _calendar(method, method.country_days.get(country.upper(), ()))


def leaves_by(method: ShippingMethod, latest: dt.date, *, country: str, transit_days: int) -> dt.date:
    """Return the last day on which a parcel can leave any location and still arrive by ``latest``."""
    transit = transit_calendar(method, country)
    return max(
        last_day(latest, calendar=transit, max_days=transit_days, handling=handling)
        for handling in handling_calendars(method)
    )


def leaves_now(method: ShippingMethod, *, timezone: str, at: dt.datetime) -> dt.date:
    """Return the day on which an order that waits now leaves, the queue and the slowest location being what
    they are.
    """
    today = at.astimezone(ZoneInfo(timezone)).date()
    return max(each.add(today, method.queue_days) for each in handling_calendars(method))


def _calendar(method: ShippingMethod, more: Iterable[str]) -> Calendar:
    return Calendar(
        working_days=frozenset(method.working_days),
        holidays=frozenset(
            dt.date.fromisoformat(day) for day in (*method.holidays, *method.rest_days, *more)
        ),
    )
