"""The interface itself: what programs of the business may do with a key of the back office."""

from __future__ import annotations

from django.http import HttpRequest

from storecrew.surfaces.rest.staff import examples, schemas
from storecrew.surfaces.rest.staff.keys import KeyWith, actor_of
from storecrew.surfaces.rest.staff.refusals import REFUSALS
from storecrew.surfaces.rest.staff.routers import PROBLEMS, fields, orders, promotions, stock
from storecrew.surfaces.rest.v1 import problems
from storecrew.surfaces.rest.v1.describing import DocumentedAPI, Words
from storecrew.surfaces.rest.v1.parsing import JsonParser

api = DocumentedAPI(
    words=Words(examples.ANSWERS, examples.REQUESTS, REFUSALS),
    title="Storecrew for programs of the business",
    version="1",
    description=(
        "Promotions, stock and orders for other systems of the business. Every call sends a key "
        "(`Authorization: Bearer sck_…`) from the page API keys of the back office; a key may do what it was "
        "issued for and its person may still do. The same commands and gates hold as on screen."
    ),
    parser=JsonParser(),
    urls_namespace="rest-staff-v1",
    docs_url=None,
    openapi_url="openapi.json",
)
problems.register(api)
api.add_router("/promotions", promotions.router)
api.add_router("/stock", stock.router)
api.add_router("/orders", orders.router)
api.add_router("/fields", fields.router)


@api.get(
    "/key",
    auth=KeyWith(""),
    response={200: schemas.KeyOut, **PROBLEMS},
    operation_id="staff_get_key",
    tags=["key"],
)
def get_key(request: HttpRequest) -> schemas.KeyOut:
    """Return the key that calls, and what it may do now."""
    actor = actor_of(request)
    return schemas.KeyOut(
        name=actor.label, on_behalf_of=actor.on_behalf_of, permissions=sorted(actor.permissions)
    )
