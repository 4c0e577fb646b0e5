"""Timed work of promotions; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.promotions.operations import forgetting, planning, scheduling, staffing, watching
from storecrew.kernel import schedule


@schedule.every(seconds=30, name="promotions.follow_the_clock")
def follow_the_clock(at: dt.datetime) -> None:
    """Start what is due and end what is over."""
    scheduling.end_due(at)
    scheduling.launch_due(at)


@schedule.every(seconds=30, name="promotions.watch_stock")
def watch_stock(at: dt.datetime) -> None:
    """Pause where goods run low, resume where they are back."""
    watching.watch(at)


@schedule.every(seconds=3_600, name="promotions.complete_plans")
def complete_plans(at: dt.datetime) -> None:
    """Plan what promotions name and nobody planned, so that its stock is watched."""
    planning.complete_plans(at)


@schedule.every(seconds=3_600, name="promotions.compare_forecasts")
def compare_forecasts(at: dt.datetime) -> None:
    """Compare what was expected with what came, two days after the end."""
    staffing.compare_ended(at)


@schedule.every(seconds=86_400, name="promotions.forget_traces")
def forget_traces(at: dt.datetime) -> None:
    """Drop stored explanations after their 90 days."""
    forgetting.forget_traces(at)
