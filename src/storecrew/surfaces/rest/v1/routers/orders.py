"""Orders, by their secret token only; a number never authorizes (R10, AUT-03)."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.surfaces.rest.v1 import asking, schemas, views_of
from storecrew.surfaces.rest.v1.routers import PROBLEMS

router = Router(tags=["orders"])


@router.get("/{token}", response={200: schemas.OrderOut, **PROBLEMS}, operation_id="get_order")
def get_order(request: HttpRequest, token: asking.Token) -> schemas.OrderOut:
    """Return an order with its lines, totals, shipments and codes; codes that nobody has seen stay closed."""
    return _told(orders.order_by_token(token))


@router.post("/{token}/codes", response={200: schemas.OrderOut, **PROBLEMS}, operation_id="show_codes")
def show_codes(request: HttpRequest, token: asking.Token) -> schemas.OrderOut:
    """Show the codes of an order. One that was shown may have been used, so it is not for sale again."""
    order = orders.order_by_token(token)
    inventory.show_codes(order.id, at=clock.now())
    return _told(order)


def _told(order: orders.OrderFacts) -> schemas.OrderOut:
    return views_of.order(
        order,
        fulfillment.shipments_of_order(order.id),
        inventory.own_codes(order.id),
        shipping.arrival_of(order),
    )
