"""Where the index of this machine lies, who may write to it, and how readers follow.

``search/CURRENT`` names a generation folder with the columns as they were at its rebuild, a journal of the
products that changed since, the text index, and the last change of the database that it holds. A rebuild
makes a new folder and swaps the name. Every process keeps the columns in memory and reads what the journal
got longer.
"""

from __future__ import annotations

import fcntl
import json
import logging
import os
import shutil
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from storecrew.contexts.discovery.index.columns import Columns
from storecrew.contexts.discovery.index.text import TextIndex

logger = logging.getLogger(__name__)

Doc = Mapping[str, Any]


class View:
    """The index as one process sees it. Hold ``lock`` while asking: other threads update it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        self.columns = Columns.load(folder / "columns")
        self.text = TextIndex(folder / "text")
        self._read = 0
        self.follow()

    def follow(self) -> None:
        """Apply what was written to the journal since the last look."""
        journal = self.folder / "journal.jsonl"
        size = journal.stat().st_size
        if size == self._read:
            return
        with self.lock, journal.open("rb") as file:
            file.seek(self._read)
            new = file.read(size - self._read)
            complete = new[: new.rfind(b"\n") + 1]
            for line in complete.splitlines():
                entry = json.loads(line)
                if isinstance(entry, int):
                    self.columns.remove(entry)
                else:
                    self.columns.apply(entry)
            self._read += len(complete)
            self.text.reload()


class Store:
    """The index of this machine, in a folder that all its processes share."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: set[int] = set()  # changes applied beyond the cursor, see operations.indexing
        self._view: View | None = None
        self._opening = threading.Lock()

    def view(self) -> View | None:
        """The index up to date with this machine's journal; ``None`` when it is gone or broken."""
        try:
            name = (self.root / "CURRENT").read_text(encoding="ascii").strip()
            view = self._view
            if view is None or view.folder.name != name:
                view = self._open(name)
            view.follow()
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError):
            logger.warning("the search index cannot be read; lists come from the database", exc_info=True)
            return None
        return view

    def _open(self, name: str) -> View:
        with self._opening:
            if self._view is None or self._view.folder.name != name:
                self._view = View(self.root / name)
            return self._view

    @contextmanager
    def writing(self, *, wait: bool) -> Iterator[bool]:
        """Hold this machine's only right to write; yields False at once when it is taken."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / "lock").open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            try:
                yield True
            finally:
                fcntl.flock(file, fcntl.LOCK_UN)

    def write(self, docs: Iterable[Doc], removed: Iterable[int], cursor: int) -> None:
        """Bring products up to date. Within ``writing``; a repeat after a crash does no harm."""
        view = self.view()
        if view is None:
            return
        docs, removed = list(docs), list(removed)
        view.text.write(docs, removed=removed)
        lines = [json.dumps(_without_text(doc), ensure_ascii=False) for doc in docs]
        lines += [json.dumps(id_) for id_ in removed]
        if lines:
            with (view.folder / "journal.jsonl").open("a", encoding="utf-8") as file:
                file.write("\n".join(lines) + "\n")
        self._set_cursor(view.folder, cursor)
        view.follow()

    def rebuild(self, batches: Iterable[Sequence[Doc]], cursor: int, stamp: str) -> tuple[int, int]:
        """Make a new generation from all products; returns products and variants. Within ``writing``."""
        folder = self.root / f"g-{stamp}-{os.getpid()}"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        columns, text = Columns(), TextIndex(folder / "text")
        text.write(_through(batches, columns), fresh=True)
        columns.save(folder / "columns")
        (folder / "journal.jsonl").touch()
        self._set_cursor(folder, cursor)
        swap = self.root / "CURRENT.new"
        swap.write_text(folder.name, encoding="ascii")
        swap.replace(self.root / "CURRENT")
        for old in self.root.glob("g-*"):
            if old.name != folder.name:
                shutil.rmtree(old, ignore_errors=True)
        return columns.products, columns.variants

    def cursor(self) -> int | None:
        """The last change of the database that the index holds; ``None`` without an index."""
        view = self.view()
        if view is None:
            return None
        try:
            return int((view.folder / "cursor").read_text(encoding="ascii"))
        except (OSError, ValueError):
            return None

    def journal_size(self) -> int:
        """Bytes of the journal; a long one makes new processes start slowly."""
        view = self.view()
        return 0 if view is None else (view.folder / "journal.jsonl").stat().st_size

    def _set_cursor(self, folder: Path, cursor: int) -> None:
        new = folder / "cursor.new"
        new.write_text(str(cursor), encoding="ascii")
        new.replace(folder / "cursor")


def _through(batches: Iterable[Sequence[Doc]], columns: Columns) -> Iterator[Doc]:
    for batch in batches:
        for doc in batch:
            columns.apply(doc)
            yield doc


def _without_text(doc: Doc) -> dict[str, Any]:
    return {name: value for name, value in doc.items() if name != "text"}


_stores: dict[str, Store] = {}


def store() -> Store:
    """The store under the data folder of the settings."""
    root = Path(settings.STORECREW_DATA) / "search"
    return _stores.setdefault(str(root), Store(root))
