"""The list of transfers: what is on its way between our locations."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Transfer
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text

TONES = {"draft": "neutral", "in_transit": "info", "received": "good", "canceled": "neutral"}


def state_of(row: Transfer) -> Status:
    """Return how the state of a transfer looks."""
    return Status(row.get_state_display(), TONES[row.state])


def _everywhere() -> list[tuple[str, str]]:
    """Return all locations: the other end of a transfer may be anywhere."""
    return [(str(place.id), place.name) for place in inventory.locations()]


class TransferList(Listing):
    """Transfers from or to the reader's locations."""

    code = "inventory.transfers"
    title = _("Transfers")
    permission = "inventory.read"
    search_fields = ("code", "lines__variant__sku")
    search_hint = _("Number or SKU")
    default_sort = "-opened"
    empty_title = _("No transfers yet")
    empty_text = _("A transfer moves goods between two locations; they are seen on the way and never sold.")
    columns = (
        Column("code", _("Number"), sort="code", primary=True),
        Column("source", _("From"), "source.name", sort="source__name"),
        Column("target", _("To"), "target.name", sort="target__name"),
        Column("due", _("Due"), "due_at", kind="datetime", sort="due_at"),
        Column("planned", _("Planned"), "units_planned", kind="number", sort="units_planned"),
        Column("moving", _("In transit"), "units_moving", kind="number", sort="units_moving"),
        Column("lost", _("Written off"), "units_lost", kind="number", sort="units_lost", default=False),
        Column("state", _("State"), state_of, kind="status"),
        Column("opened", _("Opened"), "opened_at", kind="datetime", sort="opened_at", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(Transfer.State.choices)),
        Filter("source", _("From"), "choice", "source_id", choices=_everywhere),
        Filter("target", _("To"), "choice", "target_id", choices=_everywhere),
        Filter("due", _("Due"), "date", "due_at"),
    )
    views = (SystemView(_("In transit"), "f.state=in_transit&sort=due"),)

    def rows(self) -> QuerySet[Any]:
        """Return the transfers that touch the reader's locations, with the sums of their lines."""
        rows = Transfer.objects.select_related("source", "target")
        allowed = self.actor.scopes.get("location")
        if allowed is not None:
            rows = rows.filter(Q(source__code__in=allowed) | Q(target__code__in=allowed))
        return rows.annotate(
            units_planned=Sum("lines__planned", default=0),
            units_moving=Sum(F("lines__sent") - F("lines__arrived") - F("lines__written_off"), default=0),
            units_lost=Sum("lines__written_off", default=0),
        )

    def row_url(self, row: Transfer) -> str:
        """Return the page of the transfer."""
        return reverse("stock_transfer", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new transfer."""
        if not self.actor.can("inventory.write"):
            return None
        return _("New transfer"), reverse("stock_transfer_add")
