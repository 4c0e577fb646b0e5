"""Orders, by their secret token only; a number never authorizes (R10, AUT-03)."""

from __future__ import annotations

from django.http import HttpRequest
from ninja import Router

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.surfaces.rest.v1 import asking, schemas, views_of
from storecrew.surfaces.rest.v1.routers import PROBLEMS

router = Router(tags=["orders"])


@router.get("/{token}", response={200: schemas.OrderOut, **PROBLEMS}, operation_id="get_order")
def get_order(request: HttpRequest, token: asking.Token) -> schemas.OrderOut:
    """Return an order with its lines, totals and shipments."""
    order = orders.order_by_token(token)
    return views_of.order(order, fulfillment.shipments_of_order(order.id))
