"""What people and machines read of a run: a table, JSON, and the blocks of docs/performance.md."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
import re
import sqlite3
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bench.workplace import postgresql_version

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results"
DOCS = ROOT / "docs" / "performance.md"
HEAD = ("case", "ours", "bound", "ratio", "goal", "met", "p50 ms", "p95 ms", "p99 ms", "MB", "note")

Line = Mapping[str, Any]


def machine() -> str:
    """Return one line about where this ran; nothing that names the machine."""
    postgresql = postgresql_version()
    return ", ".join(
        [
            f"{os.cpu_count()} cores {platform.machine()}",
            platform.system(),
            f"Python {platform.python_version()}",
            f"SQLite {sqlite3.sqlite_version}",
            *([f"PostgreSQL {postgresql.split()[0]}"] if postgresql else []),
            f"Granian {version('granian')}",
        ]
    )


def cells(line: Line) -> list[str]:
    """Return a line of the table."""
    met = {True: "yes", False: "NO", None: ""}[line["met"]]
    return [
        str(line["case"]),
        f"{_number(line['ours'])} {line['unit']}",
        _number(line["bound"]),
        _ratio(line["ratio"]),
        line["goal"] or "",
        met,
        *(_number(line[name]) for name in ("p50_ms", "p95_ms", "p99_ms", "memory_mb")),
        line["note"],
    ]


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def _ratio(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def text_table(lines: Sequence[Line]) -> str:
    """Return the table for a terminal."""
    rows = [list(HEAD), *(cells(line) for line in lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def markdown(lines: Sequence[Line], command: str, when: dt.datetime, where: str) -> str:
    """Return the block of one benchmark in docs/performance.md."""
    rows = [HEAD, ("---",) * len(HEAD), *(cells(line) for line in lines)]
    table = "\n".join("| " + " | ".join(row) + " |" for row in rows)
    return f"`{command}`, {when:%Y-%m-%d}, {where}\n\n{table}"


def store(path: Path, body: Mapping[str, Any]) -> None:
    """Write JSON."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(body, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def rewrite(name: str, block: str, file: Path = DOCS) -> None:
    """Put a benchmark's block between its markers; they are added at the end when they are not there."""
    begin, end = f"<!-- bench:{name} -->", f"<!-- /bench:{name} -->"
    text = file.read_text(encoding="utf-8") if file.exists() else "# Performance\n"
    fresh = f"{begin}\n{block}\n{end}"
    pattern = re.compile(re.escape(begin) + ".*?" + re.escape(end), re.DOTALL)
    text = pattern.sub(lambda _: fresh, text) if pattern.search(text) else f"{text.rstrip()}\n\n{fresh}\n"
    file.write_text(text, encoding="utf-8")
