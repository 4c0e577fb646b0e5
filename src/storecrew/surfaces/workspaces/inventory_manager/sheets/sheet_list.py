"""The list of sheets that were brought, with a button for each kind."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.models import SheetRun
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.ui.backoffice.registry import Tone

TONES: dict[str, Tone] = {"uploaded": "warning", "previewed": "warning", "taken": "good", "undone": "neutral"}


def kinds_of(actor: Actor) -> list[imports.SheetKind]:
    """Return the kinds that somebody may bring."""
    return [kind for kind in imports.sheet_kinds() if actor.can(kind.permission)]


def state_of(run: SheetRun) -> Status:
    """Return how the state of a sheet looks."""
    return Status(run.get_state_display(), TONES[run.state])


def _kind(run: SheetRun) -> Any:
    kind = imports.sheet_kind(run.kind)
    return kind.label if kind else run.kind


def _count(name: str) -> Any:
    return lambda run: run.counts.get(name)


def _kind_choices(actor: Actor) -> list[tuple[str, Any]]:
    return [(kind.code, kind.label) for kind in kinds_of(actor)]


class SheetList(Listing):
    """All sheets, the newest first."""

    code = "imports.sheets"
    title = _("Sheets brought in")
    permission = "inventory.read"
    template = "inventory_manager/sheets/list.html"
    search_fields = ("name", "actor_label")
    default_sort = "-created"
    empty_title = _("No sheet yet")
    empty_text = _(
        "Bring opening stock, results of counts or purchase orders as CSV or XLSX; with a preview first."
    )
    columns = (
        Column("name", _("File"), sort="name", primary=True),
        Column("kind", _("What it is"), _kind, sort="kind"),
        Column("created", _("Uploaded"), "created_at", kind="datetime", sort="created_at"),
        Column("by", _("By"), "actor_label"),
        Column("state", _("State"), state_of, kind="status", sort="state"),
        Column("new", _("New"), _count("created"), kind="number"),
        Column("changed", _("Changed"), _count("changed"), kind="number"),
        Column("unchanged", _("Unchanged"), _count("unchanged"), kind="number", default=False),
        Column("rejected", _("Rejected"), _count("rejected"), kind="number"),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(SheetRun.State.choices)),
        Filter("kind", _("What it is"), "choice", "kind", seen_choices=_kind_choices),
        Filter("created", _("Uploaded"), "date", "created_at"),
    )
    views = (SystemView(_("Waiting for confirmation"), "f.state=uploaded&f.state=previewed&sort=-created"),)

    def rows(self) -> QuerySet[SheetRun]:
        """Return sheets of the kinds that the person may bring."""
        codes = [kind.code for kind in kinds_of(self.actor)]
        return SheetRun.objects.defer("report", "changes").filter(kind__in=codes)

    def row_url(self, row: SheetRun) -> str:
        """Open the sheet at the step where it stands."""
        return reverse("sheets_record", args=[row.pk])

    def extra_context(self) -> dict[str, Any]:
        """Give the kinds that can be brought."""
        return {"kinds": kinds_of(self.actor)}
