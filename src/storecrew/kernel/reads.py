"""Reading rows by a statement that is compiled once, where thousands of shoppers do it at once.

Django builds the SQL of a queryset anew each time, which costs ten times what running it does (1.5 ms against
0.1 ms for the price of a cart line). ``compiled_once`` keeps the queryset as the description, so columns,
joins and conversions come from the models, and builds its SQL once per kind of arguments:

    @compiled_once
    def _lines(cart_id: int) -> QuerySet[CartLine]:
        return CartLine.objects.filter(cart_id=cart_id).order_by("pk")

    rows = _lines(cart_id=7)    # a list

How: the function is called with stand-ins, values that occur nowhere else; where one of them appears among
the parameters of the finished SQL, there belongs the argument. So the function may put its arguments into
filters only, unchanged; one that does more is refused when it is first used.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from functools import update_wrapper
from typing import Any, NamedTuple, NoReturn

from django.core.exceptions import EmptyResultSet
from django.db import connection, models
from django.db.models import query as django_query

Build = Callable[..., "models.QuerySet[Any, Any]"]
Shape = Callable[[Sequence[Any]], Any]
Place = tuple[str, int | None]

# Longer lists are rare where this is used, and Django handles what a database takes in one statement.
LONGEST_LIST = 128
# Fits every column of numbers but the smallest.
_FIRST_NUMBER = 2_100_000_000
_FIRST_MOMENT = dt.datetime(9000, 1, 1, tzinfo=dt.UTC)


class Plan(NamedTuple):
    """A finished statement: fixed parameters stand as they are, arguments as (name, place in the list)."""

    sql: str
    parameters: tuple[tuple[Place | None, Any], ...]
    converters: tuple[tuple[int, tuple[Callable[..., Any], ...], Any], ...]
    shape: Shape | None


class compiled_once:  # noqa: N801 - it is used as a decorator
    """Make a function that returns a queryset into one that returns its rows (see the module)."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self._plans: dict[Any, Plan] = {}
        update_wrapper(self, build)

    def __call__(self, **arguments: Any) -> list[Any]:
        """Run the statement; lists among the arguments may be of any length."""
        given = {name: _listed(value) for name, value in arguments.items()}
        kinds = tuple((name, _kind(value)) for name, value in given.items())
        if any(kind is None for _, kind in kinds):
            return list(self.build(**arguments))
        key = (connection.vendor, kinds)
        if key not in self._plans:
            self._plans[key] = _plan(self.build, given)
        return _run(self._plans[key], given)

    def first(self, **arguments: Any) -> Any:
        """Return the first row, or None."""
        rows = self(**arguments)
        return rows[0] if rows else None


def _listed(value: Any) -> Any:
    """Fill a list up to the next power of two with its last value, so that few lengths occur."""
    if isinstance(value, str) or not hasattr(value, "__iter__"):
        return value
    items = list(value)
    return items + items[-1:] * ((1 << (len(items) - 1).bit_length()) - len(items)) if items else items


def _kind(value: Any) -> Any:
    """Return what the SQL depends on: type, length, and the value itself where it is written into the SQL.

    None means that Django has to do it.
    """
    if value is None or isinstance(value, bool):
        return ("is", value)
    if isinstance(value, list):
        kinds = {type(item) for item in value}
        if not 0 < len(value) <= LONGEST_LIST or len(kinds) != 1:
            return None
        kind = kinds.pop()
        return (kind, len(value)) if issubclass(kind, int | str) else None
    return (type(value), 1) if isinstance(value, int | str | dt.date) else None


def _plan(build: Build, given: dict[str, Any]) -> Plan:
    stand_ins: dict[Any, Place] = {}
    questions = {name: _stand_in(name, value, stand_ins) for name, value in given.items()}
    queryset = build(**questions)
    if queryset._prefetch_related_lookups:  # type: ignore[attr-defined]
        _refuse(build, "prefetches")
    compiler = queryset.query.get_compiler(connection=connection)
    try:
        sql, values = compiler.as_sql()
    except EmptyResultSet:
        # Django knows that a stand-in lies beyond the column's numbers.
        _refuse(build, "compares a number with a column of small numbers")
    known = {_ready(value): place for value, place in stand_ins.items()}
    parameters = tuple((_place(known, value), value) for value in values)
    if {place for place, _ in parameters if place} != set(stand_ins.values()):
        _refuse(build, "does more with an argument than putting it into a filter")
    columns = [column for column, _, _ in compiler.select]
    found = compiler.get_converters(columns)
    converters = tuple((place, tuple(convert), column) for place, (convert, column) in found.items())
    return Plan(sql, parameters, converters, _shape(queryset, compiler))


def _refuse(build: Build, why: str) -> NoReturn:
    raise TypeError(f"{build.__qualname__} {why}, so its statement cannot be compiled once")


def _stand_in(name: str, value: Any, known: dict[Any, Place]) -> Any:
    """Return a value of the same type that occurs nowhere else, and note whose place it holds."""
    if isinstance(value, list):
        return [_note(known, item, (name, place)) for place, item in enumerate(value)]
    return value if value is None or isinstance(value, bool) else _note(known, value, (name, None))


def _note(known: dict[Any, Place], value: Any, place: Place) -> Any:
    number = len(known)
    made: Any
    if isinstance(value, int):
        made = _FIRST_NUMBER + number
    elif isinstance(value, str):
        made = f"\x01stand-in {number}\x01"
    else:
        moment = _FIRST_MOMENT + dt.timedelta(days=number)
        made = moment if isinstance(value, dt.datetime) else moment.date()
    known[made] = place
    return made


def _place(known: dict[Any, Place], value: Any) -> Place | None:
    return known.get(value) if isinstance(value, int | str | dt.date) else None


def _ready(value: Any) -> Any:
    """Return a value as the driver takes it."""
    if isinstance(value, dt.datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, dt.date):
        return connection.ops.adapt_datefield_value(value)
    return value


def _shape(queryset: models.QuerySet[Any, Any], compiler: Any) -> Shape | None:
    """Return what makes a row of the database the row that the queryset gives; None for a tuple as it is."""
    kind = queryset._iterable_class
    if kind is django_query.ValuesListIterable:
        return None
    if kind is django_query.FlatValuesListIterable:
        return lambda row: row[0]
    if kind is django_query.ValuesIterable:
        query = queryset.query
        names = list(query.selected or (*query.values_select, *query.annotation_select))
        return lambda row: dict(zip(names, row, strict=True))
    return _instances(compiler)


def _instances(compiler: Any) -> Shape:
    info, select = compiler.klass_info, compiler.select
    model, places = info["model"], info["select_fields"]
    start, end = places[0], places[-1] + 1
    names = [column.target.attname for column, _, _ in select[start:end]]
    related = django_query.get_related_populators(info, select, connection.alias)  # type: ignore[call-arg]

    def instance(row: Sequence[Any]) -> models.Model:
        made: models.Model = model.from_db(connection.alias, names, row[start:end])
        for each in related:
            each.populate(row, made)
        return made

    return instance


def _run(plan: Plan, given: dict[str, Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(plan.sql, list(_bound(plan, given)))
        rows: list[Any] = cursor.fetchall()
    if plan.converters:
        rows = [_converted(plan, row) for row in rows]
    return rows if plan.shape is None else [plan.shape(row) for row in rows]


def _bound(plan: Plan, given: dict[str, Any]) -> Iterator[Any]:
    wide = _wide_integer() if connection.vendor == "postgresql" else None
    for place, value in plan.parameters:
        if place is not None:
            name, index = place
            value = _ready(given[name] if index is None else given[name][index])
        yield wide(value) if wide and type(value) is int else value


def _wide_integer() -> Callable[[int], Any]:
    # One type for all numbers, as in `rows`: one prepared statement instead of one per size of number.
    from psycopg.types.numeric import Int8

    return Int8


def _converted(plan: Plan, row: Sequence[Any]) -> tuple[Any, ...]:
    values = list(row)
    for place, converters, column in plan.converters:
        for convert in converters:
            values[place] = convert(values[place], column, connection)
    return tuple(values)
