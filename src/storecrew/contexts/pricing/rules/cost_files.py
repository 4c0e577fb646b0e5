"""Costs as a table of SKU and amount, pasted or from a file; plain Python."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping
from typing import NamedTuple

MOST_ROWS = 20_000
_HEADERS = frozenset({"sku", "article", "item", "상품코드"})


class CostLine(NamedTuple):
    """One row: counted as a spreadsheet does; ``problem`` is a code, empty for a good row."""

    row: int
    sku: str
    text: str
    amount: int | None = None
    problem: str = ""


def read(text: str, known: Mapping[str, int], amount_of: Callable[[str], int | None]) -> list[CostLine]:
    """Read rows of SKU and cost; the separator (tab, semicolon, comma) is found, a header is left out.

    ``amount_of`` reads an amount into minor units and raises ValueError. Of two rows for one SKU the later
    is a problem, so that nothing is overwritten in silence.
    """
    lines: list[CostLine] = []
    seen: set[str] = set()
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), start=1):
        if number > MOST_ROWS:
            lines.append(CostLine(number, "", "", problem="too_many"))
            break
        row = [cell.strip() for cell in cells]
        if not any(row) or (number == 1 and row[0].casefold().lstrip("\ufeff") in _HEADERS):
            continue
        sku, cost = row[0].lstrip("\ufeff"), row[1] if len(row) > 1 else ""
        lines.append(_line(number, sku, cost, known, amount_of, seen))
        seen.add(sku)
    return lines


def _line(
    number: int,
    sku: str,
    cost: str,
    known: Mapping[str, int],
    amount_of: Callable[[str], int | None],
    seen: set[str],
) -> CostLine:
    if sku not in known:
        return CostLine(number, sku, cost, problem="unknown_sku")
    if sku in seen:
        return CostLine(number, sku, cost, problem="repeated")
    try:
        amount = amount_of(cost)
    except ValueError:
        amount = None
    return CostLine(number, sku, cost, amount, "" if amount is not None else "no_amount")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max("\t;,", key=first.count)
