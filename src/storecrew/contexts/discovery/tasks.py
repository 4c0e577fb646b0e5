"""Timed work of discovery."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.discovery.operations import indexing
from storecrew.kernel import schedule


@schedule.every(seconds=5, name="discovery.catch_up")
def catch_up(at: dt.datetime) -> None:
    """Index what was left behind; build the index when it is missing."""
    if not indexing.ensure_index():
        indexing.catch_up()


@schedule.every(seconds=86_400, name="discovery.rebuild")
def rebuild(at: dt.datetime) -> None:
    """Once a day all over: sales leave the 30 days and products outgrow "new" without any event."""
    with transaction.atomic():
        indexing.note_changes([indexing.REBUILD], at=at)


@schedule.every(seconds=3600, name="discovery.forget_changes")
def forget_changes(at: dt.datetime) -> None:
    """Drop changes that every machine has seen long ago."""
    indexing.forget_changes(at=at)
