"""A lock that is handed over in the order in which it was asked for."""

from __future__ import annotations

import os
import threading
import time
from collections import deque

_queues: dict[str, WriteQueue] = {}


class WriteQueue:
    """The turns to write of one database file in one process.

    A turn belongs to a connection and not to a thread: whoever took it may give it back from anywhere.
    """

    def __init__(self) -> None:
        self._state = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, patience: float) -> float | None:
        """Wait for a turn, at most so many seconds; return the seconds waited, or None when it never came."""
        with self._state:
            if not self._taken:
                self._taken = True
                return 0.0
            called = threading.Lock()
            called.acquire()
            self._waiting.append(called)
        started = time.monotonic()
        if called.acquire(timeout=max(patience, 0)):
            return time.monotonic() - started
        with self._state:
            if called in self._waiting:
                self._waiting.remove(called)
                return None
        # The turn came in the very moment in which patience ended.
        return patience

    def give_back(self) -> None:
        """Hand the turn to whoever has waited longest."""
        with self._state:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False

    @property
    def length(self) -> int:
        """Return how many wait."""
        with self._state:
            return len(self._waiting)


def queue_of(database: str) -> WriteQueue:
    """Return the one queue of this process for a database file."""
    # One step for the interpreter: of two threads that ask first, both get the same queue.
    return _queues.setdefault(database, WriteQueue())


def _begin_anew() -> None:
    """A forked child has none of the threads that hold or wait, so it starts with empty queues."""
    _queues.clear()


os.register_at_fork(after_in_child=_begin_anew)
