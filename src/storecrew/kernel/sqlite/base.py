"""The database backend: ``ENGINE = "storecrew.kernel.sqlite"``.

Everything is Django's own but for the moment before a write. A transaction takes its turn before BEGIN and
gives it back after COMMIT, ROLLBACK or close; a single statement outside a transaction takes one for itself.
Programs that are not ours are met by SQLite's own waiting, for what is left of the patience
(``OPTIONS["timeout"]``).

Django writes ``%s`` where SQLite has ``?`` and translates each statement each time, a twentieth of the CPU
that placing an order takes; here each is translated once.
"""

from __future__ import annotations

import sqlite3
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base

from storecrew.kernel.contention import WaitedTooLong
from storecrew.kernel.sqlite.queue import WriteQueue, queue_of

# What needs no turn. A statement in other words, such as WITH, takes one to be sure.
READS = ("SELECT", "PRAGMA", "EXPLAIN", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")
# A shorter wait leaves the patience as it is: two statements more would cost more than they are worth.
WORTH_COUNTING = 0.1
LONGEST_KEPT = 10_000
"""Characters of a statement; those of long lists are made for once."""
PATIENCE = 5.0
"""Seconds, when the settings name none; SQLite's own default."""
ASKED_AGAIN = 0.01
"""Seconds until a file that was locked while it was opened is opened again."""


class Turn:
    """A turn that a connection holds; given back once, also when the connection is simply dropped."""

    def __init__(self, connection: DatabaseWrapper, queue: WriteQueue) -> None:
        self._end = weakref.finalize(connection, queue.give_back)

    def end(self) -> None:
        """Give the turn back; later calls do nothing."""
        self._end()


class QueuingCursor(base.SQLiteCursorWrapper):
    """A cursor whose writes outside a transaction wait for their turn."""

    wrapper: DatabaseWrapper

    def convert_query(self, query: str, *, param_names: Any = None) -> str:
        """Return a statement as SQLite takes it."""
        if param_names is None and len(query) <= LONGEST_KEPT:
            return _converted(query)
        converted: str = super().convert_query(query, param_names=param_names)
        return converted

    def execute(self, query: str, params: Any = None) -> Any:
        """Run a statement."""
        if self.wrapper.turn is not None or _reads(query):
            return super().execute(query, params)
        with self.wrapper.one_turn():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """Run a statement for each of many rows."""
        if self.wrapper.turn is not None or _reads(query):
            return super().executemany(query, param_list)
        with self.wrapper.one_turn():
            return super().executemany(query, param_list)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that queues before it writes."""

    turn: Turn | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file; one that another is just turning to WAL is asked for again while patience lasts.

        SQLite waits for a lock, but not where the mode of a file changes: it says at once that it is locked.
        """
        end = time.monotonic() + self.patience
        while True:
            try:
                return super().get_new_connection(conn_params)
            except sqlite3.OperationalError as error:
                locked = getattr(error, "sqlite_errorcode", None) == sqlite3.SQLITE_BUSY
                if not locked or time.monotonic() >= end:
                    raise
            time.sleep(ASKED_AGAIN)

    def create_cursor(self, name: str | None = None) -> QueuingCursor:
        """Return a cursor that knows its connection."""
        cursor: QueuingCursor = self.connection.cursor(factory=QueuingCursor)
        cursor.wrapper = self
        return cursor

    @property
    def patience(self) -> float:
        """Return how many seconds a writer waits."""
        return float(self.settings_dict["OPTIONS"].get("timeout", PATIENCE))

    @contextmanager
    def one_turn(self) -> Iterator[None]:
        """Hold the turn for one statement."""
        turn, waited = self._take_turn()
        try:
            with self._shorter_patience(waited):
                yield
        finally:
            turn.end()

    def _take_turn(self) -> tuple[Turn, float]:
        queue = queue_of(str(self.settings_dict["NAME"]))
        waited = queue.take(self.patience)
        if waited is None:
            raise WaitedTooLong("database is locked: other writers were not done in time")
        return Turn(self, queue), waited

    @contextmanager
    def _shorter_patience(self, waited: float) -> Iterator[None]:
        """Count the wait in the queue, so that both waits together last as long as one may."""
        if waited < WORTH_COUNTING or self.connection is None:
            yield
            return
        rest = max(int((self.patience - waited) * 1000), 0)
        self.connection.execute(f"PRAGMA busy_timeout = {rest}")
        try:
            yield
        finally:
            self.connection.execute(f"PRAGMA busy_timeout = {int(self.patience * 1000)}")

    def _start_transaction_under_autocommit(self) -> None:
        turn, waited = self._take_turn()
        try:
            with self._shorter_patience(waited):
                super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            turn.end()
            raise
        self.turn = turn

    def _commit(self) -> None:
        # A COMMIT that fails leaves the transaction open: Django then rolls it back, which ends the turn.
        super()._commit()  # type: ignore[misc]
        self._end_turn()

    def _rollback(self) -> None:
        super()._rollback()  # type: ignore[misc]
        self._end_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._end_turn()

    def _end_turn(self) -> None:
        if self.turn is not None:
            turn, self.turn = self.turn, None
            turn.end()


@lru_cache(maxsize=2_000)
def _converted(query: str) -> str:
    # Django's own translation, which reads nothing of its cursor.
    converted: str = base.SQLiteCursorWrapper.convert_query(None, query)  # type: ignore[arg-type]
    return converted


def _reads(query: str) -> bool:
    return query.lstrip()[:9].upper().startswith(READS)
