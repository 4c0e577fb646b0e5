"""A return within the reader's channels."""

from __future__ import annotations

from django.http import HttpRequest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.kernel.errors import NotFound
from storecrew.surfaces.ui.backoffice.access import request_actor


def find_return(request: HttpRequest, return_id: int) -> tuple[aftersales.ReturnFacts, orders.OrderFacts]:
    """Return a return with its order. Raises NotFound for one of another's channel."""
    made = aftersales.a_return(return_id)
    order = orders.order(made.order_id)
    if not request_actor(request).can_see("channel", channels.facts_by_id(order.channel_id).code):
        raise NotFound()
    return made, order
