"""Taking notes of what shoppers do: quick, many at once, and without anything that may not be kept."""

from __future__ import annotations

import atexit
import logging
import threading
import time
from collections.abc import Sequence
from hashlib import blake2b

from django.conf import settings
from django.db import DatabaseError, connection

from storecrew.contexts.insights.facts import Note
from storecrew.contexts.insights.models import Incoming
from storecrew.kernel.rows import insert

logger = logging.getLogger(__name__)
MOST_WAITING = 100


def note(one: Note) -> None:
    """Take a note of a page that was seen.

    Notes of a busy moment are written together, at most ``STORECREW_TRAFFIC_SECONDS`` later; a process that
    dies within them loses counts of that time and nothing else.
    """
    if settings.STORECREW_TRAFFIC_SECONDS <= 0:
        write([one])
    else:
        _waiting.add(one, settings.STORECREW_TRAFFIC_SECONDS)


def write(notes: Sequence[Note]) -> None:
    """Write notes down for the next batch; within a transaction they come and go with it."""
    insert([Incoming(at=one.at, body=one.as_json()) for one in notes])


def visitor_number(token: str) -> int:
    """Return the number under which a browser's own number is known here: nobody can go the way back."""
    return _keyed("visitor", token)


def cart_number(token: str) -> int:
    """Return the number under which a cart is known here."""
    return _keyed("cart", token)


def _keyed(what: str, token: str) -> int:
    key = settings.SECRET_KEY.encode()[:64]
    digest = blake2b(f"{what}:{token}".encode(), digest_size=8, key=key).digest()
    return int.from_bytes(digest, "little") >> 1


class _Waiting:
    """Notes of this process that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._notes: list[Note] = []
        self._timer: threading.Timer | None = None
        self._written = 0.0

    def add(self, one: Note, seconds: float) -> None:
        """Keep a note; write at once when the last time is long ago or many wait, else soon."""
        with self._lock:
            self._notes.append(one)
            due = time.monotonic() - self._written >= seconds or len(self._notes) >= MOST_WAITING
            if not due and self._timer is None:
                self._timer = threading.Timer(seconds, self._later)
                self._timer.daemon = True
                self._timer.start()
        if due:
            self.flush()

    def flush(self) -> None:
        """Write what waits. A database that is away costs these counts and disturbs no shopper."""
        with self._lock:
            notes, self._notes = self._notes, []
            self._written = time.monotonic()
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        if notes:
            try:
                write(notes)
            except DatabaseError:
                logger.warning("%s notes of visits were lost", len(notes))

    def _later(self) -> None:
        try:
            self.flush()
        finally:
            connection.close()


_waiting = _Waiting()
atexit.register(_waiting.flush)
