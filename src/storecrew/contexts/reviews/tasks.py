"""Timed work of reviews; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.reviews.operations import ask_for_reviews
from storecrew.kernel import schedule


@schedule.every(seconds=3600, name="reviews.ask")
def ask(at: dt.datetime) -> None:
    """Ask for reviews of what arrived a week ago."""
    ask_for_reviews(at)
