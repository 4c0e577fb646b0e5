"""Opening hours of a place: read as people type them, written in few words."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import NamedTuple

from babel.dates import get_day_names

DAYS = range(1, 8)
DAY = dt.timedelta(days=1)
# A place that is closed for longer than this is closed.
FAR = 60
_SPAN = re.compile(r"([01]?\d|2[0-4])(?::([0-5]\d))?\s*(?:-|–|to|~)\s*([01]?\d|2[0-4])(?::([0-5]\d))?")


class Span(NamedTuple):
    """A time in which a place is open: ISO weekday (1 = Monday), from and until as "HH:MM"."""

    day: int
    opens: str
    closes: str


def read(day: int, text: str) -> tuple[Span, ...]:
    """Return the times of one day as typed, such as ``10:00-13:00, 14-18``; nothing means closed.

    Raises ValueError: a part is no time, ends before it begins, or overlaps another one.
    """
    found = []
    for part in text.replace(";", ",").split(","):
        if not part.strip():
            continue
        match = _SPAN.fullmatch(part.strip())
        if match is None:
            raise ValueError(part.strip())
        opens, closes = (
            f"{int(match[hour]):02d}:{match[minute] or '00'}" for hour, minute in ((1, 2), (3, 4))
        )
        if opens >= closes or closes > "24:00":
            raise ValueError(part.strip())
        found.append(Span(day, opens, closes))
    found.sort()
    if any(later.opens < earlier.closes for earlier, later in pairwise(found)):
        raise ValueError(text.strip())
    return tuple(found)


def week(rows: Sequence[Sequence[object]]) -> tuple[Span, ...]:
    """Return stored rows as spans in the order of the week."""
    return tuple(sorted(Span(int(str(day)), str(opens), str(closes)) for day, opens, closes in rows))


def typed(spans: Sequence[Span], day: int) -> str:
    """Return the times of one day as a form shows them."""
    return ", ".join(f"{span.opens}-{span.closes}" for span in spans if span.day == day)


def grouped(spans: Sequence[Span]) -> list[tuple[int, int, str]]:
    """Return (first day, last day, times) with days of the same hours together; closed days are left out."""
    found: list[tuple[int, int, str]] = []
    for day in DAYS:
        times = ", ".join(f"{span.opens}–{span.closes}" for span in spans if span.day == day)
        if not times:
            continue
        if found and found[-1][1] == day - 1 and found[-1][2] == times:
            found[-1] = (found[-1][0], day, times)
        else:
            found.append((day, day, times))
    return found


class HourLine(NamedTuple):
    """Days of the week in words, and the times of these days."""

    days: str
    times: str


def lines(rows: Sequence[Sequence[object]], locale: str) -> tuple[HourLine, ...]:
    """Return opening hours in words of a language, days of the same hours together."""
    names = get_day_names("abbreviated", locale=locale.replace("-", "_"))
    return tuple(
        HourLine(names[first - 1] if first == last else f"{names[first - 1]}–{names[last - 1]}", times)
        for first, last, times in grouped(week(rows))
    )


def open_day(first: dt.date, spans: Sequence[Span], closed: Collection[dt.date] = ()) -> dt.date | None:
    """Return the first day from ``first`` on which a place is open; None when it is not for months.

    A place whose hours nobody wrote down is taken to be open on every day that is not closed.
    """
    days = {span.day for span in spans} or set(DAYS)
    for ahead in range(FAR):
        day = first + DAY * ahead
        if day.isoweekday() in days and day not in closed:
            return day
    return None


def last_hour(day: dt.date, spans: Sequence[Span]) -> str:
    """Return when a place closes on a day, "" when nobody wrote it down."""
    return max((span.closes for span in spans if span.day == day.isoweekday()), default="")
