"""The list of refunds that people send."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import HandRefund
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.workspaces.customer_service.refunds.words import STATES, state_of

WAITING = "f.state=waiting&f.state=asked&sort=asked"


def payee(row: HandRefund) -> str:
    """Return who paid."""
    order = row.payment.order
    return str(order.billing_address.get("name") or order.shipping_address.get("name") or order.email)


class RefundList(Listing):
    """Refunds by hand of the reader's channels; what waits longest is first."""

    code = "payments.refunds_by_hand"
    title = _("Refunds by hand")
    permission = "payments.read"
    export_permission = "orders.export"
    search_fields = (
        "payment__order__number",
        "payment__order__email",
        "payment__order__billing_address__name",
        "reference",
    )
    default_sort = "-asked"
    opens_with = WAITING
    intro = _("Transfers, cash on delivery and invoices: no gateway sends this money, so a person does.")
    empty_title = _("No refund waits to be sent")
    empty_text = _(
        "When an order that was paid by transfer, at the door or on account is refunded, it appears here "
        "until somebody says that the money has left."
    )
    columns = (
        Column("order", _("Order"), "payment.order.number", sort="payment__order__number", primary=True),
        Column(
            "amount",
            _("To pay back"),
            lambda row: Money(row.amount, row.payment.currency),
            kind="money",
            sort="amount",
        ),
        Column("payee", _("To whom"), payee, sort="payment__order__billing_address__name"),
        Column("state", _("State"), lambda row: state_of(row.state), kind="status", sort="state"),
        Column("asked", _("Asked"), "asked_at", kind="datetime", sort="asked_at"),
        Column("way", _("Paid by"), lambda row: str(payments.gateway_name(row.payment.gateway))),
        Column("reason", _("Reason"), "reason"),
        Column("sent", _("Sent on"), "sent_on", kind="date", sort="sent_on"),
        Column("reference", _("Bank reference"), "reference", default=False),
        Column("problem", _("Why it was not sent"), "problem", default=False),
        Column("email", _("E-mail"), "payment.order.email", default=False),
        Column("channel", _("Channel"), "payment.order.channel.name", default=False),
        Column("by", _("Asked by"), "asked_by", default=False),
        Column("settled_by", _("Settled by"), "settled_by", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(STATES.items())),
        Filter("asked", _("Asked"), "date", "asked_at"),
        Filter("sent", _("Sent on"), "date", "sent_on"),
        Filter("way", _("Paid by"), "text", "payment__gateway"),
        Filter("currency", _("Currency"), "text", "payment__currency"),
    )
    views = (
        SystemView(_("To be sent"), WAITING),
        SystemView(_("Customer is asked"), "f.state=asked&sort=asked"),
        SystemView(pgettext_lazy("refund", "Sent"), "f.state=sent&sort=-sent"),
        SystemView(pgettext_lazy("refund", "Not sent"), "f.state=failed&sort=-asked"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the refunds of the reader's channels."""
        return payments.refunds_by_hand(self.actor)

    def row_url(self, row: HandRefund) -> str:
        """Open the refund."""
        return reverse("refunds_record", args=[row.pk])
