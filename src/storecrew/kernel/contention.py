"""When others hold what a request needs: a clear conflict to try again, instead of a fault (R5).

A statement waits at most ``STORECREW_LOCK_WAIT`` seconds for rows (PostgreSQL) or for the turn to write
(SQLite). What then comes from the driver is told apart here from a database that is gone.
"""

from __future__ import annotations

import sqlite3

from django.db import OperationalError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Conflict

RETRY_SECONDS = 1
# lock_not_available, deadlock_detected, serialization_failure: the other one goes on, so another try works.
_POSTGRESQL = frozenset({"55P03", "40P01", "40001"})
_SQLITE = frozenset({sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED})
_PRIMARY = 0xFF
"""SQLite's extended codes carry the primary one in their lowest byte."""


class WaitedTooLong(OperationalError):
    """The turn to write did not come in time."""


class Busy(Conflict):
    """Others hold what is needed; ``details["retry_after"]`` is in seconds."""

    code = "busy"
    message: str | Promise = _("Others are changing the same things right now, and the wait was too long.")
    next_step: str | Promise = _("Try again in a moment. Nothing is done or charged twice.")


def refusal(error: BaseException | None) -> Busy | None:
    """Return the conflict that a fault stands for, or None for a fault of another kind."""
    seen = error
    while seen is not None:
        if _is_contention(seen):
            return Busy(retry_after=RETRY_SECONDS)
        seen = seen.__cause__
    return None


def _is_contention(error: BaseException) -> bool:
    if isinstance(error, WaitedTooLong):
        return True
    if isinstance(error, sqlite3.OperationalError):
        return (getattr(error, "sqlite_errorcode", 0) & _PRIMARY) in _SQLITE
    return getattr(error, "sqlstate", None) in _POSTGRESQL
