"""A lock that is handed over in the order in which it was asked for, by threads and then by processes."""

from __future__ import annotations

import fcntl
import os
import threading
import time
from collections import deque

_queues: dict[str, WriteQueue] = {}


class WriteQueue:
    """The turns to write of one database file in one process.

    A turn belongs to a connection and not to a thread: whoever took it may give it back from anywhere.
    With ``others`` a turn also needs that of this process among all that write to the file.
    """

    def __init__(self, others: ProcessTurn | None = None) -> None:
        self._others = others
        self._state = threading.Lock()
        self._taken = False
        self._waiting: deque[threading.Lock] = deque()

    def take(self, patience: float) -> float | None:
        """Wait for a turn, at most so many seconds; return the seconds waited, or None when it never came."""
        waited = self._take_among_threads(patience)
        if waited is None or self._others is None:
            return waited
        more = self._others.take(patience - waited)
        if more is None:
            self._call_next()
            return None
        return waited + more

    def give_back(self) -> None:
        """Hand the turn to whoever has waited longest."""
        if self._others is not None:
            self._others.give_back()
        self._call_next()

    @property
    def length(self) -> int:
        """Return how many threads wait."""
        with self._state:
            return len(self._waiting)

    def _take_among_threads(self, patience: float) -> float | None:
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

    def _call_next(self) -> None:
        with self._state:
            if self._waiting:
                self._waiting.popleft().release()
            else:
                self._taken = False


class ProcessTurn:
    """The turn of this process: a lock on a small file beside the database.

    SQLite lets processes look again ever more rarely, so among busy ones somebody waits until patience ends.
    The system hands this lock to those who wait in their order, though one who comes in the moment of handing
    over may slip in before them, and takes it back from a process that died.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._held = -1

    def take(self, patience: float) -> float | None:
        """Wait at most so many seconds; return the seconds waited, or None when the turn never came."""
        file = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            started = time.monotonic()
            if not _wait_for(file, patience):
                return None
            self._held = file
            return time.monotonic() - started
        self._held = file
        return 0.0

    def give_back(self) -> None:
        """Let the next process write."""
        file, self._held = self._held, -1
        _unlock(file)


def _wait_for(file: int, patience: float) -> bool:
    """Wait for a file's lock; True when it is ours. Asking with an end is not a thing the system can do, so a
    thread asks, and lets go at once of what comes too late."""
    if patience <= 0:
        os.close(file)
        return False
    state, came, too_late = threading.Lock(), threading.Event(), threading.Event()

    def ask() -> None:
        fcntl.flock(file, fcntl.LOCK_EX)
        with state:
            if not too_late.is_set():
                came.set()
                return
        _unlock(file)

    threading.Thread(target=ask, name="write-turn", daemon=True).start()
    if came.wait(patience):
        return True
    with state:
        if not came.is_set():
            too_late.set()
    return came.is_set()


def _unlock(file: int) -> None:
    # Said aloud, since a child that was forked meanwhile holds the file open as well.
    fcntl.flock(file, fcntl.LOCK_UN)
    os.close(file)


def queue_of(database: str) -> WriteQueue:
    """Return the one queue of this process for a database file."""
    found = _queues.get(database)
    if found is None:
        in_memory = database.startswith((":memory:", "file:"))
        made = WriteQueue(None if in_memory else ProcessTurn(f"{database}-turn"))
        # One step for the interpreter: of two threads that ask first, both get the same queue.
        found = _queues.setdefault(database, made)
    return found


def _begin_anew() -> None:
    """A forked child has none of the threads that hold or wait, so it starts with empty queues."""
    _queues.clear()


os.register_at_fork(after_in_child=_begin_anew)
