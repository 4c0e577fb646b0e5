"""Sequence numbers: unique, without gaps as far as transactions commit."""

from __future__ import annotations

from django.db import connection

__all__ = ["next_number"]


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
