"""Dates in the format of calendar programs (RFC 5545)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from storecrew.contexts.work import public as work


def write(dates: Iterable[tuple[work.CalendarDate, str]], *, name: str, base: str) -> str:
    """Return a calendar of (date, word for its kind); `base` makes addresses absolute."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Storecrew//Shared calendar//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for date, kind in dates:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{_uid(date)}@storecrew",
            f"DTSTAMP:{_instant(date.changed_at)}",
            f"DTSTART:{_instant(date.starts_at)}",
            f"DTEND:{_instant(date.ends_at)}",
            f"SUMMARY:{_text(f'{kind}: {date.title}')}",
            f"CATEGORIES:{_text(kind)}",
            *([f"URL:{base}{date.url}"] if date.url.startswith("/") else []),
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(_folded(line) + "\r\n" for line in lines)


def _uid(date: work.CalendarDate) -> str:
    """Return what stays the same of a date; one that is asked for is told by its record."""
    return f"{date.id}.{date.kind}" if date.id else _text(f"{date.kind}.{date.record}.{date.record_id}")


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")


def _text(value: str) -> str:
    """Escape what has a meaning; a line break inside would end the property."""
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r", ""), ("\n", "\\n")):
        value = value.replace(sign, written)
    return value


def _folded(line: str) -> str:
    """Break a line after 75 octets, never inside a letter."""
    parts: list[str] = []
    part = ""
    for letter in line:
        if len((part + letter).encode()) > (75 if not parts else 74):
            parts.append(part)
            part = ""
        part += letter
    return "\r\n ".join([*parts, part])
