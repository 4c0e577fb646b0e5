"""What a slow factory wrote, written again in one go by the tests that start from the same.

The first test of a process that starts from an empty database really runs the factory; its rows are kept.
Later ones get the same rows, by plain INSERTs on SQLite and by COPY on PostgreSQL. A test that wrote
something before runs the factory itself; tests that really commit have rows of their own, because a commit
carries out what was put off until then. A process that a test forks keeps nothing: it ends too soon.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Hashable
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import connection, transaction

from storecrew.kernel import clock

T = TypeVar("T")
State = dict[str, int]
Rows = list[Any]


class Remembered(NamedTuple):
    """The state that the factory started from, the rows it added by table, and what it returned."""

    before: State
    rows: dict[str, Rows]
    result: Any


_PROCESS = os.getpid()
_KEPT: dict[tuple[Hashable, ...], Remembered] = {}


def remembered(make: Callable[[], T], *key: Hashable) -> T:
    """Return what ``make`` returns, with its rows in the database; ``key`` says which factory with what."""
    if os.getpid() != _PROCESS:
        return make()
    name = (clock.held(), connection.in_atomic_block, *key)
    kept, before = _KEPT.get(name), _state()
    if kept is None:
        return _kept(name, before, make)
    if kept.before != before:
        return make()
    with transaction.atomic():
        _write(kept.rows)
    result: T = kept.result
    return result


def _kept(name: tuple[Hashable, ...], before: State, make: Callable[[], T]) -> T:
    old = {table: _read(table) for table in before}
    result = make()
    added = _added(old)
    if added is not None:
        _KEPT[name] = Remembered(before, added, result)
    return result


def _state() -> State:
    """Return how many rows each table has, of those that have any."""
    found: State = {}
    with connection.cursor() as cursor:
        for question in _questions():
            cursor.execute(question)
            found |= {table: count for table, count in cursor.fetchall() if count}
    return found


@cache
def _questions() -> list[str]:
    """Return statements that count the rows of all tables, 200 in one."""
    quoted = connection.ops.quote_name
    tables = sorted(connection.introspection.django_table_names(only_existing=False))
    asked = [f"SELECT '{table}', COUNT(*) FROM {quoted(table)}" for table in tables]
    return [" UNION ALL ".join(asked[start : start + 200]) for start in range(0, len(asked), 200)]


def _added(old: dict[str, Rows]) -> dict[str, Rows] | None:
    """Return the rows that are new by table; None when rows that were there before are others now."""
    found = {}
    for table in _state():
        known, rows = set(old.get(table, ())), _read(table)
        if not known <= set(rows):
            return None
        if new := [row for row in rows if row not in known]:
            found[table] = new
    return found


def _read(table: str) -> Rows:
    """Return the rows of a table as the database writes them down."""
    name = connection.ops.quote_name(table)
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(f"SELECT * FROM {name}")
            return [tuple(row) for row in cursor.fetchall()]
        with cursor.copy(f"COPY {name} TO STDOUT") as copied:
            return b"".join(bytes(part) for part in copied).splitlines(keepends=True)


def _write(rows: dict[str, Rows]) -> None:
    with connection.cursor() as cursor:
        for table, found in rows.items():
            name = connection.ops.quote_name(table)
            if connection.vendor != "postgresql":
                marks = ", ".join(["%s"] * len(found[0]))
                cursor.executemany(f"INSERT INTO {name} VALUES ({marks})", found)
                continue
            with cursor.copy(f"COPY {name} FROM STDIN") as copied:
                copied.write(b"".join(found))
