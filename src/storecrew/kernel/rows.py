"""Writing new rows with one statement, where thousands of shoppers do it at once.

`Model.objects.create` and `bulk_create` build their statement anew each time, which costs more than running
it. Here it is compiled once per table and number of rows. Columns, order and conversions come from the model,
so they cannot drift from it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

from django.db import connection, models, transaction

Convert = Callable[[Any], Any]
# Below what either database takes in one statement.
MOST_VALUES = 30_000


def insert(rows: Sequence[models.Model], *, once_per: str = "") -> int:
    """Insert new rows of one model, give them their ids, and return how many were written.

    One statement for as many as a database takes in one. ``once_per`` names a unique column: a row that
    meets an earlier one with the same value is then not written and keeps no id. Signals are not sent.

    :raises IntegrityError: a constraint refuses a row
    """
    if not rows:
        return 0
    columns = _columns(type(rows[0]), connection.vendor)
    most = MOST_VALUES // len(columns)
    if len(rows) <= most:
        return _insert(rows, columns, once_per)
    with transaction.atomic(savepoint=False):
        return sum(
            _insert(rows[start : start + most], columns, once_per) for start in range(0, len(rows), most)
        )


def _insert(rows: Sequence[models.Model], columns: tuple[tuple[str, Convert | None], ...], once: str) -> int:
    values = []
    for row in rows:
        state = row.__dict__
        values += [
            convert(state[name]) if convert is not None and state[name] is not None else state[name]
            for name, convert in columns
        ]
    with connection.cursor() as cursor:
        cursor.execute(_statement(type(rows[0]), len(rows), once), values)
        ids = [each for (each,) in cursor.fetchall()]
    if len(ids) == len(rows):
        for row, each in zip(rows, ids, strict=True):
            row.pk = each
            row._state.adding = False
            row._state.db = connection.alias
    return len(ids)


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], count: int, once_per: str) -> str:
    quote = connection.ops.quote_name
    fields = _fields(model)
    row = f"({', '.join(['%s'] * len(fields))})"
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(quote(field.column) for field in fields)}) "  # noqa: S608
        f"VALUES {', '.join([row] * count)} "
        + (f"ON CONFLICT ({quote(once_per)}) DO NOTHING " if once_per else "")
        + f"RETURNING {quote(str(model._meta.pk.column))}"
    )


@lru_cache(maxsize=64)
def _columns(model: type[models.Model], vendor: str) -> tuple[tuple[str, Convert | None], ...]:
    """Return the name of each value on an instance and how it is made ready for the database."""
    return tuple((field.attname, _conversion(field, vendor)) for field in _fields(model))


def _fields(model: type[models.Model]) -> list[Any]:
    fields = [field for field in model._meta.local_concrete_fields if not field.primary_key]
    for field in fields:
        if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False) or field.generated:
            raise TypeError(f"{field} gets its value from somewhere else; use the model's manager")
    return fields


def _conversion(field: Any, vendor: str) -> Convert | None:
    """Return what turns a value into what the driver takes; None when it is that already."""
    kind = field.target_field if field.is_relation else field
    if isinstance(kind, models.BooleanField | models.CharField | models.TextField):
        return None
    if isinstance(kind, models.IntegerField):
        return _wide_integer() if vendor == "postgresql" else None
    return lambda value: field.get_db_prep_save(value, connection)


def _wide_integer() -> Convert:
    # The driver types a number by its size. One type for all of them keeps a statement one prepared
    # statement, instead of one for every mix of small and large numbers.
    from psycopg.types.numeric import Int8

    return Int8
