"""Counting what was asked for and is not there, and who was led on: in memory first, then in one go.

Asking for a page writes nothing: counts wait in this process and are written by a thread of their own a few
seconds later. A process that dies before loses these counts and nothing else. No query string, no address
that could name a person, and no more addresses than ``MOST_KEPT`` are kept.
"""

from __future__ import annotations

import atexit
import datetime as dt
import logging
import threading
from collections import Counter

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.db.models import F

from storecrew.contexts.seo.models import MissingPath, Redirect
from storecrew.contexts.seo.queries.moves import languages
from storecrew.contexts.seo.rules import paths
from storecrew.kernel import clock

logger = logging.getLogger(__name__)
SECONDS = 5.0
MOST_WAITING = 1000
MOST_KEPT = 5000
KEPT_DAYS = 90
ONCE_DAYS = 7


def note_missing(path: str, *, machine: bool) -> None:
    """Count an address that is not there. Addresses that may name a person are not kept."""
    language, plain = paths.split_language(paths.tidy(path), languages())
    # Without a language in front the visitor is led to the same address with one, and counted there.
    if not language or len(plain) > paths.LONGEST_MISSING or paths.names_a_person(plain):
        return
    _waiting.add(("machines" if machine else "people", plain))


def note_hit(redirect_id: int) -> None:
    """Count somebody who was led on."""
    _waiting.add(("hit", redirect_id))


def write_counts() -> None:
    """Write now what waits in this process."""
    _waiting.write()


def forget_old(*, at: dt.datetime) -> int:
    """Drop addresses that nobody asked for in 90 days, and the least asked for beyond the limit.

    What was asked for once goes after a week, so that a scanner's guesses do not keep real ones out.
    """
    dropped = MissingPath.objects.filter(last_at__lt=at - dt.timedelta(days=KEPT_DAYS)).delete()[0]
    once = MissingPath.objects.filter(people__lte=1, last_at__lt=at - dt.timedelta(days=ONCE_DAYS))
    dropped += once.delete()[0]
    beyond = MissingPath.objects.order_by("-people", "-machines", "-last_at").values_list("pk", flat=True)
    dropped += MissingPath.objects.filter(pk__in=list(beyond[MOST_KEPT:])).delete()[0]
    return dropped


class _Waiting:
    """Counts of this process that are not written yet."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: Counter[tuple[str, str | int]] = Counter()
        self._timer: threading.Timer | None = None
        self._at_exit = False

    def add(self, key: tuple[str, str | int]) -> None:
        """Count; a flood of different addresses beyond the limit is not counted."""
        if not settings.STORECREW_TRAFFIC:
            return
        with self._lock:
            if key in self._counts or len(self._counts) < MOST_WAITING:
                self._counts[key] += 1
            if self._timer is None and settings.STORECREW_TRAFFIC_SECONDS > 0:
                if not self._at_exit:
                    atexit.register(self.write)
                    self._at_exit = True
                self._timer = threading.Timer(SECONDS, self._later)
                self._timer.daemon = True
                self._timer.start()

    def write(self) -> None:
        """Write everything in one transaction. A database that is away costs these counts."""
        with self._lock:
            counts, self._counts = self._counts, Counter()
            self._timer = None
        if not counts:
            return
        try:
            _store(counts, clock.now())
        except (DatabaseError, OSError):
            logger.warning("%s counts of addresses were lost", len(counts))

    def _later(self) -> None:
        try:
            self.write()
        finally:
            connection.close()


def _store(counts: Counter[tuple[str, str | int]], at: dt.datetime) -> None:
    asked = {str(path) for what, path in counts if what != "hit"}
    with transaction.atomic():
        for (what, key), number in sorted(counts.items(), key=str):
            if what == "hit":
                Redirect.objects.filter(pk=key).update(hits=F("hits") + number, last_hit_at=at)
        room = MOST_KEPT - MissingPath.objects.count()
        known = set(MissingPath.objects.filter(path__in=asked).values_list("path", flat=True))
        new = sorted(asked - known)[: max(room, 0)]
        MissingPath.objects.bulk_create(
            [MissingPath(path=path, first_at=at, last_at=at) for path in new], ignore_conflicts=True
        )
        for path in sorted(asked):
            MissingPath.objects.filter(path=path).update(
                people=F("people") + counts["people", path],
                machines=F("machines") + counts["machines", path],
                last_at=at,
            )


_waiting = _Waiting()
