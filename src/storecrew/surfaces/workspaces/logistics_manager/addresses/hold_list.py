"""The list of orders that wait because of their address."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import AddressHold
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.ui.backoffice.words import actor_words
from storecrew.surfaces.workspaces.logistics_manager.addresses.words import STATES, state_of, why


def visible(actor: Actor) -> QuerySet[AddressHold]:
    """Return the holds of the channels that a person sees."""
    allowed = actor.scopes.get("channel")
    rows = AddressHold.objects.all()
    return rows if allowed is None else rows.filter(channel_code__in=allowed)


def _ask(bulk: BulkRequest) -> str:
    """Ask the customers of the chosen orders; what is settled by now is left alone."""
    asked = 0
    for row in bulk.rows:
        if row.state in AddressHold.WAITING:
            shipping.ask_about_address(row.order_id, actor=bulk.actor, at=bulk.at)
            asked += 1
    return ngettext("%(n)s customer was asked.", "%(n)s customers were asked.", asked) % {"n": asked}


def _preview(bulk: BulkRequest, rows: Any) -> list[Effect]:
    return [
        Effect(
            row.number,
            state_of(row).label,
            STATES["asked" if row.state in AddressHold.WAITING else row.state][0],
        )
        for row in rows
    ]


class HoldList(Listing):
    """Orders that wait, those that were settled behind them."""

    code = "shipping.address_holds"
    title = _("Addresses to check")
    permission = "shipping.read"
    search_fields = ("number",)
    default_sort = "-opened"
    empty_title = _("No address has to be checked")
    empty_text = _(
        "An order waits here when its address is not complete, contradicts itself, or when a parcel came "
        "back from there. Nobody packs it in the meantime."
    )
    columns = (
        Column("order", _("Order"), "number", sort="number", primary=True),
        Column("why", _("Why"), why),
        Column("country", _("Country"), "country", sort="country"),
        Column("state", _("State"), state_of, kind="status", sort="state"),
        Column("opened", _("Waits since"), "opened_at", kind="datetime", sort="opened_at"),
        Column("asked", _("Customer asked"), "asked_at", kind="datetime", sort="asked_at"),
        Column("closed", _("Settled"), "closed_at", kind="datetime", sort="closed_at", default=False),
        Column("by", _("Settled by"), lambda row: actor_words(row.closed_by), default=False),
        Column("channel", _("Channel"), "channel_code", default=False),
    )
    filters = (
        Filter(
            "state",
            _("State"),
            "choice",
            "state",
            choices=tuple((code, word) for code, (word, _tone) in STATES.items()),
        ),
        Filter("country", _("Country"), "text", "country"),
        Filter("opened", _("Waits since"), "date", "opened_at"),
    )
    views = (
        SystemView(_("Waiting"), "f.state=open&f.state=asked&sort=opened"),
        SystemView(_("Settled"), "f.state=released&f.state=corrected&sort=-closed"),
    )
    bulk_actions = (
        BulkAction("ask", _("Ask the customer"), run=_ask, preview=_preview, permission="orders.write"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the holds within the reader's channels."""
        return visible(self.actor)

    def row_url(self, row: AddressHold) -> str:
        """Open the hold."""
        return reverse("address_holds_record", args=[row.pk])
