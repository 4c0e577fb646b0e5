"""Open an archive or a workbook; runs in a limited child only (`kernel.limited`), never in the shop itself.

:func:`unpack` writes plain files into a folder and answers ``{"tables": [...], "images": 3}`` or
``{"error": code, "detail": text}``.
"""

from __future__ import annotations

import csv
import datetime as dt
import stat
import zipfile
from pathlib import Path, PurePosixPath
from typing import Any

from storecrew.contexts.imports.providers.files import limits
from storecrew.kernel.limited import Answer

_TABLES = {".csv", ".tsv", ".txt", ".xlsx"}
_IMAGES = {".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"}
_FIRST_ROWS = 20
_ARCHIVES = {".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst", ".jar"}


class Refused(Exception):
    """The file breaks a limit; ``code`` is known to the parent."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def check_entries(archive: zipfile.ZipFile, packed_bytes: int, most: int) -> list[zipfile.ZipInfo]:
    """The files of an archive; raises :class:`Refused` before a byte of them is unpacked."""
    entries = archive.infolist()
    if len(entries) > limits.MOST_ENTRIES:
        raise Refused("archive_entries", str(len(entries)))
    files = []
    total = packed = 0
    for entry in entries:
        path = PurePosixPath(entry.filename.replace("\\", "/"))
        if path.is_absolute() or ".." in path.parts or "\x00" in entry.filename or ":" in entry.filename:
            raise Refused("archive_path", entry.filename[:100])
        if stat.S_ISLNK(entry.external_attr >> 16):
            raise Refused("archive_link", entry.filename[:100])
        if entry.flag_bits & 1:
            raise Refused("archive_locked", entry.filename[:100])
        total += entry.file_size
        packed += entry.compress_size
        if entry.is_dir() or "__MACOSX" in path.parts or path.name.startswith("."):
            continue
        if path.suffix.lower() in _ARCHIVES:
            raise Refused("archive_nested", entry.filename[:100])
        files.append(entry)
    if total > most or packed > packed_bytes:
        raise Refused("archive_bomb", f"{total}")
    if total > limits.RATIO_FROM and total > limits.MOST_RATIO * max(packed, 1):
        raise Refused("archive_bomb", f"{total}")
    return files


def copy_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, target: Path, most: int) -> None:
    """Unpack one file, counting what really comes out."""
    target.parent.mkdir(parents=True, exist_ok=True)
    left = most
    with archive.open(entry) as source, target.open("xb") as out:
        while chunk := source.read(1 << 20):
            left -= len(chunk)
            if left < 0:
                raise Refused("archive_bomb", entry.filename[:100])
            out.write(chunk)


def open_archive(source: Path, folder: Path) -> dict[str, Any]:
    """Unpack tables to ``tables/`` and pictures to ``images/`` under FOLDER."""
    tables: list[str] = []
    images = 0
    with zipfile.ZipFile(source) as archive:
        files = check_entries(archive, source.stat().st_size, limits.MOST_UNPACKED)
        for entry in files:
            path = PurePosixPath(entry.filename.replace("\\", "/"))
            suffix = path.suffix.lower()
            if suffix in _TABLES:
                target = folder / "tables" / f"{len(tables)}{suffix}"
                copy_entry(archive, entry, target, limits.MOST_BYTES)
                if target.read_bytes()[:4] == b"PK\x03\x04":
                    if suffix != ".xlsx":
                        raise Refused("archive_nested", entry.filename[:100])
                    target = write_workbook(target, target.with_suffix(".csv"))
                tables.append(target.name)
            elif suffix in _IMAGES:
                if entry.file_size > limits.MOST_IMAGE:
                    continue
                copy_entry(archive, entry, folder / "images" / Path(*path.parts), limits.MOST_IMAGE)
                images += 1
    return {"tables": tables, "images": images}


def write_workbook(source: Path, target: Path) -> Path:
    """Write the first sheet with a table as CSV in UTF-8; one of remarks may stand before it."""
    from openpyxl import load_workbook

    with zipfile.ZipFile(source) as archive:
        check_entries(archive, source.stat().st_size, limits.MOST_SHEET)
    # By its bytes: a file that was uploaded has a name of ours, and the reader judges paths by their ending.
    with source.open("rb") as raw, target.open("w", encoding="utf-8", newline="") as out:
        book = load_workbook(raw, read_only=True, data_only=True, keep_links=False)
        writer = csv.writer(out)
        sheet = next((each for each in book.worksheets if _has_table(each)), book.worksheets[0])
        for number, cells in enumerate(sheet.iter_rows(values_only=True)):
            if number > limits.MOST_ROWS:
                raise Refused("too_many_rows", str(number))
            if len(cells) > limits.MOST_COLUMNS:
                raise Refused("too_many_columns", str(len(cells)))
            writer.writerow([cell_text(cell) for cell in cells])
    return target


def _has_table(sheet: Any) -> bool:
    """Whether one of the first rows has several cells."""
    rows = sheet.iter_rows(max_row=_FIRST_ROWS, values_only=True)
    return any(sum(cell is not None for cell in cells) > 1 for cells in rows)


def cell_text(value: object) -> str:
    """A cell of a workbook as a CSV of the same platform would hold it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, dt.datetime):
        return value.isoformat(sep=" ")
    return str(value)


def unpack(kind: str, source: str, folder: str, *, content: bytes = b"") -> Answer:
    """Do the work on ``kind`` "archive" or "workbook", and say what came of it."""
    try:
        if kind == "workbook":
            Path(folder, "tables").mkdir(parents=True, exist_ok=True)
            table = write_workbook(Path(source), Path(folder, "tables", "0.csv"))
            return Answer({"tables": [table.name], "images": 0})
        return Answer(open_archive(Path(source), Path(folder)))
    except Refused as refused:
        return Answer({"error": refused.code, "detail": refused.detail})
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  a broken file may raise anything in here
        return Answer({"error": "archive_broken", "detail": type(error).__name__})
