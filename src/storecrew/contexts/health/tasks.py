"""Timed work of health."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.health.operations import canary, extensions, launching, task_times, vitals
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor


@schedule.every(seconds=86_400, name="health.forget_old_vitals")
def forget_old_vitals(at: dt.datetime) -> None:
    """Drop counts that nobody compares with any more."""
    vitals.forget_old_vitals(at=at)


@schedule.every(seconds=86_400, name="health.forget_old_task_times")
def forget_old_task_times(at: dt.datetime) -> None:
    """Drop times that nobody compares with any more."""
    task_times.forget_old_task_times(at=at)


@schedule.every(seconds=300, name="health.recheck_launches")
def recheck_launches(at: dt.datetime) -> None:
    """Take back what people signed and is no longer so."""
    launching.recheck_launches(actor=system_actor("health.launches"), at=at)


@schedule.every(seconds=60, name="health.check_what_opened")
def check_what_opened(at: dt.datetime) -> None:
    """Place the check order of launches that went live."""
    canary.check_what_opened(at=at)


@schedule.every(seconds=300, name="health.watch_extensions")
def watch_extensions(at: dt.datetime) -> None:
    """Tell developers of extensions that are left out."""
    extensions.watch_extensions(actor=system_actor("health.extensions"), at=at)
