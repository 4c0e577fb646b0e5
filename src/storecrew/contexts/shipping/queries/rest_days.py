"""Reads of the days on which carriers, locations and countries rest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping.models import RestDay
from storecrew.contexts.shipping.places import Place, places_of
from storecrew.contexts.shipping.rules.calendar import DAY, Calendar
from storecrew.contexts.work import public as work
from storecrew.kernel import clock, hours
from storecrew.kernel.kept import kept

EVERYBODY = ""
KEPT = dt.timedelta(days=60)
"""How long days that are over stay in what methods look at: promises of old orders are still measured."""
AHEAD = dt.timedelta(days=400)
SOON = dt.timedelta(days=28)
TAG = "rest_days"
"""What every change of these days announces to reads that are kept."""
NOON = dt.time(12)


@dataclass(frozen=True, slots=True)
class Rests:
    """Who rests when, as ISO days: carriers by code and name ("" everybody), locations and countries."""

    carriers: Mapping[str, list[str]] = field(default_factory=dict)
    locations: Mapping[str, list[str]] = field(default_factory=dict)
    countries: Mapping[str, list[str]] = field(default_factory=dict)

    def moving(self, carrier: str) -> list[str]:
        """Return the days on which a carrier, by its code or name, moves nothing."""
        own = self.carriers.get(carrier, ()) if carrier else ()
        return sorted({*self.carriers.get(EVERYBODY, ()), *own})

    def of(self, place: Place) -> set[str]:
        """Return the days on which a location rests, by itself or because its country does."""
        return {
            *self.locations.get(EVERYBODY, ()),
            *self.locations.get(place.code, ()),
            *self.countries.get(place.country, ()),
        }

    def closings(self, places: Iterable[Place]) -> list[list[str]]:
        """Return the days on which each location rests; each kind of rest once."""
        found = [sorted(self.of(place)) for place in places]
        return [days for number, days in enumerate(found) if days not in found[:number]]


def rests(*, since: dt.date, at: dt.datetime) -> Rests:
    """Return who rests from a day on, with the closures that people put on the shared calendar by hand."""
    carriers: dict[str, set[str]] = defaultdict(set)
    locations: dict[str, set[str]] = defaultdict(set)
    countries: dict[str, set[str]] = defaultdict(set)
    for row in RestDay.objects.filter(day__gte=since).select_related("account"):
        day = row.day.isoformat()
        if row.location:
            locations[row.location].add(day)
        elif row.country:
            countries[row.country].add(day)
        else:
            for name in {row.account.code, row.account.name} if row.account else {EVERYBODY}:
                carriers[name].add(day)
    for date in work.calendar(since=at - KEPT, until=at + AHEAD, kinds=["closure"]):
        if date.record == work.BY_HAND:
            for code in _locations(date.touches):
                locations[code].update(_days_of(date))
    return Rests(_sorted(carriers), _sorted(locations), _sorted(countries))


@kept(TAG, "stores", in_transactions=True)
def closed_days(since: dt.date) -> Mapping[str, frozenset[dt.date]]:
    """Return on which days from one on each location is closed, by its code; kept, else three queries."""
    found = rests(since=since, at=dt.datetime.combine(since, dt.time(), dt.UTC))
    return {
        place.code: frozenset(dt.date.fromisoformat(day) for day in found.of(place)) for place in places_of()
    }


def closed_at(location: str, *, timezone: str, at: dt.datetime) -> frozenset[dt.date] | None:
    """Return on which days a location is closed from today on; None without one."""
    today = clock.local_day(at, timezone)
    return closed_days(today).get(location, frozenset()) if location else None


def closed_soon(location: str, today: dt.date, week: Sequence[hours.Span]) -> tuple[dt.date, ...]:
    """Return on which days of the next weeks a location is closed though its hours say that it is open."""
    opens = {span.day for span in week} or set(hours.DAYS)
    days = closed_days(today).get(location, frozenset())
    return tuple(day for day in sorted(days) if day <= today + SOON and day.isoweekday() in opens)


def who_rests(row: RestDay) -> str:
    """Return the name of the one who rests on a day; "" when everybody does."""
    if row.account is not None:
        return row.account.name
    if row.location:
        return next((place.name for place in places_of() if place.code == row.location), row.location)
    return row.country


def carrier_calendars(since: dt.date) -> Mapping[str, Calendar]:
    """Return the calendar of every carrier that rests on own days, by its code; under "" that of the others.

    One query.
    """
    days: dict[str, set[dt.date]] = defaultdict(set)
    rows = RestDay.objects.filter(day__gte=since, location="", country="").values_list("day", "account__code")
    for day, code in rows:
        days[code or EVERYBODY].add(day)
    common = days.pop(EVERYBODY, set())
    found = {code: Calendar(holidays=frozenset(own | common)) for code, own in days.items()}
    return found | {EVERYBODY: Calendar(holidays=frozenset(common))}


def working_day(day: dt.date, *, country: str) -> dt.date:
    """Return the first day, from ``day``, on which people work in a country: no weekend, no rest there.

    One query.
    """
    rows = RestDay.objects.filter(day__gte=day, day__lte=day + AHEAD, account=None, location="")
    rests = rows.filter(country__in=("", country)).values_list("day", flat=True)
    return Calendar(holidays=frozenset(rests)).on_or_after(day)


def _sorted(rests: Mapping[str, set[str]]) -> dict[str, list[str]]:
    return {name: sorted(days) for name, days in rests.items()}


def _locations(touches: Iterable[str]) -> list[str]:
    return [each.removeprefix("location:") for each in touches if each.startswith("location:")] or [EVERYBODY]


def _days_of(date: work.CalendarDate) -> list[str]:
    """Return the days at whose noon a date holds; one that holds for an evening closes no day."""
    zone = ZoneInfo(channels.house_zone())
    day, last = date.starts_at.astimezone(zone).date(), date.ends_at.astimezone(zone).date()
    found: list[str] = []
    while day <= last and len(found) <= AHEAD.days:
        if date.starts_at <= dt.datetime.combine(day, NOON, zone) <= date.ends_at:
            found.append(day.isoformat())
        day += DAY
    return found
