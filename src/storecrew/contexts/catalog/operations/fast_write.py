"""Writing many rows at once: COPY on PostgreSQL, one prepared statement on SQLite.

The rows are plain dictionaries of all columns, their ids are taken beforehand, so that children can
be written without reading their parents back.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models

Row = dict[str, Any]


def reserve_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that no other row will get. Must run inside the transaction that uses them."""
    if not count:
        return []
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
                [f'"{table}"', count],
            )
            return [row[0] for row in cursor.fetchall()]
        # The transaction is IMMEDIATE: nobody else can insert before it ends.
        cursor.execute(
            f"SELECT MAX((SELECT COALESCE(MAX(id), 0) FROM {_quote(table)}), "  # noqa: S608 - names of our own tables
            "COALESCE((SELECT seq FROM sqlite_sequence WHERE name = %s), 0))",
            [table],
        )
        first = cursor.fetchone()[0] + 1
    return list(range(first, first + count))


def insert_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows that all have the same keys (attribute names of columns, ``id`` included or not)."""
    if not rows:
        return
    names = list(rows[0])
    columns = ", ".join(_quote(_field(model, name).column) for name in names)
    values = _prepared(model, names, rows)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {_quote(model._meta.db_table)} ({columns}) FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(
            f"INSERT INTO {_quote(model._meta.db_table)} ({columns}) VALUES ({marks})",  # noqa: S608
            list(values),
        )


def update_rows(model: type[models.Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Write the named columns of rows by their ``id``."""
    if not rows:
        return
    assignments = ", ".join(f"{_quote(_field(model, name).column)} = %s" for name in names)
    statement = f"UPDATE {_quote(model._meta.db_table)} SET {assignments} WHERE id = %s"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, list(_prepared(model, [*names, "id"], rows)))


def _prepared(
    model: type[models.Model], names: Sequence[str], rows: Iterable[Row]
) -> Iterable[tuple[Any, ...]]:
    converters = [_converter(_field(model, name)) for name in names]
    pairs = [(name, convert) for name, convert in zip(names, converters, strict=True)]
    for row in rows:
        yield tuple(row[name] if convert is None else convert(row[name]) for name, convert in pairs)


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    if isinstance(field, models.JSONField):
        return _json
    if isinstance(field, models.DateTimeField) and connection.vendor != "postgresql":
        return connection.ops.adapt_datetimefield_value
    return None


def _json(value: Any) -> str:
    if value == {}:
        return "{}"
    if value == []:
        return "[]"
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)


def _field(model: type[models.Model], name: str) -> models.Field[Any, Any]:
    if name.endswith("_id"):
        name = name.removesuffix("_id")
    return model._meta.get_field(name)  # type: ignore[return-value]


def _quote(name: str | None) -> str:
    return connection.ops.quote_name(name or "")
