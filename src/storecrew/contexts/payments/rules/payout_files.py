"""Payouts as a table, pasted or from a file; plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from typing import NamedTuple

from storecrew.contexts.payments.facts import Statement, StatementLine

MOST_ROWS = 20_000
KINDS = ("capture", "refund", "charge_back", "reinstate", "fee", "other")
OUT = ("refund", "charge_back", "fee")
"""Kinds that take money from our balance: their amount may be written without a sign."""
BANK = "payout"
"""A row of this kind says what arrived at the bank; without one the lines do."""
_HEADERS = frozenset({"payout", "statement", "정산"})


class Problem(NamedTuple):
    """A row that cannot be read, counted as a spreadsheet does; ``code`` says why."""

    row: int
    code: str


class _Row(NamedTuple):
    payout: str
    day: dt.date
    reference: str
    kind: str
    named: str
    amount: int
    fee: int
    currency: str


def read(text: str, amount_of: Callable[[str, str], int]) -> tuple[list[Statement], list[Problem]]:
    """Read rows of payout, day, line, kind, payment, amount, fee and currency; return what is wrong too.

    The separator (tab, semicolon, comma) is found, a header is left out. ``amount_of(text, currency)`` reads
    a signed amount into minor units and raises ValueError.
    """
    rows: list[_Row] = []
    problems: list[Problem] = []
    seen: set[tuple[str, str]] = set()
    for number, cells in enumerate(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), start=1):
        row = [cell.strip().lstrip("\ufeff") for cell in cells]
        if not any(row) or (number == 1 and row[0].casefold() in _HEADERS):
            continue
        found = "too_many" if number > MOST_ROWS else _read_row(row, amount_of, seen)
        if isinstance(found, str):
            problems.append(Problem(number, found))
            if found == "too_many":
                break
        else:
            rows.append(found)
    groups: dict[str, list[_Row]] = {}
    for each in rows:
        groups.setdefault(each.payout, []).append(each)
    mixed = [name for name, group in groups.items() if len({row.currency for row in group}) > 1]
    problems += [Problem(0, "mixed_currency") for _name in mixed]
    return [_statement(group) for group in groups.values()] if not problems else [], problems


def _read_row(
    cells: list[str], amount_of: Callable[[str, str], int], seen: set[tuple[str, str]]
) -> _Row | str:
    payout, day, reference, kind, named, amount, fee, currency = [*cells, *[""] * 8][:8]
    if not payout or not currency or (not reference and kind != BANK):
        return "incomplete"
    if kind not in (*KINDS, BANK):
        return "no_kind"
    if (payout, reference) in seen:
        return "repeated"
    try:
        when = dt.date.fromisoformat(day)
    except ValueError:
        return "no_day"
    try:
        gross, cost = amount_of(amount, currency.upper()), amount_of(fee or "0", currency.upper())
    except ValueError:
        return "no_amount"
    seen.add((payout, reference))
    if kind in OUT:
        gross = -abs(gross)
    return _Row(payout, when, reference, kind, named, gross, cost, currency.upper())


def _statement(rows: list[_Row]) -> Statement:
    lines = tuple(
        StatementLine(
            reference=row.reference,
            kind=row.kind,
            amount=row.amount,
            fee=row.fee,
            original_amount=abs(row.amount),
            original_currency=row.currency,
            named=row.named,
        )
        for row in rows
        if row.kind != BANK
    )
    bank = [row.amount for row in rows if row.kind == BANK]
    amount = sum(bank) if bank else sum(line.amount - line.fee for line in lines)
    first = rows[0]
    return Statement(first.payout, first.currency, amount, max(row.day for row in rows), lines)


def _delimiter(text: str) -> str:
    first = text.split("\n", 1)[0]
    return max("\t;,", key=first.count)
