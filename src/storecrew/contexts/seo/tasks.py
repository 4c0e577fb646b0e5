"""Timed work of being found; safe to run twice."""

from __future__ import annotations

import contextlib
import datetime as dt

from storecrew.contexts.seo.errors import AuditRunning
from storecrew.contexts.seo.operations import auditing, following, indexing, noting
from storecrew.kernel import schedule
from storecrew.kernel.actor import system_actor

CLOCKWORK = system_actor("seo.audit")
INDEX = system_actor("seo.index")


@schedule.every(seconds=86_400, name="seo.audit_daily")
def audit_daily(at: dt.datetime) -> None:
    """Begin a walk through all pages, unless one is under way; drop addresses that nobody asks for."""
    noting.forget_old(at=at)
    with contextlib.suppress(AuditRunning):
        auditing.start_audit(actor=CLOCKWORK, at=at)


@schedule.every(seconds=20, name="seo.advance_audit")
def advance_audit(at: dt.datetime) -> None:
    """Look at the next pages of the walk under way."""
    auditing.advance_audit(at=at)


@schedule.every(seconds=300, name="seo.follow_redirects")
def follow_redirects(at: dt.datetime) -> None:
    """Look whether redirects still lead to a page."""
    following.follow_redirects(at=at)


@schedule.every(seconds=60, name="seo.ask_next")
def ask_next(at: dt.datetime) -> None:
    """Ask the search engine about the pages most worth it, within its quota."""
    indexing.ask_next(actor=INDEX, at=at)


@schedule.every(seconds=3_600, name="seo.watch_index")
def watch_index(at: dt.datetime) -> None:
    """Look whether many pages fell out of the index at once."""
    indexing.watch_index(actor=INDEX, at=at)
