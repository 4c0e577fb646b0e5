"""The life of an import on screen: upload, mapping, preview, confirm, undo."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports.errors import UnreadableFile, WrongState
from storecrew.contexts.imports.models import ImportBatch, ImportImage, ImportRun
from storecrew.contexts.imports.operations.applying import Outcome, Plan, apply
from storecrew.contexts.imports.operations.settings_of import setting_for
from storecrew.contexts.imports.providers.formats.detection import FORMATS, detect
from storecrew.contexts.imports.providers.reading import Reading
from storecrew.contexts.imports.queries import find_run
from storecrew.contexts.imports.report import report_of
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import refused, say

State = ImportRun.State
MOST_UPLOAD = 300 << 20


def upload(
    *,
    file: File,
    name: str,
    channel_code: str | None = None,
    archive: File | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Keep a file and look at its header; returns the id of the import. Nothing of the shop changes.

    The mapping of the last file with the same header is taken over. Raises UnreadableFile when it is none
    that
    can be imported; a header that no format knows is kept, for the mapping step.
    """
    actor.require("catalog.import")
    if (file.size or 0) > MOST_UPLOAD:
        raise UnreadableFile(_("The file is larger than %(size)d MB.") % {"size": MOST_UPLOAD >> 20})
    channel = channels.facts(channel_code)
    if not actor.can_see("channel", channel.code):
        raise channels.UnknownChannel(channel=channel_code)
    run = ImportRun(
        name=Path(name).name[:200],
        channel_id=channel.id,
        actor_label=actor.label[:200],
        actor_id=actor.id[:64] if actor.kind == "staff" else "",
        created_at=at,
    )
    run.file.save("upload", file, save=False)
    if archive is not None:
        run.archive.save("upload", archive, save=False)
    try:
        _look_at_header(run)
    except BaseException:
        run.file.delete(save=False)
        if run.archive:
            run.archive.delete(save=False)
        raise
    with transaction.atomic():
        run.save()
        _audit(run, "uploaded", actor, at, {"name": run.name, "format": run.format})
    return run.pk


def _look_at_header(run: ImportRun) -> None:
    header = Reading.peek(Path(run.file.path), run.name)
    run.header = header.columns
    run.encoding, run.delimiter = header.encoding, header.delimiter
    run.format = header.format
    run.fingerprint = hashlib.sha256(json.dumps(header.columns).encode()).hexdigest()
    before = ImportRun.objects.filter(fingerprint=run.fingerprint).exclude(mapping={}).first()
    if before is not None:
        run.mapping, run.format = before.mapping, before.format


def set_mapping(
    *, run_id: int, format_code: str, mapping: Mapping[str, str], actor: Actor, at: dt.datetime
) -> None:
    """Say which format the file has and what its columns hold (file's column to ours, "" to leave out).

    Raises UnknownFormat or MissingColumns when the file cannot be read so.
    """
    actor.require("catalog.import")
    run = find_run(run_id)
    if format_code not in FORMATS:
        raise UnreadableFile(_("This format does not exist."))
    clean = {str(column): str(name) for column, name in mapping.items() if column in run.header}
    line = Reading.peek(Path(run.file.path), run.name).line
    detect(line, format_code, clean)
    changed = ImportRun.objects.filter(
        pk=run_id, state__in=[State.UPLOADED, State.PREVIEWED, State.FAILED]
    ).update(format=format_code, mapping=clean, state=State.UPLOADED, error="", report={}, counts={})
    if not changed:
        raise WrongState()


def claim(run_id: int, wanted: str, *, of: tuple[str, ...]) -> ImportRun:
    """Move an import to a state, if it is in one of those given. Raises WrongState, RunNotFound."""
    if not ImportRun.objects.filter(pk=run_id, state__in=of).update(state=wanted, done=0, error=""):
        find_run(run_id)
        raise WrongState()
    return find_run(run_id)


def begin_preview(*, run_id: int, actor: Actor, at: dt.datetime) -> None:
    """Move an import to its preview, which a task then makes. Raises WrongState when it is busy or done."""
    actor.require("catalog.import")
    if ImportBatch.objects.filter(run_id=run_id).exists():
        raise WrongState()
    claim(run_id, State.PREVIEWING, of=(State.UPLOADED, State.PREVIEWED, State.FAILED))


def preview(*, run_id: int, actor: Actor, at: dt.datetime) -> None:
    """Read the file and keep what it would do. The shop does not change."""
    actor.require("catalog.import")
    run = claim(run_id, State.PREVIEWING, of=(State.PREVIEWING,))
    outcome = _guarded(run, actor, at, dry_run=True)
    if outcome is not None:
        _finish(run, State.PREVIEWED, outcome)


def take(*, run_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take the products of a confirmed import in; safe to run again after a crash."""
    run = claim(run_id, State.IMPORTING, of=(State.IMPORTING,))
    outcome = _guarded(run, actor, at, dry_run=False)
    if outcome is not None:
        outcome.created, outcome.updated = _all_of(run, outcome)
        _finish(run, State.DONE, outcome, finished_at=at)
        with transaction.atomic():
            _audit(run, "taken", actor, at, outcome.counts())


def confirm(*, run_id: int, actor: Actor, at: dt.datetime) -> None:
    """Let a previewed import begin, or one that stopped halfway go on.

    A second confirmation is refused with WrongState. Since prices may change, ``pricing.write`` is needed
    too.
    """
    actor.require("catalog.import")
    actor.require("pricing.write")
    started = ImportBatch.objects.filter(run_id=run_id).exists()
    with transaction.atomic():
        run = claim(run_id, State.IMPORTING, of=(State.FAILED,) if started else (State.PREVIEWED,))
        if actor.kind == "staff":
            ImportRun.objects.filter(pk=run_id).update(actor_id=actor.id, actor_label=actor.label[:200])
        _audit(run, "confirmed", actor, at, run.counts)


def _all_of(run: ImportRun, outcome: Outcome) -> tuple[int, int]:
    """After a crash the second pass finds the first batches unchanged; their record still counts."""
    created = updated = 0
    for batch in ImportBatch.objects.filter(run=run).iterator():
        created += len(batch.before.get("created", ()))
        updated += len(batch.before.get("updated", ()))
    return max(created, outcome.created), max(updated, outcome.updated)


def _guarded(run: ImportRun, actor: Actor, at: dt.datetime, *, dry_run: bool) -> Outcome | None:
    def progress(done: int, total: int) -> None:
        ImportRun.objects.filter(pk=run.pk).update(done=done, total=total)

    try:
        channel = channels.facts_by_id(run.channel_id)
        with Reading(
            Path(run.file.path),
            setting_for(channel, at),
            name=run.name,
            format_code=run.format,
            mapping=run.mapping,
        ) as reading:
            return apply(reading, Plan(channel, actor, at, run=run, dry_run=dry_run, progress=progress))
    except DomainError as error:
        ImportRun.objects.filter(pk=run.pk).update(state=State.FAILED, error=refused(error))
    except Exception:
        ImportRun.objects.filter(pk=run.pk).update(
            state=State.FAILED,
            error=say("The import stopped because of a fault in the software. It can be started again."),
        )
        raise
    return None


def _finish(run: ImportRun, state: str, outcome: Outcome, **more: Any) -> None:
    ImportRun.objects.filter(pk=run.pk).update(
        state=state, counts=outcome.counts(), report=report_of(outcome), total=outcome.total, **more
    )


def remove(*, run_id: int, actor: Actor, at: dt.datetime) -> None:
    """Forget an import that was never taken in, with its file."""
    actor.require("catalog.import")
    with transaction.atomic():
        run = claim(run_id, State.FAILED, of=(State.UPLOADED, State.PREVIEWED, State.FAILED))
        if ImportBatch.objects.filter(run=run).exists():
            raise WrongState()
        _audit(run, "removed", actor, at, {"name": run.name})
        ImportImage.objects.filter(run=run).update(run=None)
        run.delete()
        transaction.on_commit(lambda: run.file.delete(save=False))


def _audit(run: ImportRun, verb: str, actor: Actor, at: dt.datetime, after: Mapping[str, Any]) -> None:
    audit.record(
        actor=actor,
        action=f"imports.{verb}",
        record="imports.run",
        record_id=run.pk,
        at=at,
        after=dict(after),
    )
