"""Writing and claiming rows with one statement, where thousands of shoppers do it at once.

`Model.objects.create` and `bulk_create` build their statement anew each time, which costs more than running
it. Here it is compiled once per table and number of rows. Columns, order and conversions come from the model,
so they cannot drift from it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar

from django.db import connection, models, transaction

from storecrew.kernel.said_field import SaidField

Convert = Callable[[Any], Any]
# Below what either database takes in one statement.
MOST_VALUES = 30_000
# From so many rows on, PostgreSQL takes each column as one array: reading as many placeholders costs more.
ARRAYS_FROM = 20
Row = TypeVar("Row", bound=models.Model)


def insert(rows: Sequence[models.Model], *, once_per: str | tuple[str, ...] = ()) -> int:
    """Insert new rows of one model, give them their ids, and return how many were written.

    One statement for as many as a database takes in one. ``once_per`` names a unique column, or several that
    are unique together: a row that meets an earlier one with the same values is then not written and keeps
    no id. Signals are not sent.

    :raises IntegrityError: a constraint refuses a row
    """
    if not rows:
        return 0
    columns = _columns(type(rows[0]), connection.vendor)
    once = (once_per,) if isinstance(once_per, str) else once_per
    most = MOST_VALUES // len(columns)
    if len(rows) <= most:
        return _insert(rows, columns, once)
    with transaction.atomic(savepoint=False):
        return sum(_insert(rows[start : start + most], columns, once) for start in range(0, len(rows), most))


def _insert(
    rows: Sequence[models.Model], columns: tuple[tuple[str, Convert | None], ...], once: tuple[str, ...]
) -> int:
    values: list[Any] = []
    if connection.vendor == "postgresql" and len(rows) >= ARRAYS_FROM:
        statement = _statement_of_arrays(type(rows[0]), once)
        values = [_ready([row.__dict__[name] for row in rows], convert) for name, convert in columns]
    else:
        statement = _statement(type(rows[0]), len(rows), once)
        for row in rows:
            state = row.__dict__
            values += [
                convert(state[name]) if convert is not None and state[name] is not None else state[name]
                for name, convert in columns
            ]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        ids = [each for (each,) in cursor.fetchall()]
    if len(ids) == len(rows):
        for row, each in zip(rows, ids, strict=True):
            row.pk = each
            row._state.adding = False
            row._state.db = connection.alias
    return len(ids)


def _ready(values: list[Any], convert: Convert | None) -> list[Any]:
    if convert is None:
        return values
    return [value if value is None else convert(value) for value in values]


def save(rows: Sequence[models.Model], names: Sequence[str]) -> None:
    """Write the named columns of rows of one model that are there, in the transaction of the caller.

    One prepared statement for all of them; `bulk_update` names each row in each column. No signals are sent.

    :raises IntegrityError: a constraint refuses a row
    """
    if not rows:
        return
    model = type(rows[0])
    columns = [each for each in _columns(model, connection.vendor) if each[0] in set(names)]
    if len(columns) != len(names):
        raise TypeError(f"{model.__name__} has no columns of its own named like this: {', '.join(names)}")
    values = [
        (*(_ready([row.__dict__[name]], convert)[0] for name, convert in columns), row.pk) for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(_statement_of_columns(model, tuple(name for name, _convert in columns)), values)


def change(
    model: type[Row],
    row_id: int | None,
    *,
    only_if: Mapping[str, Collection[Any]],
    count_up: str = "",
    **values: Any,
) -> Row | None:
    """Change one row while its columns hold one of the values named; return it as it then is, or None.

    One statement: of two callers that want the same change one gets the row and the other None. Columns
    are named as on the model (``order_id``, not ``order``). Without an id ``only_if`` has to name a unique
    column. ``count_up`` is a column that becomes one more, such as a version.
    """
    ready = dict(_columns(model, connection.vendor))
    given = [
        convert(value) if (convert := ready[name]) is not None and value is not None else value
        for name, value in values.items()
    ]
    allowed = [value for collection in only_if.values() for value in collection]
    shape = tuple((name, len(collection)) for name, collection in only_if.items())
    with connection.cursor() as cursor:
        by_id = [] if row_id is None else [row_id]
        statement = _update(model, tuple(values), shape, count_up, bool(by_id))
        cursor.execute(statement, [*given, *by_id, *allowed])
        found = cursor.fetchone()
    return None if found is None else _instance(model, found)


def _instance(model: type[Row], found: Sequence[Any]) -> Row:
    readers = _readers(model, connection.vendor)
    values = list(found)
    for place, (column, converters) in enumerate(readers):
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    names = [field.attname for field in model._meta.concrete_fields]
    return model.from_db(connection.alias, names, values)


@lru_cache(maxsize=256)
def _update(
    model: type[models.Model],
    changed: tuple[str, ...],
    shape: tuple[tuple[str, int], ...],
    count_up: str,
    by_id: bool,
) -> str:
    quote = connection.ops.quote_name
    column = {field.attname: quote(str(field.column)) for field in model._meta.concrete_fields}
    conditions = [f"{quote(str(model._meta.pk.column))} = %s"] if by_id else []
    conditions += [f"{column[name]} IN ({', '.join(['%s'] * count)})" for name, count in shape]
    changes = [f"{column[name]} = %s" for name in changed]
    changes += [f"{column[count_up]} = {column[count_up]} + 1"] if count_up else []
    return (
        f"UPDATE {quote(model._meta.db_table)} "  # noqa: S608
        f"SET {', '.join(changes)} WHERE {' AND '.join(conditions)} "
        f"RETURNING {', '.join(column.values())}"
    )


@lru_cache(maxsize=64)
def _statement_of_columns(model: type[models.Model], names: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    column = {field.attname: quote(field.column) for field in _fields(model)}
    changes = ", ".join(f"{column[name]} = %s" for name in names)
    key = quote(str(model._meta.pk.column))
    return f"UPDATE {quote(model._meta.db_table)} SET {changes} WHERE {key} = %s"  # noqa: S608


@lru_cache(maxsize=64)
def _readers(model: type[models.Model], vendor: str) -> tuple[tuple[Any, tuple[Any, ...]], ...]:
    """Return for each column what turns the driver's value into the model's."""
    columns = [field.get_col(model._meta.db_table) for field in model._meta.concrete_fields]
    return tuple(
        (column, (*connection.ops.get_db_converters(column), *column.get_db_converters(connection)))
        for column in columns
    )


@lru_cache(maxsize=256)
def _statement(model: type[models.Model], count: int, once: tuple[str, ...]) -> str:
    fields = _fields(model)
    row = f"({', '.join(['%s'] * len(fields))})"
    return _around(model, f"VALUES {', '.join([row] * count)}", once)


@lru_cache(maxsize=64)
def _statement_of_arrays(model: type[models.Model], once: tuple[str, ...]) -> str:
    # Without their lengths: a cast to a length would cut texts short in silence, the column refuses them.
    kinds = [str(field.db_type(connection)).split("(")[0] for field in _fields(model)]
    return _around(model, f"SELECT * FROM UNNEST({', '.join(f'(%s)::{kind}[]' for kind in kinds)})", once)  # noqa: S608


def _around(model: type[models.Model], source: str, once: tuple[str, ...]) -> str:
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in _fields(model))
    return (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns}) {source} "
        + (f"ON CONFLICT ({', '.join(map(quote, once))}) DO NOTHING " if once else "")
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
    if isinstance(kind, SaidField):
        return kind.get_prep_value
    if isinstance(kind, models.BooleanField | models.CharField | models.TextField):
        return None
    if isinstance(kind, models.IntegerField):
        return _wide_integer() if vendor == "postgresql" else None
    if isinstance(kind, models.DateTimeField):
        # Moments have their zone (the clock gives no others), so nothing is left to check.
        return None if vendor == "postgresql" else connection.ops.adapt_datetimefield_value
    return lambda value: field.get_db_prep_save(value, connection)


def _wide_integer() -> Convert:
    # The driver types a number by its size. One type for all of them keeps a statement one prepared
    # statement, instead of one for every mix of small and large numbers.
    from psycopg.types.numeric import Int8

    return Int8
