"""Words for the states and counts of an import."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.imports.models import ImportRun
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Tone

State = ImportRun.State
TONES: dict[State, Tone] = {
    State.DONE: "good",
    State.FAILED: "bad",
    State.PREVIEWED: "warning",
    State.IMPORTING: "neutral",
    State.PREVIEWING: "neutral",
    State.UNDOING: "neutral",
}
NEXT: dict[str, str | Promise] = {
    State.UPLOADED: _("Check what each column holds, then look at the preview."),
    State.PREVIEWED: _("Nothing was written yet. Look through the preview, then confirm."),
    State.DONE: _("The products are in the shop."),
    State.UNDONE: _("The import was taken back."),
}
COUNTS: tuple[tuple[str, str | Promise], ...] = (
    ("products", _("Products")),
    ("variants", _("Variants")),
    ("images", _("Pictures")),
    ("categories", _("Categories")),
    ("created", _("New")),
    ("updated", _("Changed")),
    ("unchanged", _("Unchanged")),
    ("rejected", _("Rejected")),
)


def status_of(run: ImportRun) -> Status:
    """The state of an import with its tone."""
    return Status(run.get_state_display(), TONES.get(State(run.state), "neutral"))


def counts_of(run: ImportRun) -> list[tuple[str | Promise, Any]]:
    """The numbers of an import with their names."""
    return [(label, run.counts.get(name, 0)) for name, label in COUNTS] if run.counts else []
