"""Sequence numbers: unique; without gaps where the law wants it, without waiting where it does not."""

from __future__ import annotations

from django.db import connection

__all__ = ["next_number", "next_quick_number"]


def next_number(name: str, *, first: int = 1) -> int:
    """Take the next number under a name, inside the caller's transaction.

    One statement, so that two transactions never get the same number; the second waits for the first. A
    rolled-back transaction gives its number back. Take it late: the row stays locked until commit.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO sequence_sequence (name, last) VALUES (%s, %s) "
            "ON CONFLICT (name) DO UPDATE SET last = sequence_sequence.last + 1 RETURNING last",
            [name, first],
        )
        return int(cursor.fetchone()[0])


def next_quick_number(name: str, *, first: int = 1) -> int:
    """Take the next number under a name without waiting for others; a rollback leaves a gap.

    For numbers that thousands of transactions take at once, such as order numbers: the row of
    `next_number` would make them wait for each other until each has committed. PostgreSQL has sequences
    for this; SQLite has one writer at a time anyway.
    """
    if connection.vendor != "postgresql":
        return next_number(name, first=first)
    sequence = f"storecrew_number_{name}"
    with connection.cursor() as cursor:
        # A sequence that does not exist yet gives NULL instead of an error that ends the transaction.
        cursor.execute("SELECT nextval(to_regclass(%s))", [sequence])
        number = cursor.fetchone()[0]
        if number is None:
            if not sequence.replace("_", "").isalnum():
                raise ValueError(f"{name!r} is not a name for a sequence")
            # Made by the first who needs it: the others wait here until that transaction has ended.
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [sequence])
            cursor.execute("SELECT max(last) FROM sequence_sequence WHERE name = %s", [name])
            start = max(first, (cursor.fetchone()[0] or 0) + 1)
            cursor.execute(f'CREATE SEQUENCE IF NOT EXISTS "{sequence}" START {start:d}')
            cursor.execute("SELECT nextval(to_regclass(%s))", [sequence])
            number = cursor.fetchone()[0]
    return int(number)
