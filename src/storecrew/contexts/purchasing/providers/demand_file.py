"""Reading a file of demand: one row per article, one column per day, week or month.

CSV, TSV or semicolons, plain or packed with gzip. An empty cell is a period of which nothing is known.
Columns that are no periods are left out and named: totals and maxima know the future.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from django.utils.translation import gettext as _

from storecrew.contexts.purchasing.errors import UnreadableDemand
from storecrew.kernel.commands import text_of

MOST_PERIODS = 4_000
SEASONS = {"day": 7, "week": 52, "month": 12}
_MONTH = re.compile(r"(\d{4})[-/.](\d{1,2})")
_WEEK_OF_YEAR = re.compile(r"(\d{4})[-/ ]?[Ww](\d{1,2})")
_NUMBERED_WEEK = re.compile(r"(?:[Ww]|[Ww]eek[ _]?)(\d{1,4})")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


@dataclass(frozen=True)
class Demand:
    """A table of demand: `values` is (articles, periods), NaN where nothing is known.

    `every` is "day", "week" or "month"; `left_out` names the columns that are no periods.
    """

    articles: tuple[str, ...]
    periods: tuple[str, ...]
    every: str
    values: npt.NDArray[np.float64]
    left_out: tuple[str, ...]

    @property
    def season(self) -> int:
        """Return how many periods a year (of days: a week) has."""
        return SEASONS[self.every]


def read_demand(path: Path) -> Demand:
    """Read a file. Raises UnreadableDemand with the row and column where something is wrong.

    :raises Unusable: the file itself cannot be read
    """
    rows = _rows(text_of(path))
    header = rows[0] if rows else []
    if len(header) < 2 or len(rows) < 2:
        raise UnreadableDemand(_("The file has no header with periods, or no row below it."))
    every, columns, numbers = _periods(header)
    values = np.full((len(rows) - 1, numbers[-1] + 1), np.nan)
    articles: dict[str, int] = {}
    for place, row in enumerate(rows[1:]):
        line = place + 2
        if len(row) != len(header):
            raise UnreadableDemand(
                _("Row %(row)d has %(found)d cells, the header has %(expected)d.")
                % {"row": line, "found": len(row), "expected": len(header)},
                row=line,
            )
        code = row[0].strip()
        if not code or code in articles:
            problem = (
                _("Row %(row)d names the article %(code)s a second time.")
                if code
                else _("Row %(row)d has no article.")
            )
            raise UnreadableDemand(problem % {"row": line, "code": code[:40]}, row=line)
        articles[code] = place
        for column, number in zip(columns, numbers, strict=True):
            values[place, number] = _quantity(row[column], line, header[column])
    # A period that the header skips keeps its place, unknown for all: time does not close up.
    names = {number: header[column].strip() for column, number in zip(columns, numbers, strict=True)}
    periods = tuple(names.get(number, "") for number in range(numbers[-1] + 1))
    skipped = set(range(len(header))) - set(columns) - {0}
    return Demand(
        tuple(articles), periods, every, values, tuple(header[column] for column in sorted(skipped))
    )


def _rows(text: str) -> list[list[str]]:
    first = text.partition("\n")[0]
    separator = max(",;\t", key=first.count)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=separator, strict=True))
    except csv.Error as error:
        raise UnreadableDemand(_("The file is not a table: %(why)s.") % {"why": error}) from None
    return [row for row in rows if any(cell.strip() for cell in row)]


def _periods(header: list[str]) -> tuple[str, list[int], list[int]]:
    """Return how long a period is, which columns are periods in order of time, and their numbers from 0."""
    every, known = _recognized(header)
    if len(set(known.values())) < len(known):
        raise UnreadableDemand(_("Two columns are the same period."))
    columns = sorted(known, key=lambda column: known[column])
    first = known[columns[0]]
    numbers = [known[column] - first for column in columns]
    if numbers[-1] >= MOST_PERIODS:
        raise UnreadableDemand(
            _("The file covers %(found)d periods; at most %(most)d are read.")
            % {"found": numbers[-1] + 1, "most": MOST_PERIODS}
        )
    return every, columns, numbers


def _recognized(header: list[str]) -> tuple[str, dict[int, int]]:
    """Return the first of day, week and month that names columns, and those columns with their numbers."""
    for every, number_of in (("day", _day), ("week", _week), ("month", _month)):
        found = {column: number_of(name.strip()) for column, name in enumerate(header) if column}
        known = {column: number for column, number in found.items() if number is not None}
        if known:
            return every, known
    raise UnreadableDemand(_("No column is named after a day, a week or a month."))


def _day(name: str) -> int | None:
    found = _DAY.fullmatch(name)
    try:
        return dt.date(*(int(part) for part in found.groups())).toordinal() if found else None
    except ValueError:
        return None


def _week(name: str) -> int | None:
    if found := _NUMBERED_WEEK.fullmatch(name):
        return int(found[1])
    found = _WEEK_OF_YEAR.fullmatch(name)
    try:
        return dt.date.fromisocalendar(int(found[1]), int(found[2]), 1).toordinal() // 7 if found else None
    except ValueError:
        return None


def _month(name: str) -> int | None:
    found = _MONTH.fullmatch(name)
    if not found or not 1 <= int(found[2]) <= 12:
        return None
    return int(found[1]) * 12 + int(found[2]) - 1


def _quantity(cell: str, row: int, column: str) -> float:
    text = cell.strip()
    if not text:
        return np.nan
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e12 or "_" in text:
        raise UnreadableDemand(
            _("Row %(row)d, column %(column)s: %(cell)s is not a demand of 0 or more.")
            % {"row": row, "column": column.strip(), "cell": text[:40]},
            row=row,
            column=column.strip(),
        )
    return value
