"""The life of a sheet: upload, columns, preview, taking, undo. Small enough for one transaction."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.imports.errors import UnknownFormat, UnreadableFile, WrongState
from storecrew.contexts.imports.facts import Problem
from storecrew.contexts.imports.models import SheetRun
from storecrew.contexts.imports.providers.sheet_file import (
    SheetFile,
    columns_used,
    missing_columns,
    read_sheet,
    rows_of,
)
from storecrew.contexts.imports.queries import find_sheet
from storecrew.contexts.imports.sheets import (
    OUTCOMES,
    REJECTED,
    UNCHANGED,
    Judged,
    Look,
    SheetKind,
    rejected,
    sheet_kind,
)
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

State = SheetRun.State
MOST_UPLOAD = 20 << 20
SHOWN = 2_000
RECORD = "imports.sheet"


@dataclass(frozen=True, slots=True)
class SheetPreview:
    """What a sheet would do, row by row in the order of the file, and notes about the file itself."""

    rows: list[Judged]
    notes: list[Problem] = field(default_factory=list)

    def counts(self) -> dict[str, int]:
        """How many rows have each outcome."""
        found = [row.outcome for row in self.rows]
        return {"rows": len(found)} | {outcome: found.count(outcome) for outcome in OUTCOMES}


def look_at_sheet(
    path: Path,
    kind_code: str,
    *,
    name: str = "",
    mapping: Mapping[str, str] | None = None,
    actor: Actor,
    at: dt.datetime,
    document: str = "",
) -> SheetPreview:
    """Say what a file would do; nothing is written. Raises UnreadableFile, MissingColumns, UnknownFormat."""
    kind = _kind(kind_code)
    actor.require(kind.permission)
    return _judged(kind, read_sheet(path, name), mapping or {}, actor, at, document)[0]


def upload_sheet(*, kind_code: str, file: File, name: str, actor: Actor, at: dt.datetime) -> SheetRun:
    """Keep a file and look at it; nothing but the import itself is written.

    The preview is made at once when the columns that the kind needs are found, else the columns are to be
    named first. The columns of the last file with the same header are taken over.
    """
    kind = _kind(kind_code)
    actor.require(kind.permission)
    if (file.size or 0) > MOST_UPLOAD:
        raise UnreadableFile(_("The file is larger than %(size)d MB.") % {"size": MOST_UPLOAD >> 20})
    run = SheetRun(kind=kind.code, name=Path(name).name[:200], actor_label=actor.label[:200], created_at=at)
    run.file.save("upload", file, save=False)
    try:
        sheet = read_sheet(Path(run.file.path), run.name)
        run.header, run.encoding, run.delimiter = sheet.header, sheet.encoding, sheet.delimiter
        run.mapping = _known_mapping(kind, sheet.header)
        if not missing_columns(kind, columns_used(kind, sheet.header, run.mapping)):
            _write_preview(run, kind, sheet, actor, at)
    except BaseException:
        run.file.delete(save=False)
        raise
    with transaction.atomic():
        run.save()
        _audit(run, "imports.sheet_uploaded", actor, at, {"name": run.name, "kind": run.kind})
    return run


def map_sheet(run_id: int, *, mapping: Mapping[str, str], actor: Actor, at: dt.datetime) -> SheetRun:
    """Say what each column holds ("" to leave it out) and make the preview.

    Raises MissingColumns, and WrongState when the sheet was taken already.
    """
    run = find_sheet(run_id)
    kind = _kind(run.kind)
    actor.require(kind.permission)
    if run.state not in (State.UPLOADED, State.PREVIEWED):
        raise WrongState()
    run.mapping = {str(column): str(name) for column, name in mapping.items() if column in run.header}
    _write_preview(run, kind, read_sheet(Path(run.file.path), run.name), actor, at)
    values = {
        "mapping": run.mapping, "state": run.state, "counts": run.counts, "report": run.report,
    }  # fmt: skip
    if not SheetRun.objects.filter(pk=run_id, state__in=[State.UPLOADED, State.PREVIEWED]).update(**values):
        raise WrongState()
    return run


def take_sheet(run_id: int, *, actor: Actor, at: dt.datetime) -> SheetRun:
    """Take the good rows of a previewed sheet, all or none; they are judged anew against what is so now.

    Raises WrongState for the second who confirms.
    """
    run = find_sheet(run_id)
    kind = _kind(run.kind)
    actor.require(kind.permission)
    try:
        _take(run, kind, actor, at)
    except IntegrityError as error:
        # The same sheet was taken by somebody else in the same instant.
        raise WrongState() from error
    return find_sheet(run_id)


def _take(run: SheetRun, kind: SheetKind, actor: Actor, at: dt.datetime) -> None:
    run_id = run.pk
    sheet = read_sheet(Path(run.file.path), run.name)
    with transaction.atomic():
        if not SheetRun.objects.filter(pk=run_id, state=State.PREVIEWED).update(state=State.TAKEN):
            raise WrongState()
        preview, look = _judged(kind, sheet, run.mapping, actor, at, run.document)
        work = [row for row in preview.rows if row.outcome not in (REJECTED, UNCHANGED)]
        changes = kind.take(work, look) if work else {}
        counts = preview.counts()
        SheetRun.objects.filter(pk=run_id).update(
            counts=counts, report=_report(preview), changes=changes, finished_at=at
        )
        _audit(run, "imports.sheet_taken", actor, at, {name: counts[name] for name in OUTCOMES})


def undo_sheet(run_id: int, *, actor: Actor, at: dt.datetime) -> SheetRun:
    """Put back what a sheet changed; what was changed since stays and is counted. Raises WrongState."""
    run = find_sheet(run_id)
    kind = _kind(run.kind)
    actor.require(kind.permission)
    if kind.undo is None or not run.changes:
        raise WrongState()
    with transaction.atomic():
        if not SheetRun.objects.filter(pk=run_id, state=State.TAKEN).update(state=State.UNDONE):
            raise WrongState()
        kept = kind.undo(run.changes, Look(actor, at, "", run.document))
        SheetRun.objects.filter(pk=run_id).update(kept=kept, finished_at=at)
        _audit(run, "imports.sheet_undone", actor, at, {"kept": kept})
    return find_sheet(run_id)


def remove_sheet(run_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Remove a sheet that was not taken, with its file. Raises WrongState."""
    run = find_sheet(run_id)
    actor.require(_kind(run.kind).permission)
    with transaction.atomic():
        gone, _rows = SheetRun.objects.filter(pk=run_id, state__in=[State.UPLOADED, State.PREVIEWED]).delete()
        if not gone:
            raise WrongState()
        _audit(run, "imports.sheet_removed", actor, at, {"name": run.name})
    run.file.delete(save=False)


def _judged(
    kind: SheetKind,
    sheet: SheetFile,
    mapping: Mapping[str, str],
    actor: Actor,
    at: dt.datetime,
    document: str,
) -> tuple[SheetPreview, Look]:
    rows = rows_of(kind, sheet, mapping)
    look = Look(actor, at, sheet.digest, document, decimal_comma=sheet.delimiter == ";")
    found = kind.judge(rows, look) + [Judged(wide.row, REJECTED, problem=wide) for wide in sheet.wide]
    if sheet.cut_row:
        found.append(rejected(sheet.cut_row, "file_cut_off"))
    notes = []
    if sheet.replaced:
        notes.append(Problem("bytes_replaced", 1, value=sheet.encoding))
    names = columns_used(kind, sheet.header, mapping)
    ignored = [column for column, name in zip(sheet.header, names, strict=True) if column and not name]
    if ignored:
        notes.append(Problem("columns_ignored", 1, value=", ".join(ignored)[:500]))
    return SheetPreview(sorted(found, key=lambda row: row.row), notes), look


def _write_preview(run: SheetRun, kind: SheetKind, sheet: SheetFile, actor: Actor, at: dt.datetime) -> None:
    preview, _look = _judged(kind, sheet, run.mapping, actor, at, run.document if run.pk else "")
    run.counts, run.report, run.state = preview.counts(), _report(preview), State.PREVIEWED


def _report(preview: SheetPreview) -> dict[str, Any]:
    """Return what pages show: the first rows that come in, all that do not, and what was left out."""
    coming = [row for row in preview.rows if row.outcome not in (REJECTED, UNCHANGED)]
    return {
        "rows": [[row.row, row.outcome, row.what, row.before, row.after] for row in coming[:SHOWN]],
        "rejections": [stored(row.problem) for row in preview.rows if row.problem is not None],
        "notes": [stored(note) for note in preview.notes],
    }


def stored(problem: Problem) -> dict[str, Any]:
    """Return a problem as a report keeps it: its sentence is chosen when it is shown."""
    return {
        "code": problem.code, "row": problem.row, "column": problem.column, "value": problem.value,
        "sku": problem.sku, "params": {key: str(value) for key, value in problem.params.items()},
    }  # fmt: skip


def _known_mapping(kind: SheetKind, header: list[str]) -> dict[str, str]:
    before = SheetRun.objects.filter(kind=kind.code).exclude(mapping={})
    return next((run.mapping for run in before[:20] if run.header == header), {})


def _kind(code: str) -> SheetKind:
    kind = sheet_kind(code)
    if kind is None:
        raise UnknownFormat(_("This kind of sheet does not exist."))
    return kind


def _audit(run: SheetRun, action: str, actor: Actor, at: dt.datetime, after: dict[str, Any]) -> None:
    audit.record(actor=actor, action=action, record=RECORD, record_id=run.pk, at=at, after=after)
