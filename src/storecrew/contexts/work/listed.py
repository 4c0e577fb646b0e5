"""Who writes the files of lists: lists are of a surface, which registers itself here."""

from __future__ import annotations

from typing import IO, NamedTuple, Protocol

from storecrew.contexts.work.facts import FileReader, ListView


class Written(NamedTuple):
    """A file that was written: how it is called, and how many rows it has."""

    name: str
    rows: int


class ListFiles(Protocol):
    """Whoever has the lists and knows who may see them."""

    def reader(self, person: str) -> FileReader | None:
        """Return where somebody gets mail and in which language; None for an account that is closed."""

    def require(self, view: ListView, person: str) -> None:
        """Raise a DomainError unless somebody may take this view of a list away, all of it."""

    def write(self, view: ListView, *, sender: str, reader: FileReader, into: IO[bytes]) -> Written:
        """Write a view as a file, with what both the sender and the reader may see, in the reader's words."""


_writers: list[ListFiles] = []


def register_list_files(writer: ListFiles) -> None:
    """Let scheduled files be written; another writer takes the place of the first."""
    _writers[:] = [writer]


def list_files() -> ListFiles:
    """Return who writes them."""
    return _writers[0]
