"""What an order's page says of its invoice."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.orders import public as orders
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.backoffice.record import Fact, Related


def of_order(order: orders.OrderFacts, actor: Actor) -> list[Related]:
    """Lead to the invoice of an order."""
    item = receivables.item_of_order(order.id) if actor.can("receivables.read") else None
    if item is None:
        paid = receivables.invoice_of_order(order.id)
        paper = reverse("orders_invoice", args=[order.number])
        return [Related(_("Invoice"), [Fact(_("Paid at once"), paid.number, url=paper)])] if paid else []
    url = reverse("open_items_record", args=[item.id])
    return [
        Related(
            _("On account"),
            [
                Fact(_("Invoice"), item.number, url=url),
                Fact(_("Still owed"), item.owed, "money"),
                Fact(_("To be paid by"), item.due_on, "date"),
            ],
        )
    ]
