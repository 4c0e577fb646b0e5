"""Timed work of insights; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.insights.operations import ingesting, keeping, watching
from storecrew.kernel import schedule


@schedule.every(seconds=5, name="insights.ingest")
def ingest(at: dt.datetime) -> None:
    """Count what came in."""
    ingesting.ingest(at=at)


@schedule.every(seconds=21_600, name="insights.watch_traffic")
def watch_traffic(at: dt.datetime) -> None:
    """Look whether far fewer people came yesterday."""
    watching.watch_traffic(at=at)


@schedule.every(seconds=86_400, name="insights.forget_old")
def forget_old(at: dt.datetime) -> None:
    """Drop what nobody asks about any more."""
    keeping.forget_old(at=at)
