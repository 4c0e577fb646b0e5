"""Timed work of insights; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.insights.operations import guarding, ingesting, keeping, news, watching
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
    news.forget_clips(at=at)


@schedule.every(seconds=3_600, name="insights.watch_experiments")
def watch_experiments(at: dt.datetime) -> None:
    """Look whether an experiment does harm, or hands its variants out wrongly."""
    guarding.watch_experiments(at=at)


@schedule.every(seconds=600, name="insights.read_feeds")
def read_feeds(at: dt.datetime) -> None:
    """Read the news feeds that are due."""
    news.read_feeds(at=at)
