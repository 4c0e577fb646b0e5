"""Finding a dispute within what its reader may see."""

from __future__ import annotations

from django.http import HttpRequest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor


def find(request: HttpRequest, dispute_id: int) -> tuple[payments.DisputeFacts, orders.OrderFacts]:
    """Return a dispute with its order, within the reader's channels."""
    found = payments.dispute(dispute_id)
    order = orders.order(found.order_id)
    if not request_actor(request).can_see("channel", channels.facts_by_id(order.channel_id).code):
        raise NotFound()
    return found, order
