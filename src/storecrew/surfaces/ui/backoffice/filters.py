"""Filters of lists: each kind has operators, a widget and a way to narrow a queryset.

In the address a filter is `f.<key>=value` with an optional `f.<key>.op=operator` and, for "between",
`f.<key>.to=value`. Values that make no sense are ignored and named in `FilterState.problem`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.days import day_words

Text = str | Promise
Kind = Literal["text", "choice", "number", "money", "date", "boolean"]
Choices = Sequence[tuple[str, Text]]

OPERATORS: dict[Kind, tuple[tuple[str, Text], ...]] = {
    "text": (
        ("contains", _("contains")),
        ("is", _("is exactly")),
        ("starts", _("starts with")),
        ("empty", _("is empty")),
    ),
    "choice": (("in", _("is any of")), ("not", _("is none of"))),
    "number": (
        ("is", _("is")),
        ("min", _("at least")),
        ("max", _("at most")),
        ("between", _("between")),
    ),
    "money": (("min", _("at least")), ("max", _("at most")), ("between", _("between"))),
    "date": (
        ("on", _("on")),
        ("after", _("on or after")),
        ("before", _("before")),
        ("between", _("between")),
        ("last", _("in the last days")),
    ),
    "boolean": (("is", _("is")),),
}
PLAIN = ("in", "is", "on", "between", "last")
"""Comparisons that a colon says as well as a word."""
YES_NO: Choices = (("1", _("yes")), ("0", _("no")))


@dataclass(frozen=True)
class Filter:
    """One filter of a list.

    `field` is the lookup path; `choices` a sequence or a function that returns one, `seen_choices` one of
    who looks, for records that not everybody sees. `apply(rows, op, values)` replaces the built-in
    narrowing where a column is not a plain field. `minor_units` is the number of decimals that people
    type for a money field (2 for EUR, 0 for KRW).
    """

    key: str
    label: Text
    kind: Kind = "text"
    field: str = ""
    choices: Choices | Callable[[], Choices] = ()
    seen_choices: Callable[[Actor], Choices] | None = None
    apply: Callable[[QuerySet[Any], str, list[str]], QuerySet[Any]] | None = None
    permission: str = ""
    minor_units: int = 2
    timezone: str = "UTC"

    def options(self) -> Choices:
        """Return the choices to offer."""
        if self.kind == "boolean":
            return YES_NO
        return self.choices() if callable(self.choices) else self.choices

    def seen_by(self, actor: Actor) -> Filter:
        """Return the filter with the choices of somebody; read when they are shown."""
        seen = self.seen_choices
        return replace(self, choices=lambda: seen(actor)) if seen else self

    def operators(self) -> tuple[tuple[str, Text], ...]:
        """Return the operators to offer, the usual one first."""
        return OPERATORS[self.kind]


@dataclass(frozen=True)
class FilterState:
    """A filter as it stands in an address."""

    filter: Filter
    op: str
    values: list[str] = field(default_factory=list)
    problem: bool = False

    @property
    def active(self) -> bool:
        """Say whether the filter narrows the list."""
        return bool(self.values) and not self.problem

    @property
    def value(self) -> str:
        """Return the first value, for a single input."""
        return self.values[0] if self.values else ""

    @property
    def value_to(self) -> str:
        """Return the second value of "between"."""
        return self.values[1] if len(self.values) > 1 else ""

    def summary(self) -> str:
        """Return the filter in words for its chip."""
        operator = str(dict(self.filter.operators()).get(self.op, ""))
        if self.op == "empty":
            return f"{self.filter.label} {operator}"
        labels = {str(key): str(label) for key, label in self.filter.options()}
        words = [labels.get(value, value) for value in self.values]
        if self.op == "last":
            days = int(self.value)
            words = [ngettext("last %(days)s day", "last %(days)s days", days) % {"days": days}]
        elif self.filter.kind == "date":
            words = [_day(word) for word in words]
        joined = " – ".join(words) if self.op == "between" else ", ".join(words)
        if self.op in PLAIN:
            return f"{self.filter.label}: {joined}"
        return f"{self.filter.label} {operator} {joined}"

    def narrow(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Return the rows that pass."""
        if self.filter.apply:
            return self.filter.apply(rows, self.op, self.values)
        return rows.filter(_condition(self.filter, self.op, self.values))


def _day(word: str) -> str:
    """Write the date of an address ("2026-01-31") as people read it; a number of days stays as it is."""
    try:
        day = dt.date.fromisoformat(word)
    except ValueError:
        return word
    return day_words(day)


def read(filters: Iterable[Filter], query: QueryDict) -> list[FilterState]:
    """Return the state of every filter in an address."""
    return [_read_one(item, query) for item in filters]


def parameters(state: FilterState) -> list[tuple[str, str]]:
    """Return the address parameters of one active filter."""
    name = f"f.{state.filter.key}"
    pairs = [] if state.op == state.filter.operators()[0][0] else [(f"{name}.op", state.op)]
    if state.op == "between":
        return [*pairs, (name, state.value), (f"{name}.to", state.value_to)]
    return [*pairs, *((name, value) for value in state.values)]


def _read_one(item: Filter, query: QueryDict) -> FilterState:
    name = f"f.{item.key}"
    allowed = [op for op, _label in item.operators()]
    op = query.get(f"{name}.op", allowed[0])
    values = [value.strip() for value in query.getlist(name) if value.strip()]
    if op not in allowed:
        op = allowed[0]
    if op == "empty":
        return FilterState(item, op, ["1"])
    if op == "between" and values:
        upper = query.get(f"{name}.to", "").strip()
        values = [values[0], upper] if upper else []
    if item.kind not in ("choice",):
        values = values[: 2 if op == "between" else 1]
    if not values:
        return FilterState(item, op)
    try:
        if item.apply is None:
            _condition(item, op, values)
        known = not item.options() or all(v in {str(k) for k, _l in item.options()} for v in values)
    except (ValueError, InvalidOperation, OverflowError):
        known = False
    return FilterState(item, op, values, problem=not known)


def _condition(item: Filter, op: str, values: list[str]) -> Q:
    return _CONDITIONS[item.kind](item, op, values)


def _text(item: Filter, op: str, values: list[str]) -> Q:
    if op == "empty":
        return Q(**{item.field: ""})
    suffix = {"contains": "icontains", "is": "iexact", "starts": "istartswith"}[op]
    return Q(**{f"{item.field}__{suffix}": values[0]})


def _choice(item: Filter, op: str, values: list[str]) -> Q:
    wanted = Q(**{f"{item.field}__in": values})
    return ~wanted if op == "not" else wanted


def _boolean(item: Filter, _op: str, values: list[str]) -> Q:
    return Q(**{item.field: values[0] == "1"})


def _number(item: Filter, op: str, values: list[str]) -> Q:
    return _range(item.field, op, [_whole(value, 0) for value in values])


def _money(item: Filter, op: str, values: list[str]) -> Q:
    return _range(item.field, op, [_whole(value, item.minor_units) for value in values])


def _range(path: str, op: str, numbers: list[int]) -> Q:
    if op == "between":
        return Q(**{f"{path}__gte": numbers[0], f"{path}__lte": numbers[1]})
    suffix = {"is": "exact", "min": "gte", "max": "lte"}[op]
    return Q(**{f"{path}__{suffix}": numbers[0]})


def _whole(value: str, decimals: int) -> int:
    """Turn what people typed into the stored integer; ValueError when it is none or too large."""
    scaled = Decimal(value).scaleb(decimals)
    if not scaled.is_finite() or scaled != scaled.to_integral_value() or abs(scaled) >= 2**63:
        raise ValueError(value)
    return int(scaled)


def _date(item: Filter, op: str, values: list[str]) -> Q:
    """Days are those of the filter's time zone, half open: the last day counts to its midnight (R11)."""
    zone = item.timezone
    if op == "last":
        days = _whole(values[0], 0)
        if not 0 < days <= 36_500:
            raise ValueError(values[0])
        start = clock.local_day(clock.now(), zone) - dt.timedelta(days=days - 1)
        return Q(**{f"{item.field}__gte": clock.local_midnight(start, zone)})
    days_typed = [dt.date.fromisoformat(value) for value in values]
    first = clock.local_midnight(days_typed[0], zone)
    after_last = clock.local_midnight(days_typed[-1] + dt.timedelta(days=1), zone)
    if op == "after":
        return Q(**{f"{item.field}__gte": first})
    if op == "before":
        return Q(**{f"{item.field}__lt": first})
    return Q(**{f"{item.field}__gte": first, f"{item.field}__lt": after_last})


_CONDITIONS: dict[str, Callable[[Filter, str, list[str]], Q]] = {
    "text": _text,
    "choice": _choice,
    "number": _number,
    "money": _money,
    "date": _date,
    "boolean": _boolean,
}
