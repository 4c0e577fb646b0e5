"""Timed work of advertising; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.advertising.operations import ads, feeds, refresh
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor
from storecrew.kernel.shown import NotServed

SYSTEM = system_actor("advertising.checks")


@schedule.every(seconds=900, name="advertising.refresh")
def refresh_feeds(at: dt.datetime) -> None:
    """Look through every feed: price lists open and close, returns add up."""
    refresh.refresh_all(at=at)
    ads.watch_stock(at=at)


@schedule.every(seconds=3600, name="advertising.check")
def check_feeds(at: dt.datetime) -> None:
    """Compare what is handed out with the pages it leads to."""
    try:
        feeds.check_released(actor=SYSTEM, at=at)
    except NotServed:
        return
