"""Reads of the days on which carriers rest."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping

from storecrew.contexts.shipping.models import RestDay
from storecrew.contexts.shipping.rules.calendar import Calendar

EVERYBODY = ""


def carrier_calendars(since: dt.date) -> Mapping[str, Calendar]:
    """Return the calendar of every carrier that rests on own days, by its code; under "" that of the others.

    One query.
    """
    days: dict[str, set[dt.date]] = defaultdict(set)
    rows = RestDay.objects.filter(day__gte=since).values_list("day", "account__code")
    for day, code in rows:
        days[code or EVERYBODY].add(day)
    common = days.pop(EVERYBODY, set())
    found = {code: Calendar(holidays=frozenset(own | common)) for code, own in days.items()}
    return found | {EVERYBODY: Calendar(holidays=frozenset(common))}
