"""Words for the states and counts of an import."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.imports.models import ImportRun
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Tone
from storecrew.surfaces.ui.backoffice.words import field_words

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
_WITHOUT_REJECTED = _(
    "The products are in the shop, without the rows below: correct them in their file and import that."
)
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


def next_step_of(run: ImportRun) -> str | Promise:
    """What to do at the step where an import stands."""
    is_partly_in = run.state == State.DONE and run.counts.get("rejected")
    return _WITHOUT_REJECTED if is_partly_in else NEXT.get(run.state, "")


def status_of(run: ImportRun) -> Status:
    """The state of an import with its tone."""
    return Status(run.get_state_display(), TONES.get(State(run.state), "neutral"))


def counts_of(run: ImportRun) -> list[tuple[str | Promise, Any]]:
    """The numbers of an import with their names."""
    return [(label, run.counts.get(name, 0)) for name, label in COUNTS] if run.counts else []


_KEPT: dict[str, str | Promise] = {
    "end_of_life": _("it is in use, and went to its end of life"),
    "product": _("the product that it came from is gone; it stays a variant of this one"),
}
_UNDONE: tuple[tuple[str, str | Promise], ...] = (
    ("removed", _("Removed")),
    ("ended", _("In use, so they ended")),
    ("restored", _("Changed back")),
)
_SHOWN = 200


def change_words(name: str) -> str:
    """What the report calls a changed field: ``TEE-S.weight_g`` is the weight of a variant."""
    sku, _dot, field = name.rpartition(".")
    sku, field = (sku, field) if sku else name.rpartition("/")[::2]
    return f"{sku}: {field_words(field)}" if sku else field_words(field)


def undone_words(undo: dict[str, Any]) -> dict[str, Any]:
    """What an undo did, by name, and why some of it stayed."""
    return {
        "counts": [(label, undo[name]) for name, label in _UNDONE],
        "kept": [(title, kept_words(name)) for title, name in undo["kept"][:_SHOWN]],
    }


def kept_words(name: str) -> str:
    """Why something stayed after an undo: a reason, or the field that somebody changed since."""
    return str(_KEPT.get(name) or change_words(name))
