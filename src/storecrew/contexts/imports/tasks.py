"""Timed work of imports."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.imports.models import ImportImage, ImportRun
from storecrew.contexts.imports.operations import fetching
from storecrew.contexts.imports.operations.jobs import SECONDS
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor


@schedule.every(seconds=60, name="imports.fetch_pictures")
def fetch_waiting(at: dt.datetime) -> None:
    """Go on with pictures that earlier rounds had no time for."""
    waiting = ImportImage.objects.filter(state=ImportImage.State.WAITING)
    busy = ImportRun.objects.filter(state__in=[ImportRun.State.IMPORTING, ImportRun.State.UNDOING])
    if waiting.exclude(run__in=busy).exists() and not busy.exists():
        fetching.fetch_pictures(actor=system_actor("imports.pictures"), at=at, seconds=SECONDS)
