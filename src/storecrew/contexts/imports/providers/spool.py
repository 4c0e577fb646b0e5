"""Rows of a file, sorted into products on disk, so that memory does not grow with the file."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from storecrew.contexts.imports.facts import Row

_BATCH = 2_000


class Spool:
    """A temporary file of rows under their keys. Use as a context manager."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="storecrew-spool-")
        self._db = sqlite3.connect(Path(self._folder.name) / "rows.sqlite3", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute("PRAGMA temp_store = FILE")
        self._db.execute(
            "CREATE TABLE rows (number INTEGER PRIMARY KEY, key TEXT NOT NULL, cells TEXT NOT NULL)"
        )
        self._db.execute("CREATE TABLE links (part TEXT PRIMARY KEY, whole TEXT NOT NULL) WITHOUT ROWID")
        self._db.execute("BEGIN")
        self._waiting: list[tuple[int, str, str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()
        self._folder.cleanup()

    def add(self, key: str, row: Row) -> None:
        """Keep a row."""
        self._waiting.append((row.number, key, json.dumps(row.cells, ensure_ascii=False)))
        if len(self._waiting) >= _BATCH:
            self._flush()

    def _flush(self) -> None:
        self._db.executemany("INSERT INTO rows VALUES (?, ?, ?)", self._waiting)
        self._waiting.clear()

    def link(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Move the rows under each part to its whole; the first link of a part counts."""
        self._flush()
        self._db.executemany("INSERT OR IGNORE INTO links VALUES (?, ?)", pairs)
        self._db.execute(
            "UPDATE rows SET key = (SELECT whole FROM links WHERE part = key)"
            " WHERE key IN (SELECT part FROM links)"
        )

    def products(self) -> Iterator[tuple[str, list[Row]]]:
        """Each key with its rows, in the order in which the keys first appear in the file."""
        self._flush()
        self._db.execute("CREATE INDEX IF NOT EXISTS by_key ON rows (key, number)")
        keys = self._db.execute("SELECT key, min(number) AS first FROM rows GROUP BY key ORDER BY first")
        for key, _ in keys:
            found = self._db.execute("SELECT number, cells FROM rows WHERE key = ? ORDER BY number", (key,))
            yield key, [Row(number, json.loads(cells)) for number, cells in found]

    def count(self) -> int:
        """How many products there will be."""
        self._flush()
        return int(self._db.execute("SELECT count(DISTINCT key) FROM rows").fetchone()[0])
