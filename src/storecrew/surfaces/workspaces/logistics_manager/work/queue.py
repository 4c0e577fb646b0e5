"""The queue of the warehouse: every fulfillment order with its state, its age and who has it."""

from __future__ import annotations

from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentOrder
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.backoffice.parts import seen_places
from storecrew.surfaces.ui.backoffice.words import actor_words

TONES = {
    "waiting": "warning",
    "picking": "info",
    "picked": "info",
    "packed": "good",
    "handed_over": "good",
    "held": "bad",
    "short": "bad",
}
OPEN = ("waiting", "picking", "picked", "packed", "held", "short")
STATES: Any = FulfillmentOrder._meta.get_field("state").choices or ()


def status(row: FulfillmentOrder | fulfillment.WorkFacts) -> Status:
    """Return where a fulfillment order is, in a word with its tone."""
    words = dict(STATES)
    return Status(words[row.state], TONES.get(row.state, "neutral"))


def _due(row: FulfillmentOrder) -> Status | None:
    if row.state == "packed" and getattr(row, "collection_state", None) == "ready":
        return Status(_("waits for its customer"), "info")
    if row.state in OPEN and row.due_at < clock.now():
        return Status(_("late"), "bad")
    return None


def _places(actor: Actor) -> list[tuple[str, Text]]:
    return [(place.code, place.name) for place in seen_places(actor)]


class WorkList(Listing):
    """What each location has to send."""

    code = "fulfillment.work"
    title = gettext_lazy("Warehouse")
    permission = "fulfillment.read"
    search_fields = ("number",)
    search_hint = gettext_lazy("Number of the order")
    default_sort = "due"
    empty_title = gettext_lazy("Nothing to send")
    empty_text = gettext_lazy("Orders come here as soon as they are paid, each where its goods are.")
    columns = (
        Column("number", gettext_lazy("Order"), "number", sort="number", primary=True),
        Column("state", gettext_lazy("State"), status, kind="status", sort="state"),
        Column("late", gettext_lazy("Late"), _due, kind="status"),
        Column("location", gettext_lazy("Location"), lambda row: row.location.name, sort="location__name"),
        Column("units", gettext_lazy("Units"), kind="number", sort="units"),
        Column("due", gettext_lazy("Leaves by"), "due_at", kind="datetime", sort="due_at"),
        Column("method", gettext_lazy("Method"), "method_name", sort="method_name"),
        Column("country", gettext_lazy("Country"), sort="country"),
        Column("changed_by", gettext_lazy("Last by"), lambda row: actor_words(row.changed_by)),
        Column(
            "placed", gettext_lazy("Placed"), "placed_at", kind="datetime", sort="placed_at", default=False
        ),
        Column("held", gettext_lazy("Why on hold"), "held_because", default=False),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=STATES),
        Filter("location", gettext_lazy("Location"), "choice", "location__code", seen_choices=_places),
        Filter("due", gettext_lazy("Leaves by"), "date", "due_at"),
        Filter("country", gettext_lazy("Country"), "text", "country"),
    )
    views = (
        SystemView(gettext_lazy("To pick"), "f.state=waiting&sort=due"),
        SystemView(gettext_lazy("To pack"), "f.state=picked&sort=due"),
        SystemView(gettext_lazy("To hand over"), "f.state=packed&sort=due"),
        SystemView(gettext_lazy("Stopped"), "f.state=held&f.state=short&sort=due"),
    )

    def rows(self) -> QuerySet[FulfillmentOrder]:
        """Return the work of the person's locations."""
        rows = fulfillment.visible_work(self.actor).select_related("location")
        return rows.annotate(collection_state=F("collection__state"))

    def row_url(self, row: FulfillmentOrder) -> str:
        """Open the part."""
        return reverse("warehouse_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Begin to pick."""
        return (_("Pick"), reverse("warehouse_pick")) if self.actor.can("fulfillment.write") else None
