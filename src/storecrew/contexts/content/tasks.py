"""Timed work of content; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.content.operations import publishing, wording
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor


@schedule.every(seconds=60, name="content.publish_scheduled")
def publish_scheduled(at: dt.datetime) -> None:
    """Let pages go live and away at the time that their editors set."""
    publishing.publish_due()


@schedule.every(seconds=3_600, name="content.check_words")
def check_words(at: dt.datetime) -> None:
    """Tell of words that do not fit the product's texts any more."""
    wording.check_words(actor=system_actor("content"), at=at)
