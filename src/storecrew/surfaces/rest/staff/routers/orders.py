"""Orders as other systems need them: what was sold and how far it is, without who bought it."""

from __future__ import annotations

from typing import Annotated, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router

from storecrew.contexts.orders import public as orders
from storecrew.surfaces.rest.staff import schemas, views_of
from storecrew.surfaces.rest.staff.keys import KeyWith, actor_of
from storecrew.surfaces.rest.staff.routers import PROBLEMS

router = Router(tags=["orders"])
READ = KeyWith("orders.read")
Status = Literal["pending_payment", "confirmed", "canceled"]


@router.get(
    "", auth=READ, response={200: schemas.StaffOrderList, **PROBLEMS}, operation_id="staff_list_orders"
)
def list_orders(
    request: HttpRequest,
    status: Annotated[Status | None, Query()] = None,
    placed_from: Annotated[schemas.Instant | None, Query()] = None,
    placed_to: Annotated[schemas.Instant | None, Query(description="Exclusive.")] = None,
    page_size: Annotated[int, Query(ge=1, le=100)] = 24,
    before: Annotated[
        int | None, Query(ge=1, le=2**63 - 1, description="The `next` of the page before.")
    ] = None,
) -> schemas.StaffOrderList:
    """List orders of the channels that the key may see, the newest first."""
    rows = orders.filter_orders(
        orders.visible_orders(actor_of(request)),
        status=status or "",
        placed_from=placed_from,
        placed_to=placed_to,
    ).order_by("-pk")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    ids = list(rows.values_list("pk", flat=True)[: page_size + 1])
    found = {facts.id: facts for facts in orders.orders_by_id(ids[:page_size])}
    return schemas.StaffOrderList(
        items=[views_of.order(found[order_id]) for order_id in ids[:page_size]],
        next=str(ids[page_size - 1]) if len(ids) > page_size else "",
    )


@router.get(
    "/{number}", auth=READ, response={200: schemas.StaffOrderOut, **PROBLEMS}, operation_id="staff_get_order"
)
def get_order(
    request: HttpRequest, number: Annotated[str, Path(pattern=r"^[A-Za-z0-9-]{1,40}$")]
) -> schemas.StaffOrderOut:
    """Return an order by its number."""
    order_id = (
        orders.visible_orders(actor_of(request)).filter(number=number).values_list("pk", flat=True).first()
    )
    if order_id is None:
        raise orders.OrderNotFound(number=number)
    return views_of.order(orders.order(order_id))
