"""A pasted table of goods: columns by their headings, in any order, with a preview."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from storecrew.contexts.shipping import public as shipping
from storecrew.surfaces.workspaces.logistics_manager.customs.goods_list import GoodsList

MOST_ROWS = 5000
COLUMNS = {
    "sku": "sku",
    "hs_code": "hs_code",
    "origin": "origin",
    "description": "customs_description",
    "fragile": "fragile",
    "temperature": "temperature",
    "un_number": "un_number",
    "hazard_class": "hazard_class",
    "limited_quantity": "limited_quantity",
}
"""Columns of the list and the fields they fill."""
_FLAGS = ("fragile", "limited_quantity")
_YES = {"yes", "y", "1", "true", "x", "ja", "예", "네"}


class Change(NamedTuple):
    """What a row would do: the article as it would be, and what differs (field, old, new)."""

    goods: shipping.GoodsFacts
    differences: list[tuple[str, Any, Any]]


class Preview(NamedTuple):
    """What a table would do. ``refused`` are (line, words)."""

    changes: list[Change]
    same: int
    refused: list[tuple[int, str]]


def read(text: str) -> Preview:
    """Read a table with a heading row; a column that is left out stays as it is."""
    lines = list(csv.reader(io.StringIO(text.replace("\0", "")), delimiter=_delimiter(text)))
    fields = [_field(name) for name in lines[0]] if lines else []
    if "sku" not in fields:
        return Preview([], 0, [(1, _("The first row names the columns; one of them is SKU."))])
    if len(lines) > MOST_ROWS:
        return Preview([], 0, [(MOST_ROWS, _("The table is too long; split it."))])
    rows = {
        number: {name: cell.strip() for name, cell in zip(fields, cells, strict=False) if name}
        for number, cells in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in cells)
    }
    known = shipping.goods_profiles({row.get("sku", "") for row in rows.values()})
    changes, refused, seen, same = [], [], set(), 0
    for number, row in rows.items():
        sku = row.pop("sku", "")
        if not sku or sku in seen:
            refused.append((number, _("The SKU is missing or stands in an earlier row.")))
            continue
        seen.add(sku)
        before = known.get(sku, shipping.GoodsFacts(sku))
        after = replace(before, **_values(row))
        differences = _differences(before, after)
        same += not differences
        if differences:
            changes.append(Change(after, differences))
    return Preview(changes, same, refused)


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max("\t;,", key=head.count)


def _field(heading: str) -> str:
    wanted = heading.strip().strip("\ufeff").casefold()
    for column in GoodsList.columns:
        if column.key in COLUMNS and wanted in _headings(column):
            return COLUMNS[column.key]
    return ""


def _headings(column: Any) -> set[str]:
    """Return how a column may be headed: its key, and its label here and in English."""
    with override("en"):
        english = str(column.label)
    return {column.key, column.key.replace("_", " "), str(column.label).casefold(), english.casefold()}


def _values(row: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = dict(row)
    for name in _FLAGS:
        if name in values:
            values[name] = values[name].casefold() in _YES
    for name in ("origin", "temperature"):
        if name in values:
            values[name] = values[name].upper() if name == "origin" else values[name].casefold() or "ambient"
    if "hs_code" in values:
        values["hs_code"] = values["hs_code"].replace(".", "").replace(" ", "")
    if "un_number" in values:
        values["un_number"] = values["un_number"].upper().removeprefix("UN").strip()
    return values


def _differences(before: shipping.GoodsFacts, after: shipping.GoodsFacts) -> list[tuple[str, Any, Any]]:
    old, new = asdict(before), asdict(after)
    return [(name, old[name], new[name]) for name in old if old[name] != new[name]]
