"""A separated text file as rows under a header, read once from the start to the end in bounded memory."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from storecrew.contexts.imports.errors import FileTooLarge, UnreadableFile
from storecrew.contexts.imports.providers.files import limits
from storecrew.contexts.imports.providers.files.encoding import detect_encoding
from storecrew.contexts.imports.providers.files.opening import Source

DELIMITERS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
# A first line that tells spreadsheets the separator; they do not show it as a row.
_SEPARATOR = re.compile(r'\ufeff?"?sep=(.)"?[,;\t|]*\r?\n?', re.IGNORECASE)
_MOST_BLANK = 100


@dataclass
class Table:
    """The header of a file and how to read its rows."""

    source: Source
    header: list[str]
    encoding: str
    delimiter: str
    replaced_bytes: bool = False
    unclosed_row: int = 0  # set at the end: the row in which the file breaks off, or 0

    def records(self) -> Iterator[tuple[int, list[str]]]:
        """Each row below the header with its number as a spreadsheet counts (the header is 1).

        Blank rows are counted and left out. A row whose last quote is never closed is not returned;
        ``unclosed_row`` names it. Raises FileTooLarge beyond the limits.
        """
        with self.source.open() as raw:
            errors = "replace" if self.replaced_bytes else "strict"
            with io.TextIOWrapper(raw, encoding=self.encoding, errors=errors, newline="") as text:
                first, blank = skip_to_header(text)
                yield from self._rows(_Lines(text, first), 1 + blank)

    def _rows(self, lines: _Lines, header: int) -> Iterator[tuple[int, list[str]]]:
        csv.field_size_limit(limits.MOST_CELL)
        reader = csv.reader(lines, delimiter=self.delimiter)
        number = header - 1
        top: list[str] = []
        trimmed = False  # some programs leave out the blank cells at the end of a row
        try:
            for number, cells in enumerate(reader, start=header):
                record = lines.take()
                if number == header:
                    top = cells
                if cells == top or not any(map(str.strip, cells)):
                    continue  # files that were put together repeat their header
                if number > limits.MOST_ROWS:
                    raise FileTooLarge(
                        _("The file has more than %(count)d rows.") % {"count": limits.MOST_ROWS}
                    )
                if lines.ended and self._is_cut(record, cells, trimmed=trimmed):
                    self.unclosed_row = number
                    return
                trimmed = trimmed or len(cells) < len(self.header)
                yield number, cells
        except csv.Error as error:
            raise UnreadableFile(
                _("Row %(row)d cannot be read: a quoted cell is opened and not closed, or is too long.")
                % {"row": number + 1},
                next_step=_("Look at the quotes of this row, or export the file again."),
                row=number + 1,
            ) from error
        except UnicodeDecodeError as error:
            raise UnreadableFile(
                _("Row %(row)d holds bytes that are not %(encoding)s.")
                % {"row": number + 1, "encoding": self.encoding},
                row=number + 1,
            ) from error

    def _is_cut(self, record: str, cells: list[str], *, trimmed: bool) -> bool:
        """The last row has no line break: is it whole, or the middle of a file that was cut off?"""
        if len(cells) < len(self.header) and not trimmed:
            return True
        try:
            list(csv.reader(io.StringIO(record, newline=""), delimiter=self.delimiter, strict=True))
        except csv.Error as error:
            return "end of data" in str(error)
        return False


class _Lines:
    """Lines of bounded length; remembers those of the row that is being read."""

    def __init__(self, text: io.TextIOWrapper, first: str) -> None:
        self._text = text
        self._first = first  # was read already
        self._record: list[str] = []
        self._length = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line, self._first = self._first or self._text.readline(limits.MOST_LINE), ""
        if not line:
            self.ended = True
            raise StopIteration
        self._length += len(line)
        if self._length > limits.MOST_RECORD:
            raise FileTooLarge(
                _("A row of the file is longer than %(size)d million characters.")
                % {"size": limits.MOST_RECORD >> 20},
                next_step=_("Look for a quote that is opened and never closed, or export the file again."),
            )
        self._record.append(line)
        return line

    def take(self) -> str:
        """The text of the row just read if it is the last one, else nothing; starts the next row."""
        record = self._record
        self._record = []
        self._length = 0
        if record and not record[-1].endswith(("\n", "\r")):
            self.ended = True
        return "".join(record) if self.ended else ""


def read_header(source: Source) -> tuple[str, str, bool]:
    """The first line of the file, its encoding, and whether bytes will be replaced."""
    with source.open() as raw:
        first = raw.readline(1 << 20)
        if len(first) >= 1 << 20:
            raise FileTooLarge(_("The first line of the file is longer than a header can be."))
    encoding, replaced = detect_encoding(source.open)
    with source.open() as raw:
        text = io.TextIOWrapper(raw, encoding=encoding, errors="replace", newline="")
        line, _blank = skip_to_header(text)
        # A header may hold a line break inside quotes.
        while line.count('"') % 2 and len(line) < 1 << 20:
            more = text.readline(1 << 20)
            if not more:
                break
            line += more
    return line, encoding, replaced


def skip_to_header(text: io.TextIOWrapper) -> tuple[str, int]:
    """The first line that holds something, and how many blank rows are above it.

    A line that only names the separator is no row. Raises UnreadableFile when there are only blank rows.
    """
    blank = 0
    line = text.readline(1 << 20)
    while line and blank < _MOST_BLANK:
        if not line.strip().strip(',;\t|"'):
            blank += 1
        elif blank or not _SEPARATOR.fullmatch(line):
            return line, blank
        line = text.readline(1 << 20)
    raise UnreadableFile(
        _("The first rows of the file are empty."),
        next_step=_("Put the names of the columns into the first row."),
    )


def split_header(line: str, delimiter: str) -> list[str]:
    """The cells of the header for one separator. Raises FileTooLarge beyond the limit."""
    if line.count(delimiter) >= limits.MOST_COLUMNS:
        raise FileTooLarge(_("The file has more than %(count)d columns.") % {"count": limits.MOST_COLUMNS})
    cells = next(csv.reader(io.StringIO(line, newline=""), delimiter=delimiter), [])
    return [cell.strip().lstrip("\ufeff") for cell in cells]
