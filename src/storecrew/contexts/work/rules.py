"""Small decisions about work objects; plain Python."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from typing import NamedTuple
from zoneinfo import ZoneInfo

MENTION = re.compile(r"(?<![\w@])@(\w[\w.+-]*(?:@[A-Za-z0-9.-]+[A-Za-z0-9])?)")
SEVERITIES = ("critical", "warning", "info")
LONGEST_COMMENT = 5_000


def mentions(body: str) -> list[str]:
    """Return who is called by @name in a text: names, e-mail addresses or codes, each once, in order."""
    return list(dict.fromkeys(match.rstrip(".-+").casefold() for match in MENTION.findall(body)))


def parted(body: str) -> list[tuple[str, bool]]:
    """Return the text of a comment in parts: (text, whether it calls somebody)."""
    found: list[tuple[str, bool]] = []
    end = 0
    for match in MENTION.finditer(body):
        name = match[0].rstrip(".-+")
        found += [(body[end : match.start()], False), (name, True)]
        end = match.start() + len(name)
    return [part for part in [*found, (body[end:], False)] if part[0]]


def topic(*, kind: str, code: str = "", record: str = "", record_id: str = "") -> str:
    """Return what a line of the inbox folds with: what people write by its record, the rest by its kind.

    Ten articles that run low are one line, and so are three questions about one order.
    """
    about = f"{record}:{record_id}" if record and record_id else ""
    return f"about {about}"[:150] if kind == "mention" and about else f"{kind} {code}"[:150]


def sharing(*, team: str, shared: bool) -> str:
    """Return "shared", "team" or "own": who may see a saved view."""
    if shared:
        return "shared"
    return "team" if team else "own"


NO_LEAD = "owner"
"""Whoever owns the house is told when the Head of Digital is late."""


class Hours(NamedTuple):
    """When a team works: local opening and closing time, days 0 (Monday) to 6, and the IANA time zone."""

    timezone: str = "UTC"
    opens: dt.time = dt.time(8)
    closes: dt.time = dt.time(18)
    days: tuple[int, ...] = (0, 1, 2, 3, 4)


def lead_of(role: str) -> str:
    """Return who hears of a role's task that is late."""
    return NO_LEAD if role in ("head_of_digital", NO_LEAD) else "head_of_digital"


def due_after(start: dt.datetime, minutes: int, hours: Hours) -> dt.datetime:
    """Return the instant at which so many minutes of working time have passed since an aware instant.

    The clock stands still outside the hours: 90 minutes asked on a Friday at 17:30 are due on Monday at 9:00.
    Raises ValueError for hours in which nobody ever works.
    """
    if not hours.days or hours.opens >= hours.closes:
        raise ValueError("nobody works in these hours")
    zone = ZoneInfo(hours.timezone)
    day, left = start.astimezone(zone).date(), dt.timedelta(minutes=minutes)
    while True:
        if day.weekday() in hours.days:
            # spans are reckoned in UTC, since a local day may have 23 or 25 hours
            begin = max(start, dt.datetime.combine(day, hours.opens, zone).astimezone(dt.UTC))
            end = dt.datetime.combine(day, hours.closes, zone).astimezone(dt.UTC)
            if end - begin >= left:
                return (begin + left).astimezone(dt.UTC)
            left -= max(end - begin, dt.timedelta())
        day += dt.timedelta(days=1)


def shared(mine: Iterable[str], others: Iterable[str], kinds: Iterable[str]) -> list[str]:
    """Return what two dates both touch, of some kinds; a product meets a category that it is within."""
    wanted = tuple(f"{kind}:" for kind in kinds)
    one, other = set(mine), set(others)
    found = {each for each in one & other if each.startswith(wanted)}
    if "category:" in wanted:
        for left, right in ((one, other), (other, one)):
            within = {each.removeprefix("within:") for each in left if each.startswith("within:")}
            found |= {each for each in right if each.startswith("category:") and each[9:] in within}
    return sorted(found)


def meet_anywhere(mine: Iterable[str], others: Iterable[str], kind: str) -> bool:
    """Say whether two dates touch a common thing of a kind; one that names none touches all of them."""
    one = {each for each in mine if each.startswith(f"{kind}:")}
    other = {each for each in others if each.startswith(f"{kind}:")}
    return not one or not other or bool(one & other)


FORMS = ("csv", "xlsx", "json")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
RHYTHMS = ("day", *WEEKDAYS, "month")
"""How often a file is sent: each day, on one day of the week, or on the first of the month."""
MOST_RECEIVERS = 20
MOST_ATTACHED = 7_000_000
"""Bytes that go with a mail; its servers take ten million, and a file grows by a third on its way."""
FILES_KEPT = dt.timedelta(days=14)
RUNS_KEPT = dt.timedelta(days=90)


def next_sending(after: dt.datetime, rhythm: str, at_time: dt.time, zone: str) -> dt.datetime:
    """Return the first instant after another at which a wall clock shows a time on a day of the rhythm.

    A time that the clock jumps over in spring is taken as much later as it jumped, one that comes twice in
    autumn the first time: on each day there is one.
    """
    place = ZoneInfo(zone)
    day = after.astimezone(place).date()
    while True:
        instant = dt.datetime.combine(day, at_time, place).astimezone(dt.UTC)
        if instant > after and _sends_on(day, rhythm):
            return instant
        day += dt.timedelta(days=1)


def _sends_on(day: dt.date, rhythm: str) -> bool:
    if rhythm == "month":
        return day.day == 1
    return rhythm == "day" or WEEKDAYS[day.weekday()] == rhythm
