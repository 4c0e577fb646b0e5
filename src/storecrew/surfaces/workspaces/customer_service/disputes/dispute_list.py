"""The list of disputes."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Dispute
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.workspaces.customer_service.disputes.words import REASONS, STATES, state_of


class DisputeList(Listing):
    """Disputes of the reader's channels, newest first."""

    code = "payments.disputes"
    title = _("Disputes")
    permission = "payments.read"
    export_permission = "orders.export"
    search_fields = ("reference", "payment__order__number", "payment__order__email")
    default_sort = "-opened"
    empty_title = _("Nobody disputes a payment")
    empty_text = _(
        "When a cardholder asks the bank for money back, the dispute appears here with the day until which "
        "it can be answered."
    )
    columns = (
        Column("order", _("Order"), "payment.order.number", sort="payment__order__number", primary=True),
        Column("state", _("State"), lambda row: state_of(row.state), kind="status", sort="state"),
        Column("due", _("Answer until"), "due_at", kind="datetime", sort="due_at"),
        Column(
            "amount", _("Amount"), lambda row: Money(row.amount, row.currency), kind="money", sort="amount"
        ),
        Column("reason", _("Reason"), "get_reason_display", sort="reason"),
        Column("gateway", _("Gateway"), "gateway", sort="gateway"),
        Column("opened", _("Opened"), "opened_at", kind="datetime", sort="opened_at"),
        Column("closed", _("Closed"), "closed_at", kind="datetime", sort="closed_at", default=False),
        Column("reference", _("Reference"), "reference", default=False),
    )
    filters = (
        Filter("state", _("State"), "choice", "state", choices=tuple(STATES.items())),
        Filter("reason", _("Reason"), "choice", "reason", choices=tuple(REASONS.items())),
        Filter("opened", _("Opened"), "date", "opened_at"),
        Filter("due", _("Answer until"), "date", "due_at"),
    )
    views = (
        SystemView(_("Need an answer"), "f.state=needs_answer&sort=due"),
        SystemView(_("With the bank"), "f.state=answered&sort=opened"),
        SystemView(_("Lost"), "f.state=lost&sort=-closed"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return the disputes of the reader's channels."""
        return payments.visible_disputes(self.actor)

    def row_url(self, row: Dispute) -> str:
        """Open the dispute."""
        return reverse("disputes_record", args=[row.pk])
