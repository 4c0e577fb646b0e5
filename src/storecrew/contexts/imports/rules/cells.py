"""Cells of our own files: inert in a spreadsheet, and the same value when read again."""

from __future__ import annotations

import re

_ACTIVE = tuple("=+-@\t\r\n|%＝＋－＠﹢﹣﹦﹫")
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
# What a price column says where there is no public price.
ON_REQUEST = "on request"


def on_request(text: str) -> bool:
    """Tell whether the cell of a price says that people have to ask for it."""
    return text.strip().casefold() == ON_REQUEST


def safe_cell(value: object) -> str:
    """The text of a cell that no spreadsheet runs as a formula.

    A cell that would start one, and a cell that starts with an apostrophe, gets an apostrophe in front;
    :func:`plain_cell` takes exactly one away, so every text comes back as it was. NUL is dropped, since no
    database takes it. Plain negative numbers stay numbers.
    """
    if value is None:
        return ""
    text = str(value).replace("\x00", "")
    if text[:1] == "'" or (
        text.lstrip(" \u00a0\u3000\ufeff").startswith(_ACTIVE) and not _NUMBER.fullmatch(text)
    ):
        return "'" + text
    return text


def plain_cell(text: str) -> str:
    """The value that :func:`safe_cell` wrote."""
    return text[1:] if text[:1] == "'" else text


def unguarded(text: str) -> str:
    """The value of a cell that was written as a formula so that spreadsheets keep it as text: ``="007"``."""
    if len(text) > 3 and text.startswith('="') and text.endswith('"'):
        return text[2:-1].replace('""', '"').strip()
    return text


def join_list(parts: list[str] | tuple[str, ...], mark: str = "|") -> str:
    """Several values in one cell; marks and backslashes inside a value are escaped."""
    return mark.join(part.replace("\\", "\\\\").replace(mark, "\\" + mark) for part in parts)


def split_list(text: str, mark: str = "|") -> list[str]:
    """The values that :func:`join_list` joined; an empty text is no value."""
    if not text:
        return []
    if "\\" not in text:
        return text.split(mark)
    parts, now, escaped = [], [], False
    for char in text:
        if escaped:
            now.append(char if char in (mark, "\\") else "\\" + char)
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == mark:
            parts.append("".join(now))
            now = []
        else:
            now.append(char)
    if escaped:
        now.append("\\")
    parts.append("".join(now))
    return parts
