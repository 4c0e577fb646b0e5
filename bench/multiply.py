"""A thousand products written again and again: the rows that they made, with other ids and unique texts.

The product's own operations make the first ones; a hundred thousand of them would take as long as the
benchmarks themselves. Rows go in by COPY or executemany, so a database is as full as after real operations,
and only the texts repeat.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import connection, models

from bench.sameness import Bare, Repeater, Sample, TableRows, bare_connection, our_models

# A signed chain and a queue of events cannot be written twice, and no figure reads them.
LEFT_OUT = ("audit_", "outbox_")


def again(sample: Sample, times: int, told: Callable[[int], object]) -> None:
    """Write a sample's rows so many times; ``told`` hears how many are done."""
    tables = tuple(table for table in sample.tables if not table.table.startswith(LEFT_OUT))
    wanted = Sample(tables, sample.statements)
    bare = bare_connection()
    repeater = Repeater(wanted, _first_free())
    with bare:
        for number in range(times):
            if connection.vendor == "sqlite":
                bare.execute("BEGIN IMMEDIATE")
            for table in tables:
                _write(bare, table, repeater.rows(table, number))
            if connection.vendor == "sqlite":
                bare.execute("COMMIT")
            told(number + 1)
        if connection.vendor == "postgresql":
            for table in tables:
                _follow(bare, table.table)
    bare.close()


def _first_free() -> int:
    last = [model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0 for model in our_models()]
    return int(max(last)) + 1


def _write(bare: Bare, table: TableRows, rows: Iterable[Sequence[Any]]) -> None:
    columns = ", ".join(f'"{column}"' for column in table.columns)
    if connection.vendor == "postgresql":
        with bare.cursor() as cursor, cursor.copy(f'COPY "{table.table}" ({columns}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(table.columns))
    bare.executemany(f'INSERT INTO "{table.table}" ({columns}) VALUES ({marks})', rows)


def _follow(bare: Bare, table: str) -> None:
    """Let PostgreSQL count on from the ids that were given here."""
    bare.execute(
        f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), (SELECT MAX(id) FROM \"{table}\"))"
    )
