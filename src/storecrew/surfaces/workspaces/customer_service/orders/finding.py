"""An order by its number, within what the reader may see."""

from __future__ import annotations

from django.http import HttpRequest

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor


def find(request: HttpRequest, number: str) -> orders.OrderFacts:
    """Return the order within the reader's channels; raises NotFound for any other."""
    actor = request_actor(request)
    order = orders.order_by_number(number)
    if not actor.can_see("channel", channels.facts_by_id(order.channel_id).code):
        raise NotFound()
    return order
