"""What an order's page says of its disputes."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.workspaces.customer_service.disputes import words


def of_order(order: orders.OrderFacts) -> list[Table]:
    """The disputes of the order's payments, when there are any."""
    found = payments.disputes_of_order(order.id)
    rows = [
        (
            one.opened_at,
            one.amount,
            words.REASONS[one.reason],
            words.state_of(one.state),
            one.due_at or "",
        )
        for one in found
    ]
    headers = (_("Opened"), _("Amount"), _("Reason"), _("State"), _("Answer until"))
    kinds = ("datetime", "money", "text", "status", "datetime")
    urls = [reverse("disputes_record", args=[one.id]) for one in found]
    return [Table(_("Disputes"), headers, rows, kinds=kinds, row_urls=urls)] if rows else []
