"""A file as a sheet: its header and rows, with the same limits, encodings and wrappings as catalog files."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from storecrew.contexts.imports.errors import FileTooLarge, MissingColumns, UnreadableFile
from storecrew.contexts.imports.facts import Problem, Row
from storecrew.contexts.imports.providers.files.opening import open_source
from storecrew.contexts.imports.providers.files.table import DELIMITERS, Table, read_header, split_header
from storecrew.contexts.imports.rules.cells import plain_cell
from storecrew.contexts.imports.rules.sheet_cells import names_of
from storecrew.contexts.imports.sheets import SheetKind

MOST_ROWS = 20_000


@dataclass(frozen=True, slots=True)
class SheetFile:
    """What a file holds. ``records`` are (row as a spreadsheet counts, cells)."""

    header: list[str]
    encoding: str
    delimiter: str
    digest: str
    records: list[tuple[int, list[str]]]
    replaced: bool = False
    cut_row: int = 0
    wide: list[Problem] = field(default_factory=list)


def read_sheet(path: Path, name: str = "") -> SheetFile:
    """Read a whole sheet. Raises UnreadableFile or FileTooLarge."""
    with open_source(path, name) as source:
        line, encoding, replaced = read_header(source)
        delimiter = max(DELIMITERS, key=line.count)
        header = split_header(line, delimiter)
        table = Table(source, header, encoding, delimiter, replaced)
        records: list[tuple[int, list[str]]] = []
        wide: list[Problem] = []
        for number, cells in table.records():
            if len(records) + len(wide) >= MOST_ROWS:
                raise FileTooLarge(_("The file has more than %(count)d rows.") % {"count": MOST_ROWS})
            if any(cell.strip() for cell in cells[len(header) :]):
                facts = {"cells": len(cells), "columns": len(header)}
                wide.append(Problem("row_too_wide", number, params=facts))
            elif any(cell.strip() for cell in cells):
                records.append((number, cells))
        with path.open("rb") as raw:
            digest = hashlib.file_digest(raw, "sha256").hexdigest()
        return SheetFile(header, encoding, delimiter, digest, records, replaced, table.unclosed_row, wide)


def columns_used(kind: SheetKind, header: list[str], mapping: Mapping[str, str]) -> list[str]:
    """Return our name for each column of a file, "" for those that are left out."""
    return names_of(header, [(column.name, column.spellings) for column in kind.columns], mapping)


def missing_columns(kind: SheetKind, names: list[str]) -> list[str]:
    """Return the labels of columns that a kind needs and a file does not have."""
    return [str(column.label) for column in kind.columns if column.required and column.name not in names]


def rows_of(kind: SheetKind, file: SheetFile, mapping: Mapping[str, str]) -> list[Row]:
    """Return the rows under our names, blank cells left out. Raises MissingColumns, UnreadableFile."""
    names = columns_used(kind, file.header, mapping)
    missing = missing_columns(kind, names)
    if missing:
        raise MissingColumns(
            _("The column “%(column)s” is missing (row 1).") % {"column": missing[0]}, columns=missing, row=1
        )
    used = [column for column, name in zip(file.header, names, strict=True) if name]
    doubled = next((column for column in used if file.header.count(column) > 1), "")
    if doubled:
        raise UnreadableFile(
            _("The column “%(column)s” stands twice in the header (row 1).") % {"column": doubled},
            next_step=_("Remove or rename one of the two."),
            row=1,
        )
    return [
        Row(number, _cells(names, cells))
        for number, cells in file.records
        if not (file.cut_row and number >= file.cut_row)
    ]


def _cells(names: list[str], cells: list[str]) -> dict[str, str]:
    found = {}
    for name, cell in zip(names, cells, strict=False):
        text = plain_cell(cell.strip()).replace("\x00", "").strip()
        if name and text:
            found[name] = text[:1_000]
    return found
