"""The list of webhooks."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Subscription
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView, Text
from storecrew.surfaces.workspaces.developer.webhooks.words import state_of

WEEK = dt.timedelta(days=7)
STATES: dict[str, tuple[Text, Q]] = {
    "active": (gettext_lazy("Active"), Q(state="active", failing_since=None)),
    "failing": (gettext_lazy("Failing"), Q(state="active", failing_since__isnull=False)),
    "paused": (gettext_lazy("Paused"), Q(state="paused")),
}


def _by_state(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    wanted = Q(pk__in=[])
    for value in values:
        wanted |= STATES[value][1] if value in STATES else Q(pk__in=[])
    return rows.exclude(wanted) if op == "not" else rows.filter(wanted)


class WebhookList(Listing):
    """Every address that is told of events."""

    code = "webhooks.subscriptions"
    title = gettext_lazy("Webhooks")
    permission = "webhooks.read"
    search_fields = ("name", "url")
    search_hint = gettext_lazy("Name or address")
    default_sort = "name"
    empty_title = gettext_lazy("No webhooks yet")
    empty_text = gettext_lazy(
        "A webhook tells another program at once what happens here: an order, a payment, a parcel, stock. "
        "Each message is signed, and tried again for two days when the program does not answer."
    )
    columns = (
        Column("name", gettext_lazy("Name"), sort="name", primary=True),
        Column("state", gettext_lazy("State"), state_of, kind="status", sort="state"),
        Column("host", gettext_lazy("Address"), lambda row: webhooks.host_of(row.url), sort="url"),
        Column("events", gettext_lazy("Events"), lambda row: list(row.events), kind="tags"),
        Column("delivered", gettext_lazy("Delivered in 7 days"), "standing.delivered", kind="number"),
        Column("waiting", gettext_lazy("Waiting"), "standing.waiting", kind="number"),
        Column("dead", gettext_lazy("Given up"), "standing.dead", kind="number"),
        Column(
            "succeeded",
            gettext_lazy("Last success"),
            "succeeded_at",
            kind="datetime",
            sort="succeeded_at",
        ),
        Column("made", gettext_lazy("Made"), "created_at", kind="datetime", sort="created_at", default=False),
        Column("by", gettext_lazy("Made by"), "created_by", default=False),
    )
    filters = (
        Filter(
            "state",
            gettext_lazy("State"),
            "choice",
            choices=[(code, words) for code, (words, _which) in STATES.items()],
            apply=_by_state,
        ),
        Filter("address", gettext_lazy("Address"), "text", "url"),
        Filter("succeeded", gettext_lazy("Last success"), "date", "succeeded_at"),
    )
    views = (
        SystemView(gettext_lazy("Failing"), "f.state=failing"),
        SystemView(gettext_lazy("Paused"), "f.state=paused"),
    )

    def rows(self) -> QuerySet[Subscription]:
        """Return all of them."""
        return Subscription.objects.all()

    def load(self, rows: list[Any]) -> list[Any]:
        """Count the deliveries of all rows with one query."""
        for row in rows:
            row.standing = self._standings.get(row.pk, webhooks.Standing())
        return rows

    @cached_property
    def _standings(self) -> dict[int, webhooks.Standing]:
        return webhooks.standings(since=clock.now() - WEEK)

    def row_url(self, row: Subscription) -> str:
        """Open the webhook."""
        return reverse("webhook_record", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add one."""
        return (_("Add a webhook"), reverse("webhook_add")) if self.actor.can("webhooks.write") else None
