"""The interface itself: routers, parser, problems, and the document that describes it."""

from __future__ import annotations

from storecrew.surfaces.rest.v1 import examples, problems
from storecrew.surfaces.rest.v1.describing import DocumentedAPI, Words
from storecrew.surfaces.rest.v1.parsing import JsonParser
from storecrew.surfaces.rest.v1.refusals import REFUSALS
from storecrew.surfaces.rest.v1.routers import carts, orders, products

api = DocumentedAPI(
    words=Words(examples.ANSWERS, examples.REQUESTS, REFUSALS, for_shoppers=True),
    title="Storecrew shop",
    version="1",
    description=(
        "Browse, fill a cart, pay, follow the order. Amounts are integers in minor units. "
        "Every refusal is a problem document with a stable `code` and a `next_step`."
    ),
    parser=JsonParser(),
    urls_namespace="rest-v1",
    docs_url=None,
    openapi_url="openapi.json",
)
problems.register(api)
api.add_router("/products", products.router)
api.add_router("/carts", carts.router)
api.add_router("/orders", orders.router)
