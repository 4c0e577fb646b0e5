"""A supplier's price list as a table: columns by their names, rows with the reason why one is left out.

Plain Python. Amounts stay text here, because how many decimals they have is the currency's business.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import NamedTuple

MOST_ROWS = 20_000
COLUMNS: Mapping[str, frozenset[str]] = {
    "sku": frozenset({"sku", "article", "our sku", "상품코드"}),
    "supplier_sku": frozenset({"supplier sku", "supplier_sku", "supplier's code", "code", "공급사 코드"}),
    "price": frozenset({"price", "unit price", "amount", "단가", "가격"}),
    "currency": frozenset({"currency", "통화"}),
    "from_quantity": frozenset({"from", "from quantity", "from_quantity", "수량부터"}),
    "moq": frozenset({"moq", "smallest order", "minimum", "최소 주문량"}),
    "pack_size": frozenset({"pack", "pack size", "pack_size", "포장 단위"}),
    "lead_days": frozenset({"lead time", "lead days", "lead_days", "납기"}),
}
ORDER = ("sku", "supplier_sku", "price", "currency", "moq", "lead_days")
"""The columns of a table without a row of names."""
NUMBERS = {"from_quantity": (1, 10**6), "moq": (1, 10**6), "pack_size": (1, 10**6), "lead_days": (0, 720)}


class Line(NamedTuple):
    """One row, counted as a spreadsheet does. ``numbers`` has what was filled in; ``problem`` is a code."""

    row: int
    sku: str
    supplier_sku: str = ""
    price: str = ""
    currency: str = ""
    numbers: Mapping[str, int] = {}
    problem: str = ""


def read(text: str) -> list[Line]:
    """Read rows; the separator (tab, semicolon, comma) is found, names of columns may stand in any order.

    A second row of one SKU needs another ``from_quantity``; else it is a problem, so that nothing is
    overwritten in silence.
    """
    lines: list[Line] = []
    names: tuple[str, ...] = ORDER
    seen: set[tuple[str, int]] = set()
    for number, cells in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=_mark(text)), 1):
        row = [cell.strip() for cell in cells]
        if not any(row):
            continue
        if number == 1 and _named(row[0]) == "sku":
            names = tuple(_named(cell) for cell in row)
            continue
        if len(lines) >= MOST_ROWS:
            return [*lines, Line(number, "", problem="too_many")]
        line = _line(number, dict(zip(names, row, strict=False)))
        key = (line.sku, line.numbers.get("from_quantity", 1))
        if not line.problem and key in seen:
            line = line._replace(problem="repeated")
        seen.add(key)
        lines.append(line)
    return lines


def _line(number: int, cells: Mapping[str, str]) -> Line:
    numbers: dict[str, int] = {}
    problem = "" if cells.get("sku") else "no_sku"
    for name, (least, most) in NUMBERS.items():
        text = cells.get(name, "")
        if not text:
            continue
        if text.isascii() and text.isdigit() and least <= int(text[:9]) <= most:
            numbers[name] = int(text[:9])
        else:
            problem = problem or f"bad_{name}"
    return Line(
        number, cells.get("sku", "")[:200], cells.get("supplier_sku", "")[:80], cells.get("price", "")[:40],
        cells.get("currency", "").upper()[:10], numbers, problem,
    )  # fmt: skip


def _named(cell: str) -> str:
    word = cell.casefold()
    return next((name for name, words in COLUMNS.items() if word in words), "")


def _mark(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max("\t;,", key=first.count)
