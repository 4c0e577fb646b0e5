"""Costs as a table of SKU, amount, currency and first day, pasted or from a file; plain Python."""

from __future__ import annotations

import csv
import datetime as dt
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
    currency: str
    amount: int | None = None
    problem: str = ""


def read(
    text: str,
    known: Mapping[str, int],
    amount_of: Callable[[str, str], int | None],
    *,
    currency: str,
    today: dt.date,
) -> list[CostLine]:
    """Read rows of SKU, cost, currency and first day; the last two may be missing.

    The separator (tab, semicolon, comma) is found, a header is left out. ``amount_of(text, currency)`` reads
    an amount into minor units and raises ValueError; ``currency`` is that of rows which name none. Of two
    rows for one SKU in one currency the later is a problem, so that nothing is overwritten in silence; so is
    a cost that holds only from a later day.
    """
    lines: list[CostLine] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), start=1):
        if number > MOST_ROWS:
            lines.append(CostLine(number, "", "", currency, problem="too_many"))
            break
        row = [cell.strip().lstrip("\ufeff") for cell in cells]
        if not any(row) or (number == 1 and row[0].casefold() in _HEADERS):
            continue
        sku, cost, named, since = [*row, "", "", ""][:4]
        line = CostLine(number, sku, cost, named.upper() or currency)
        problem = _problem(line, since, known, seen, today)
        lines.append(_priced(line, amount_of) if not problem else line._replace(problem=problem))
        seen.add((sku, line.currency))
    return lines


def _problem(
    line: CostLine, since: str, known: Mapping[str, int], seen: set[tuple[str, str]], today: dt.date
) -> str:
    if line.sku not in known:
        return "unknown_sku"
    if (line.sku, line.currency) in seen:
        return "repeated"
    if not since:
        return ""
    try:
        return "later" if dt.date.fromisoformat(since) > today else ""
    except ValueError:
        return "no_day"


def _priced(line: CostLine, amount_of: Callable[[str, str], int | None]) -> CostLine:
    try:
        amount = amount_of(line.text, line.currency)
    except ValueError:
        amount = None
    return line._replace(amount=amount, problem="" if amount is not None else "no_amount")


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max("\t;,", key=first.count)
