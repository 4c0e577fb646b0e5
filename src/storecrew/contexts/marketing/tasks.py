"""Timed work of marketing; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.marketing.operations import flows, running, sending
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="marketing.follow_the_clock")
def follow_the_clock(at: dt.datetime) -> None:
    """Start the campaigns that are due and end those that are over."""
    running.end_due(at)
    running.launch_due(at)


@schedule.every(seconds=30, name="marketing.send_mailings")
def send_mailings(at: dt.datetime) -> None:
    """Bring the mailings that are due forward by one batch each."""
    sending.send_due(at)


@schedule.every(seconds=60, name="marketing.run_flows")
def run_flows(at: dt.datetime) -> None:
    """Let people enter flows and write what is due."""
    flows.run_flows(at)
