"""Reads of the imports context."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from storecrew.contexts.imports.errors import RunNotFound, UnreadableFile
from storecrew.contexts.imports.models import ImportBatch, ImportImage, ImportRun, SheetRun
from storecrew.contexts.imports.providers.files.opening import open_source
from storecrew.contexts.imports.providers.files.table import Table
from storecrew.contexts.imports.providers.formats.detection import FORMATS
from storecrew.contexts.imports.rules.cells import safe_cell
from storecrew.contexts.imports.sheets import SheetKind
from storecrew.kernel.actor import Actor

_SAMPLE_ROWS = 50
_SAMPLE = 60


@dataclass(frozen=True, slots=True)
class PictureCounts:
    """How many pictures of an import wait, are in the shop, or could not be had."""

    waiting: int
    attached: int
    failed: int


def find_run(run_id: int) -> ImportRun:
    """An import by its number. Raises RunNotFound."""
    run = ImportRun.objects.filter(pk=run_id).first()
    if run is None:
        raise RunNotFound(run_id=run_id)
    return run


def find_sheet(run_id: int) -> SheetRun:
    """A sheet by its number. Raises RunNotFound."""
    run = SheetRun.objects.filter(pk=run_id).first()
    if run is None:
        raise RunNotFound(run_id=run_id)
    return run


def sheet_template(kind: SheetKind, actor: Actor) -> str:
    """A file to start from: the columns of a kind, with what is to be filled in or an example row."""
    rows = kind.template_rows(actor) if kind.template_rows else []
    rows = rows or [[column.example for column in kind.columns]]
    return "".join(_line(row) for row in ([column.name for column in kind.columns], *rows))


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """A column of a file and what it is used as ("" when it is left out)."""

    column: str
    used_as: str
    guessed: bool
    silent: bool
    sample: str = ""
    """The first value that stands in it, shortened."""


def columns_of(run: ImportRun, format_code: str) -> tuple[list[ColumnUse], list[tuple[str, str]]]:
    """How a format reads the columns of a file, and the names that a column may be given, as (name,
    label).
    """
    kind = FORMATS.get(format_code, FORMATS["storecrew"])
    table = kind.spellings()
    samples = _samples(run)
    uses = []
    for place, column in enumerate(run.header):
        guess = kind.name_of(column, table) or ""
        uses.append(
            ColumnUse(
                column,
                run.mapping.get(column, guess),
                column not in run.mapping,
                kind.is_silent(column),
                samples.get(place, ""),
            )
        )
    known = [(column.name, column.label) for column in kind.columns]
    names = {name for name, _ in known}
    known += [(use.used_as, use.used_as) for use in uses if use.used_as and use.used_as not in names]
    return uses, list(dict.fromkeys(known))


def _samples(run: ImportRun) -> dict[int, str]:
    """The first value of each column within the first rows, by its place; nothing of a file that is gone."""
    found: dict[int, str] = {}
    try:
        with open_source(Path(run.file.path), run.name) as source:
            table = Table(source, run.header, run.encoding, run.delimiter or ",", replaced_bytes=True)
            for _number, cells in islice(table.records(), _SAMPLE_ROWS):
                for place, cell in enumerate(cells):
                    if text := " ".join(cell.split()):
                        found.setdefault(place, text[:_SAMPLE] + "…" if len(text) > _SAMPLE else text)
    except (UnreadableFile, OSError, ValueError):
        return found
    return found


def template_csv() -> str:
    """A file to start from: our columns with two example products."""
    header = [
        "slug",
        "title",
        "description",
        "brand",
        "status",
        "categories",
        "sku",
        "barcode",
        "options",
        "weight_g",
        "price",
        "compare_at",
        "stock",
        "images",
        "image_alts",
    ]
    rows = [
        [
            "linen-shirt",
            "Linen shirt",
            "<p>Light and airy.</p>",
            "Example",
            "live",
            "Women>Shirts",
            "LS-S",
            "",
            "Size=S|Color=White",
            "240",
            "49.90",
            "",
            "12",
            "linen-shirt.jpg",
            "A white linen shirt",
        ],
        [
            "linen-shirt",
            "",
            "",
            "",
            "",
            "",
            "LS-M",
            "",
            "Size=M|Color=White",
            "250",
            "49.90",
            "",
            "8",
            "",
            "",
        ],
        [
            "oak-bowl",
            "Oak bowl",
            "<p>Turned by hand.</p>",
            "Example",
            "draft",
            "Home>Kitchen|Gifts",
            "OB-1",
            "",
            "",
            "600",
            "32.00",
            "39.00",
            "5",
            "",
            "",
        ],
    ]
    return "".join(_line(row) for row in (header, *rows))


def can_be_undone(run: ImportRun) -> bool:
    """Whether there is something that an undo would take back."""
    return (
        run.state in {ImportRun.State.DONE, ImportRun.State.FAILED}
        and ImportBatch.objects.filter(run=run, undone=False).exists()
    )


def picture_counts(run: ImportRun) -> PictureCounts:
    """The pictures of an import by state; one query."""
    states = list(ImportImage.objects.filter(run=run).values_list("state", flat=True))
    state = ImportImage.State
    return PictureCounts(*(states.count(each) for each in (state.WAITING, state.ATTACHED, state.FAILED)))


def failed_pictures(run: ImportRun, limit: int = 200) -> list[tuple[str, str, str]]:
    """Title of the product, source and problem of pictures that could not be had."""
    rows = ImportImage.objects.filter(run=run, state=ImportImage.State.FAILED)
    return list(rows.values_list("product__title", "source", "problem")[:limit])


def rejected_rows(run: ImportRun) -> Iterator[str]:
    """The rejected rows as the file has them, with the reason in a last column; CSV text, line by line.

    Corrected, the file can be uploaded as it is: the extra column is left out by the import.
    """
    yield from rows_with_reasons(
        run, {int(row): reason for row, reason in run.report.get("rejected_rows", {}).items()}
    )


def rows_with_reasons(run: ImportRun | SheetRun, reasons: dict[int, str]) -> Iterator[str]:
    """Rows of a file by their numbers, with a reason for each in a last column."""
    yield _line([*run.header, "rejected because"])
    if not reasons:
        return
    with open_source(Path(run.file.path), run.name) as source:
        table = Table(source, run.header, run.encoding, run.delimiter or ",", replaced_bytes=True)
        width = len(run.header)
        for number, cells in table.records():
            if number in reasons:
                yield _line([*(cells + [""] * width)[: max(width, len(cells))], reasons[number]])


def _line(cells: list[str]) -> str:
    out = io.StringIO()
    csv.writer(out).writerow([safe_cell(cell) for cell in cells])
    return out.getvalue()
