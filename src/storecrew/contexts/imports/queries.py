"""Reads of the imports context."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from storecrew.contexts.imports.errors import RunNotFound
from storecrew.contexts.imports.models import ImportBatch, ImportImage, ImportRun
from storecrew.contexts.imports.providers.files.opening import open_source
from storecrew.contexts.imports.providers.files.table import Table
from storecrew.contexts.imports.rules.cells import safe_cell


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
    reasons = {int(row): reason for row, reason in run.report.get("rejected_rows", {}).items()}
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
