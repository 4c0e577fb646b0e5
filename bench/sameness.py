"""The same rows again by bare SQL: what a hand-written program would do for the same facts.

A call is watched once; the rows that it wrote become INSERT statements, one per table, in which only ids and
unique texts differ from one run to the next.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.db import connection, models

Bare = Any  # a psycopg or sqlite3 connection


def our_models() -> list[type[models.Model]]:
    """Return the product's tables that have a running number, those that others refer to first."""
    found = [
        model
        for model in apps.get_models()
        if model.__module__.startswith("storecrew.")
        and model._meta.managed
        and isinstance(model._meta.pk, models.AutoField | models.BigAutoField)
    ]
    return _parents_first(found)


def _parents_first(found: list[type[models.Model]]) -> list[type[models.Model]]:
    ordered: list[type[models.Model]] = []

    def visit(model: type[models.Model], above: tuple[type[models.Model], ...]) -> None:
        for field in model._meta.concrete_fields:
            parent = field.related_model
            if parent in found and parent not in ordered and parent not in above and parent is not model:
                visit(parent, (*above, model))
        if model not in ordered:
            ordered.append(model)

    for model in found:
        visit(model, ())
    return ordered


@dataclass(frozen=True, slots=True)
class TableRows:
    """Rows of one table: `fresh` are columns with an id (by the table it is of), `unique` unique texts."""

    table: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    fresh: Mapping[int, str]
    unique: frozenset[int]


@dataclass(frozen=True, slots=True)
class Sample:
    """What one call wrote, and with how many statements."""

    tables: tuple[TableRows, ...]
    statements: int

    def ids(self, table: str) -> list[int]:
        """Return the ids that the call gave to rows of a table."""
        return [row[0] for each in self.tables if each.table == table for row in each.rows]


def watch(call: Callable[[], object]) -> Sample:
    """Make a call and return what it wrote."""
    from django.test.utils import CaptureQueriesContext

    found = our_models()
    last = {model: _last_id(model) for model in found}
    with CaptureQueriesContext(connection) as captured:
        call()
    tables = tuple(rows for model in found if (rows := _rows(model, last[model])))
    return Sample(tables, len(captured))


def _last_id(model: type[models.Model]) -> int:
    return int(model._base_manager.aggregate(last=models.Max("pk"))["last"] or 0)


def _rows(model: type[models.Model], last: int) -> TableRows | None:
    fields = list(model._meta.concrete_fields)
    as_text = {"jsonb"} if connection.vendor == "postgresql" else set()
    named = [
        f'"{field.column}"::text' if field.db_type(connection) in as_text else f'"{field.column}"'
        for field in fields
    ]
    table = model._meta.db_table
    with bare_connection() as bare:
        mark = "%s" if connection.vendor == "postgresql" else "?"
        query = f'SELECT {", ".join(named)} FROM "{table}" WHERE id > {mark} ORDER BY id'
        rows = bare.execute(query, (last,)).fetchall()
    if not rows:
        return None
    fresh = {0: table}
    fresh |= {
        place: field.related_model._meta.db_table
        for place, field in enumerate(fields)
        if field.related_model is not None
    }
    unique = frozenset(
        place for place, field in enumerate(fields) if field.unique and isinstance(field, models.CharField)
    )
    return TableRows(table, tuple(field.column for field in fields), tuple(map(tuple, rows)), fresh, unique)


class Repeater:
    """Writes a sample's rows again and again, with ids from `first` on."""

    def __init__(self, sample: Sample, first: int) -> None:
        self._first = first
        self._size = max(len(table.rows) for table in sample.tables)
        self._new = {
            (table.table, row[0]): place for table in sample.tables for place, row in enumerate(table.rows)
        }
        self._tables = [(_insert(table), table) for table in sample.tables]

    def id_of(self, table: str, sampled: int, number: int) -> int:
        """Return the id that a sampled row has in repetition `number`."""
        return self._first + number * self._size + self._new[table, sampled]

    def write(self, bare: Bare, number: int) -> None:
        """Insert all rows, one statement per table, in the caller's transaction."""
        for statement, table in self._tables:
            bare.execute(statement, [value for row in self.rows(table, number) for value in row])

    def rows(self, table: TableRows, number: int) -> Iterator[list[Any]]:
        """Yield the rows of a table in repetition ``number``."""
        first = self._first + number * self._size
        for row in table.rows:
            values = list(row)
            for place, of in table.fresh.items():
                known = self._new.get((of, values[place]))
                if known is not None:
                    values[place] = first + known
            for place in table.unique:
                if values[place] is not None:
                    values[place] = f"{values[place][:24]}-{first:x}"
            yield values


def _insert(table: TableRows) -> str:
    mark = "%s" if connection.vendor == "postgresql" else "?"
    row = f"({', '.join([mark] * len(table.columns))})"
    columns = ", ".join(f'"{column}"' for column in table.columns)
    return f'INSERT INTO "{table.table}" ({columns}) VALUES {", ".join([row] * len(table.rows))}'


def bare_connection() -> Bare:
    """Return a connection of the driver, as durable as the product's and without Django around it."""
    database = settings.DATABASES["default"]
    if connection.vendor == "postgresql":
        return psycopg.connect(
            dbname=database["NAME"], user=database["USER"] or None, password=database["PASSWORD"] or None,
            host=database["HOST"] or None, port=database["PORT"] or None, autocommit=True,
        )  # fmt: skip
    bare = sqlite3.connect(database["NAME"], timeout=20, isolation_level=None, check_same_thread=False)
    bare.executescript(database["OPTIONS"]["init_command"])
    return bare
