"""Background work that a person sets off: preview, taking in, undo, and the pictures that follow."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django_tasks import task

from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.imports.operations import fetching, runs, undoing
from storecrew.contexts.imports.providers.files.opening import open_source, unpack_images
from storecrew.contexts.imports.queries import find_run
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.permissions import ALL_KEYS

SECONDS = 50.0


def actor_of(run: ImportRun) -> Actor:
    """The import acting for the person who started it."""
    return Actor(
        kind="import",
        id=str(run.pk),
        label=f"{run.actor_label} ({run.document})"[:120],
        permissions=ALL_KEYS,
        on_behalf_of=run.actor_label[:120],
    )


@task()
def preview_run(run_id: int) -> None:
    """Make the preview of an uploaded file."""
    runs.preview(run_id=run_id, actor=actor_of(find_run(run_id)), at=clock.now())


@task()
def take_run(run_id: int) -> None:
    """Take a confirmed file in, then start on its pictures."""
    runs.take(run_id=run_id, actor=actor_of(find_run(run_id)), at=clock.now())
    fetch_of_run(run_id)


@task()
def undo_run(run_id: int) -> None:
    """Take an import back."""
    undoing.undo(run_id=run_id, actor=actor_of(find_run(run_id)), at=clock.now())


def fetch_of_run(run_id: int) -> None:
    """Fetch pictures for a while; what is left waits for the schedule."""
    run = find_run(run_id)
    with tempfile.TemporaryDirectory(prefix="storecrew-pictures-") as folder:
        library = None
        if run.archive:
            library = unpack_images(Path(run.archive.path), Path(folder))
            fetching.fetch_pictures(
                run=run, folder=library, seconds=600, actor=system_actor("imports.pictures"), at=clock.now()
            )
            return
        if run.file:
            with open_source(Path(run.file.path), run.name) as source:
                library = source.images
                fetching.fetch_pictures(
                    run=run,
                    folder=library,
                    seconds=600 if library else SECONDS,
                    actor=system_actor("imports.pictures"),
                    at=clock.now(),
                )
