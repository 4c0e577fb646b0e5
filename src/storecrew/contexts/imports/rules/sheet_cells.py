"""Cells of a sheet as values. Nothing is guessed: what can be read in two ways is refused."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence

from storecrew.contexts.imports.rules.numbers import (
    BadNumber,
    minor_units,
    read_decimal,
    read_pieces,
    without_currency,
)
from storecrew.kernel.money import Money, UnknownCurrency, exponent

# Year first, as spreadsheets and databases write it; "03/04/2026" has two readings.
_DAY = re.compile(r"([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})\.?(?:[T ]00:00(?::00(?:\.0+)?)?)?")
_KOREAN_DAY = re.compile(r"([0-9]{4})년 ?([0-9]{1,2})월 ?([0-9]{1,2})일")


class BadCell(ValueError):
    """A cell cannot be read; ``code`` says what is wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def read_units(text: str, *, decimal_comma: bool = False) -> int:
    """A number of units of 0 or more. Raises BadCell."""
    try:
        units = read_pieces(text, decimal_comma=decimal_comma)
    except BadNumber as bad:
        raise BadCell(f"quantity_{bad.code}") from None
    if units < 0:
        raise BadCell("quantity_below_zero")
    return units


def read_day(text: str) -> dt.date | None:
    """A day with its year first ("2026-12-31"); None for a blank cell. Raises BadCell."""
    if not text:
        return None
    match = _DAY.fullmatch(text) or _KOREAN_DAY.fullmatch(text)
    if match is None:
        raise BadCell("day_unread")
    try:
        return dt.date(*(int(part) for part in match.groups()))
    except ValueError:
        raise BadCell("day_unread") from None


def read_amount(text: str, currency: str, *, decimal_comma: bool = False) -> tuple[int, str] | None:
    """An amount in minor units with its currency; None for a blank cell. Raises BadCell.

    A currency inside the cell ("12.50 EUR") must not contradict ``currency`` of the row.
    """
    if not text:
        return None
    number, named = without_currency(text, currency)
    if named and currency and named != currency:
        raise BadCell("amount_currency")
    code = named or currency
    try:
        places = exponent(code)
    except UnknownCurrency:
        raise BadCell("currency_unknown") from None
    try:
        amount, rounded = minor_units(
            read_decimal(number, places=places, decimal_comma=decimal_comma), places
        )
    except BadNumber as bad:
        raise BadCell(f"price_{bad.code}") from None
    if rounded:
        raise BadCell("amount_decimals")
    return amount, code


def amount_text(amount: int, currency: str) -> str:
    """An amount as reports keep it, the same in every language: ``7.40 EUR``."""
    return f"{Money(amount, currency).decimal} {currency}"


def plain_name(text: str) -> str:
    """The name of a column without case, marks and doubled blanks."""
    return " ".join(re.sub(r"[_\-*:]+", " ", text.casefold()).split())


def names_of(
    header: Sequence[str], known: Iterable[tuple[str, tuple[str, ...]]], mapping: Mapping[str, str]
) -> list[str]:
    """Our name for each column of a header, "" for those that are left out; the first of two wins.

    ``known`` are our names with their spellings; ``mapping`` (file's column to ours) overrides them.
    """
    table = {plain_name(word): name for name, words in known for word in (name, *words)}
    names = set(table.values())
    found: list[str] = []
    for column in header:
        name = mapping[column] if column in mapping else table.get(plain_name(column), "")
        found.append(name if name in names and name not in found else "")
    return found
