"""The parts of a list: columns, cells, tabs, and the state of a list in an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.utils.functional import Promise

from storecrew.surfaces.ui.backoffice import filters
from storecrew.surfaces.ui.backoffice.filters import FilterState

Text = str | Promise


@dataclass(frozen=True)
class Column:
    """One column. `value` is an attribute path ("role.name") or a function of the row.

    `kind` chooses how the cell looks: text, number, signed, money, date, datetime, boolean, status, image,
    tags. A status value is a `Status`. `sort` is the lookup to order by. A column with a `permission` is left
    out of screen, export and sorting for people without it (AUT-05).
    """

    key: str
    label: Text
    value: str | Callable[[Any], Any] = ""
    kind: str = "text"
    sort: str = ""
    default: bool = True
    primary: bool = False
    permission: str = ""
    export: Callable[[Any], Any] | None = None

    def of(self, row: Any) -> Any:
        """Return the value of this column in a row."""
        return _value(row, self.value or self.key)

    def exported(self, row: Any) -> Any:
        """Return the value as data for a file."""
        value = self.export(row) if self.export else self.of(row)
        return value.label if isinstance(value, Status) else value


@dataclass(frozen=True)
class Status:
    """A word with a tone: "good", "warning", "bad", "neutral" or "info"."""

    label: Text
    tone: str = "neutral"

    def __str__(self) -> str:
        return str(self.label)


@dataclass(frozen=True)
class SystemView:
    """A view that comes with the product, shown as a tab; `query` is an address query."""

    label: Text
    query: str


@dataclass(frozen=True)
class Tab:
    """One tab over the list."""

    label: Text
    href: str
    active: bool
    sharing: str = ""
    view_id: int = 0
    own: bool = False


@dataclass(frozen=True)
class Cell:
    """One cell, ready for the template."""

    column: Column
    value: Any


@dataclass(frozen=True)
class Row:
    """One row, ready for the template."""

    id: Any
    url: str
    title: str
    cells: list[Cell]


@dataclass
class ListState:
    """What the address says about the list."""

    q: str
    page: int
    sort: str
    columns: list[str]
    filters: list[FilterState]
    extra: dict[str, str] = field(default_factory=dict)

    def query(self, **changes: Any) -> str:
        """Return the address query of this state with changes; the first page and blanks are left out."""
        pairs: list[tuple[str, str]] = []
        drop = changes.pop("without", None)
        values = {"q": self.q, "sort": self.sort, "page": self.page if self.page > 1 else ""}
        values |= {"columns": ",".join(self.columns)} | self.extra | changes
        for state in self.filters:
            if state.active and state.filter.key != drop:
                pairs.extend(filters.parameters(state))
        values["page"] = values["page"] if values["page"] != 1 else ""
        pairs.extend((key, str(value)) for key, value in values.items() if value)
        return urlencode(pairs)


def _value(row: Any, path: str | Callable[[Any], Any]) -> Any:
    if callable(path):
        return path(row)
    for part in path.split("."):
        if row is None:
            return None
        row = row.get(part) if isinstance(row, Mapping) else getattr(row, part)
    return row() if callable(row) and not isinstance(row, type) else row
