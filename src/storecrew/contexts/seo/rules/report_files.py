"""Search Console's export of page indexing: addresses of one reason, or with a reason each; plain Python."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator

from storecrew.contexts.seo.facts import ReportLine
from storecrew.contexts.seo.rules.indexing import REASONS, reason_in

MOST_ROWS = 20_000
COLUMNS = {
    "url": ("url", "address", "주소"),
    "crawled": ("last crawled", "마지막 크롤링", "마지막으로 크롤링됨", "마지막으로 크롤링한 날짜"),
    "reason": ("reason", "issue", "이유", "문제"),
}
"""Headings of the export in English and Korean; a reason stands in tables that were put together."""
_DAYS = ("%Y-%m-%d", "%b %d, %Y", "%Y. %m. %d.", "%d.%m.%Y")


class NotAReport(ValueError):
    """No column has addresses."""


def read(text: str, *, reason: str, at: dt.datetime) -> list[ReportLine]:
    """Return the rows; ``reason`` counts where the table has none. Raises NotAReport."""
    head = text.partition("\n")[0]
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=max("\t;,", key=head.count)))
    except csv.Error as error:
        raise NotAReport from error
    names = [name.strip().casefold().lstrip("\ufeff") for name in rows[0]] if rows else []
    places = {
        column: next((names.index(name) for name in known if name in names), -1)
        for column, known in COLUMNS.items()
    }
    if places["url"] < 0:
        raise NotAReport
    return list(_lines(rows, places, reason, at))


def _lines(
    rows: list[list[str]], places: dict[str, int], reason: str, at: dt.datetime
) -> Iterator[ReportLine]:
    seen: set[str] = set()
    for number, cells in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        found = {
            name: cells[place].strip() if 0 <= place < len(cells) else "" for name, place in places.items()
        }
        if number > MOST_ROWS + 1:
            yield ReportLine(number, found["url"], problem="too_many")
            return
        day = _day(found["crawled"])
        line = ReportLine(
            number,
            found["url"][:1000],
            reason_in(found["reason"]) if found["reason"] else reason if reason in REASONS else "",
            found["reason"][:200],
            day,
        )
        never = found["crawled"] in ("", "N/A", "해당 사항 없음", "1970-01-01")
        if not line.reason:
            line = line._replace(problem="no_reason")
        elif day is None and not never:
            line = line._replace(problem="no_day")
        elif day is not None and day > at:
            line = line._replace(problem="later")
        elif line.url in seen:
            line = line._replace(problem="repeated")
        seen.add(line.url)
        yield line._replace(crawled_at=None) if never else line


def _day(text: str) -> dt.datetime | None:
    for form in _DAYS:
        try:
            return dt.datetime.strptime(text, form).replace(tzinfo=dt.UTC)
        except ValueError:
            continue
    return None
