"""How a customer wants to be reached."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple
from zoneinfo import ZoneInfo

from storecrew.contexts.channels import public as channels
from storecrew.contexts.loyalty.models import ServicePreference

WAYS = ServicePreference.Way.choices


class Preference(NamedTuple):
    """A wish: the way and its name, a note, a language or "", and (from, until) by the shop's clock."""

    way: str
    name: str
    note: str
    language: str = ""
    hours: tuple[dt.time, dt.time] | None = None


def preference(customer_id: int) -> Preference:
    """Return how a customer wants to be reached; empty when nothing was chosen."""
    row = ServicePreference.objects.filter(customer_id=customer_id).first()
    if row is None:
        return Preference("", "", "")
    hours = (row.hours_from, row.hours_until) if row.hours_from and row.hours_until else None
    return Preference(row.way, str(row.get_way_display()), row.note, row.language, hours)


def may_call_now(found: Preference, *, at: dt.datetime) -> bool | None:
    """Say whether a moment lies within the hours somebody named; None when they named none."""
    if found.hours is None:
        return None
    now = at.astimezone(ZoneInfo(channels.facts().timezone)).time()
    return found.hours[0] <= now < found.hours[1]
