"""Exports of exactly the list on screen, as CSV, XLSX or JSON.

Text cells that a spreadsheet would run as a formula become inert (BAD-10) by a leading apostrophe; an
apostrophe that was there is doubled in the same position, so that `inert` can be undone without a loss.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import xlsxwriter
from django.http import HttpResponse, StreamingHttpResponse
from django.utils import timezone

from storecrew.kernel.money import Money, exponent
from storecrew.surfaces.ui.numbers import Share

TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
FORMATS = tuple(TYPES)
# also the full-width forms that some spreadsheets fold to ASCII before they look
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
LOOKS = {
    "instant": "yyyy-mm-dd hh:mm",
    "day": "yyyy-mm-dd",
    "money0": "#,##0",
    "money2": "#,##0.00",
    "money3": "#,##0.000",
    "share": "0.0#%",
}
LARGEST_XLSX = 1_048_575


def inert(text: str) -> str:
    """Return a text that no spreadsheet runs; texts that need no guard come back as they are."""
    if text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS[:4]) or text.startswith("'"):
        return "'" + text.replace("\0", "")
    return text.replace("\0", "")


def original(text: str) -> str:
    """Undo `inert`: what an import of ours reads from an exported cell."""
    return text[1:] if text.startswith("'") else text


class Sheet(NamedTuple):
    """A list as a file has it: its name without an ending, the headers, the keys in JSON, and the rows."""

    name: str
    headers: Sequence[str]
    keys: Sequence[str]
    rows: Iterable[Sequence[Any]]


def content(form: str, sheet: Sheet) -> Iterable[bytes]:
    """Return a file in one of FORMATS; CSV and JSON are made row by row."""
    if form == "xlsx":
        return [_xlsx(sheet.headers, sheet.rows)]
    return _json(sheet.keys, sheet.rows) if form == "json" else _csv(sheet.headers, sheet.rows)


def answer(
    form: str, filename: str, headers: Sequence[str], keys: Sequence[str], rows: Iterable[Sequence[Any]]
) -> HttpResponse | StreamingHttpResponse:
    """Return the download in one of FORMATS; CSV and JSON are streamed row by row."""
    kind = HttpResponse if form == "xlsx" else StreamingHttpResponse
    made = content(form, Sheet(filename, headers, keys, rows))
    response = kind(made, content_type=TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{filename}.{form}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def plain(value: Any) -> Any:
    """Return a cell as typed data: numbers stay numbers, instants become ISO text, money its decimal text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, Money):
        return str(value.decimal)
    if isinstance(value, Share):
        return round(value.value, 6)
    if isinstance(value, dt.datetime | dt.date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return ", ".join(str(plain(item)) for item in value)
    return str(value)


def _csv(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    # the byte order mark makes spreadsheets read Hangul and umlauts right
    yield "\ufeff".encode()
    yield _csv_line(headers)
    for row in rows:
        yield _csv_line([_csv_cell(value) for value in row])


def _csv_line(cells: Sequence[Any]) -> bytes:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n").writerow(cells)
    return out.getvalue().encode()


def _csv_cell(value: Any) -> Any:
    if isinstance(value, Money):
        return str(value.decimal)
    flat = plain(value)
    if isinstance(flat, bool):
        return "1" if flat else "0"
    return inert(flat) if isinstance(flat, str) else flat


def _json(keys: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    opening = "[\n"
    for row in rows:
        record = {
            key: value.as_json() if isinstance(value, Money) else plain(value)
            for key, value in zip(keys, row, strict=True)
        }
        yield (opening + json.dumps(record, ensure_ascii=False)).encode()
        opening = ",\n"
    yield (b"[]\n" if opening == "[\n" else b"\n]\n")


def _xlsx(headers: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    sheet = book.add_worksheet()
    bold = book.add_format({"bold": True})
    looks = {name: book.add_format({"num_format": look}) for name, look in LOOKS.items()}
    for column, header in enumerate(headers):
        sheet.write_string(0, column, header, bold)
    for number, row in enumerate(rows, start=1):
        if number > LARGEST_XLSX:
            break
        for column, value in enumerate(row):
            _xlsx_cell(sheet, (number, column), value, looks)
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _xlsx_cell(sheet: Any, at: tuple[int, int], value: Any, looks: dict[str, Any]) -> None:
    if isinstance(value, dt.datetime):
        # spreadsheets know no zones: the clock on the wall of the screen
        sheet.write_datetime(*at, timezone.localtime(value).replace(tzinfo=None), looks["instant"])
    elif isinstance(value, dt.date):
        sheet.write_datetime(*at, value, looks["day"])
    elif isinstance(value, Money):
        sheet.write_number(*at, float(value.decimal), looks[f"money{exponent(value.currency)}"])
    elif isinstance(value, Share):
        sheet.write_number(*at, value.value, looks["share"])
    elif isinstance(value, bool):
        sheet.write_boolean(*at, value)
    elif isinstance(value, int | float):
        sheet.write_number(*at, value)
    elif value is not None:
        # typed as text, so nothing is ever evaluated; the guard is for whoever saves it on as CSV
        sheet.write_string(*at, inert(str(plain(value)))[:32_767])
