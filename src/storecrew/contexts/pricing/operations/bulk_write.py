"""Rows into a table at the speed of the database, past the ORM's objects.

Importers set tens of thousands of prices in a second; here the statement is prepared once and the rows
travel as plain tuples (SQLite) or as arrays in one statement (PostgreSQL).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.db.models import Model


def insert(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows; the columns are attribute names of the model such as ``variant_id``."""
    _write(model, columns, rows, "")


def upsert(
    model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], *, key: Sequence[str]
) -> None:
    """Insert rows, or overwrite the other columns where the unique ``key`` exists."""
    names = [name for name in columns if name not in key]
    quote = connection.ops.quote_name
    assignments = ", ".join(f"{quote(name)} = excluded.{quote(name)}" for name in names)
    conflict = f" ON CONFLICT ({', '.join(map(quote, key))}) DO UPDATE SET {assignments}"
    _write(model, columns, rows, conflict)


def _write(model: type[Model], columns: Sequence[str], rows: Sequence[tuple[Any, ...]], tail: str) -> None:
    if not rows:
        return
    fields = [
        model._meta.get_field(name.removesuffix("_id") if name.endswith("_id") else name) for name in columns
    ]
    quote = connection.ops.quote_name
    target = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            arrays = ", ".join(f"%s::{_array_type(field)}[]" for field in fields)
            # Only names of our own models are put into the statement; values travel as parameters.
            cursor.execute(
                f"INSERT INTO {target} SELECT * FROM unnest({arrays}){tail}",  # noqa: S608
                [list(column) for column in zip(*rows, strict=True)],
            )
            return
        holders = ", ".join(["%s"] * len(columns))
        adapted = _adapt(fields, rows)
        cursor.executemany(f"INSERT INTO {target} VALUES ({holders}){tail}", adapted)  # noqa: S608


def _array_type(field: Any) -> str:
    kind = field.rel_db_type(connection) if field.is_relation else field.db_type(connection)
    return str(kind)


def _adapt(fields: Sequence[Any], rows: Sequence[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Turn instants into the text that SQLite stores; one value is shared by all rows of a call."""
    instants = [index for index, field in enumerate(fields) if field.get_internal_type() == "DateTimeField"]
    if not instants:
        return list(rows)
    texts: dict[Any, Any] = {}
    adapted = []
    for row in rows:
        values = list(row)
        for index in instants:
            value = values[index]
            if value not in texts:
                texts[value] = connection.ops.adapt_datetimefield_value(value)
            values[index] = texts[value]
        adapted.append(tuple(values))
    return adapted
