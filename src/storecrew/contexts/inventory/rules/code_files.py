"""Reading a file of codes, and what a code is found by. Plain Python."""

from __future__ import annotations

import csv
import hashlib
import hmac
import io
from typing import NamedTuple

LONGEST = 200
MOST = 100_000
HEADS = ("code", "key", "license", "pin", "serial")


class Written(NamedTuple):
    """A code as the file has it, with what belongs to it (a PIN, a serial number; "" for nothing)."""

    code: str
    extra: str = ""


class Problem(NamedTuple):
    """A line that cannot be a code: its number from 1, and "empty", "long", "many" or "columns"."""

    line: int
    why: str


def read(text: str) -> tuple[list[Written], list[Problem]]:
    """Return the codes of a CSV text in their order, each once, and the lines that are none.

    The first column is the code, a second one belongs to it. A first line that names its columns is left
    out; comma, semicolon and tab are understood, and lines without any of them.
    """
    found: dict[str, Written] = {}
    problems: list[Problem] = []
    for number, cells in enumerate(csv.reader(io.StringIO(text.lstrip("\ufeff")), _dialect(text)), start=1):
        parts = [cell.strip() for cell in cells]
        if not any(parts) or (number == 1 and parts[0].lower() in HEADS):
            continue
        why = _wrong(parts)
        if why:
            problems.append(Problem(number, why))
        else:
            found.setdefault(parts[0], Written(parts[0], parts[1] if len(parts) > 1 else ""))
        if len(found) > MOST:
            return [], [Problem(number, "many")]
    return list(found.values()), problems


def _dialect(text: str) -> type[csv.Dialect]:
    best = max(",;\t", key=text.count)

    class Found(csv.excel):
        delimiter = best

    return Found


def _wrong(parts: list[str]) -> str:
    if not parts[0]:
        return "empty"
    if any(len(part) > LONGEST for part in parts):
        return "long"
    return "columns" if len([part for part in parts if part]) > 2 else ""


def digest(code: str, key: bytes) -> str:
    """Return what a code is found by: codes of others may be short, so a key is needed to guess one."""
    return hmac.new(key, f"storecrew.article_code|{code}".encode(), hashlib.sha256).hexdigest()


def hint(code: str) -> str:
    """Return what staff see of a code: its last characters, never more than a third of it."""
    return code[-min(4, len(code) // 3) :] if len(code) >= 3 else ""
