"""Dates that others keep and the shared calendar asks for when it is looked at.

What has an event of its own puts its dates there (``put_on_calendar``) and conflicts are found by them. What
changes in many small steps, such as rosters, or by tables of another maker, such as the schedule of pages, is
asked instead: nothing is copied, so nothing is old.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from storecrew.contexts.work.facts import CalendarDate


class CalendarSource(Protocol):
    """Whoever keeps dates of one kind."""

    kind: str

    def __call__(self, since: datetime, until: datetime) -> Iterable[CalendarDate]:
        """Return the dates that touch a span of time; a fixed number of queries."""


_sources: dict[str, CalendarSource] = {}


def register_calendar_source(source: CalendarSource) -> None:
    """Let the calendar ask for dates of a kind; another source of the same kind takes its place."""
    _sources[source.kind] = source


def calendar_sources() -> tuple[CalendarSource, ...]:
    """Return who is asked for dates, in the order of their kinds."""
    return tuple(_sources[kind] for kind in sorted(_sources))


def date_asked_for(
    *,
    kind: str,
    title: str,
    starts_at: datetime,
    ends_at: datetime,
    owner_role: str,
    record: str,
    record_id: str | int,
    url: str = "",
    changed_at: datetime,
) -> CalendarDate:
    """Return a date that nobody put on the calendar: its id is 0, and nobody moves it there."""
    return CalendarDate(
        id=0,
        kind=kind,
        title=title[:200],
        starts_at=starts_at,
        ends_at=ends_at,
        owner_role=owner_role,
        record=record,
        record_id=str(record_id),
        url=url,
        put_by="",
        changed_at=changed_at,
    )
