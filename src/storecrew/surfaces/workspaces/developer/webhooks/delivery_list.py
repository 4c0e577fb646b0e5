"""The list of deliveries of all webhooks."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy

from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Delivery, Subscription
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.workspaces.developer.webhooks.words import delivery_state, event_names, outcome


def _subscriptions() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in Subscription.objects.values_list("pk", "name")]


class DeliveryList(Listing):
    """What was sent, waits or was given up."""

    code = "webhooks.deliveries"
    title = gettext_lazy("Deliveries")
    permission = "webhooks.read"
    search_fields = ("message__body",)
    search_hint = gettext_lazy("Order number, SKU or another word of the payload")
    default_sort = "-written"
    empty_title = gettext_lazy("Nothing was sent yet")
    empty_text = gettext_lazy(
        "As soon as an event happens that a webhook wants, its delivery stands here with what came back. "
        "Deliveries are kept for 30 days, those that were given up for 90."
    )
    columns = (
        Column("event", gettext_lazy("Event"), "message.kind", sort="message__kind", primary=True),
        Column("state", gettext_lazy("State"), delivery_state, kind="status", sort="state"),
        Column("webhook", gettext_lazy("Webhook"), "subscription.name", sort="subscription__name"),
        Column("came_back", gettext_lazy("Came back"), lambda row: outcome(row.status, row.outcome)),
        Column("attempts", gettext_lazy("Attempts"), "attempts", kind="number", sort="attempts"),
        Column("next", gettext_lazy("Next attempt"), "next_at", kind="datetime", sort="next_at"),
        Column("written", gettext_lazy("Written"), "created_at", kind="datetime", sort="created_at"),
        Column(
            "finished", gettext_lazy("Finished"), "finished_at", kind="datetime", sort="finished_at",
            default=False,
        ),
        Column("id", gettext_lazy("Message"), lambda row: webhooks.message_id(row.message_id), default=False),
    )  # fmt: skip
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Delivery.State.choices),
        Filter("webhook", gettext_lazy("Webhook"), "choice", "subscription_id", choices=_subscriptions),
        Filter("event", gettext_lazy("Event"), "choice", "message__kind", choices=event_names),
        Filter("status", gettext_lazy("Status"), "number", "status"),
        Filter("written", gettext_lazy("Written"), "date", "created_at"),
    )
    views = (
        SystemView(gettext_lazy("Waiting"), "f.state=waiting"),
        SystemView(gettext_lazy("Given up"), "f.state=dead"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return all of them."""
        return Delivery.objects.select_related("subscription", "message").defer("message__body")

    def row_url(self, row: Delivery) -> str:
        """Open the delivery."""
        return reverse("webhook_delivery", args=[row.pk])
