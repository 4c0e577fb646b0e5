"""The euro reference rates of the European Central Bank: its daily XML, and its CSV of all days."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import NamedTuple
from xml.etree import ElementTree as ET

from storecrew.contexts.pricing.errors import RatesUnreadable
from storecrew.contexts.pricing.rules import exchange
from storecrew.kernel import outgoing

ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-hist-90d.xml"
LARGEST = 4 << 20
MOST_RATES = 400_000
_SPACE = "{http://www.ecb.int/vocabulary/2002-08-01/eurofxref}"


class DayRate(NamedTuple):
    """Units of a currency for one euro on a day."""

    day: dt.date
    currency: str
    rate: Decimal


def _get(url: str) -> bytes:
    return outgoing.fetch(url, max_bytes=LARGEST, timeout=10).body


def fetch(*, address: str = ADDRESS, get: Callable[[str], bytes] = _get) -> list[DayRate]:
    """Return the rates of the last ninety days. Raises RatesUnreadable, and what the way out refuses."""
    return read(get(address))


def read(raw: bytes) -> list[DayRate]:
    """Return the rates of a file as the bank publishes it, XML or CSV. Raises RatesUnreadable."""
    text = raw.decode("utf-8-sig", errors="replace").strip()
    found = _read_xml(text) if text.startswith("<") else _read_csv(text)
    if not found or len(found) > MOST_RATES:
        raise RatesUnreadable
    return found


def _read_xml(text: str) -> list[DayRate]:
    # The bank's file declares no types and no entities; one that does is none of its files.
    if "<!" in text.replace("<!--", ""):
        raise RatesUnreadable
    try:
        root = ET.fromstring(text)  # noqa: S314  no declarations are let through
        days = [cube for cube in root.iter(f"{_SPACE}Cube") if "time" in cube.attrib]
        return [
            _rate(cube.attrib["time"], rate.attrib["currency"], rate.attrib["rate"])
            for cube in days
            for rate in cube
        ]
    except (ET.ParseError, KeyError) as error:
        raise RatesUnreadable from error


def _read_csv(text: str) -> list[DayRate]:
    rows = [[cell.strip() for cell in row] for row in csv.reader(io.StringIO(text))]
    if not rows or not rows[0] or rows[0][0] != "Date":
        raise RatesUnreadable
    currencies = rows[0][1:]
    return [
        _rate(row[0], currency, cell)
        for row in rows[1:]
        if row and row[0]
        for currency, cell in zip(currencies, row[1:], strict=False)
        if currency and cell not in ("", "N/A")
    ]


def _rate(day: str, currency: str, rate: str) -> DayRate:
    try:
        value = Decimal(rate)
        when = dt.date.fromisoformat(day)
    except (InvalidOperation, ValueError) as error:
        raise RatesUnreadable from error
    sensible = value.is_finite() and exchange.LEAST <= value <= exchange.MOST and value == round(value, 8)
    if not sensible or len(currency) != 3 or not currency.isalpha():
        raise RatesUnreadable
    return DayRate(when, currency.upper(), value)
