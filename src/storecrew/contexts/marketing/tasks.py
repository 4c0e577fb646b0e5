"""Timed work of marketing; safe to run twice."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.marketing.operations import (
    agencies,
    agency_news,
    answering,
    flows,
    hearing,
    onsite,
    posting,
    running,
    segments,
    sender,
    sending,
    staffing,
)
from storecrew.kernel import schedule


@schedule.every(seconds=60, name="marketing.follow_the_clock")
def follow_the_clock(at: dt.datetime) -> None:
    """Start the campaigns that are due, end those that are over, and let on-site messages follow."""
    running.end_due(at)
    running.launch_due(at)
    onsite.follow_onsite(at)


@schedule.every(seconds=3_600, name="marketing.compare_forecasts")
def compare_forecasts(at: dt.datetime) -> None:
    """Compare what campaigns were expected to bring with what came, two days after their end."""
    staffing.compare_ended(at)


@schedule.every(seconds=30, name="marketing.send_mailings")
def send_mailings(at: dt.datetime) -> None:
    """Bring the mailings that are due forward by one batch each."""
    sending.send_due(at)


@schedule.every(seconds=60, name="marketing.count_segments")
def count_segments(at: dt.datetime) -> None:
    """Count the people of segments anew, for lists."""
    segments.count_people(at)


@schedule.every(seconds=60, name="marketing.run_flows")
def run_flows(at: dt.datetime) -> None:
    """Let people enter flows and write what is due."""
    flows.run_flows(at)


@schedule.every(seconds=60, name="marketing.watch_agencies")
def watch_agencies(at: dt.datetime) -> None:
    """End the accesses whose time is over."""
    agencies.end_expired(at=at)


@schedule.every(seconds=900, name="marketing.watch_assignments")
def watch_assignments(at: dt.datetime) -> None:
    """Tell of work that was not begun in time or is late."""
    agency_news.watch(at)


@schedule.every(seconds=30, name="marketing.publish_posts")
def publish_posts(at: dt.datetime) -> None:
    """Send the posts that are due, and look for those that nobody answered for."""
    posting.publish_due(at)


@schedule.every(seconds=300, name="marketing.listen")
def listen(at: dt.datetime) -> None:
    """Hear what people say of us on the networks."""
    hearing.listen(at)


@schedule.every(seconds=30, name="marketing.send_answers")
def send_answers(at: dt.datetime) -> None:
    """Send answers to mentions, and look for those that nobody answered for."""
    answering.send_answers(at)


@schedule.every(seconds=6 * 3600, name="marketing.check_sender")
def check_sender(at: dt.datetime) -> None:
    """Look whether the domain that mails come from is still believed."""
    sender.check_sender_by_clock(at)
