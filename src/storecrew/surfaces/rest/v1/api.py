"""The interface itself: routers, parser, problems, and the document that describes it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from storecrew.surfaces.rest.v1 import examples, problems, refusals
from storecrew.surfaces.rest.v1.parsing import JsonParser
from storecrew.surfaces.rest.v1.routers import carts, orders, products

PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}


def describe(operation: dict[str, Any]) -> None:
    """Tell problems from answers, and give an example of each."""
    name = operation["operationId"]
    for code, response in operation["responses"].items():
        if int(code) >= 400:
            content: dict[str, Any] = {"schema": PROBLEM_SCHEMA}
            if known := refusals.examples_of(name, int(code)):
                content["examples"] = known
            response["content"] = {problems.CONTENT_TYPE: content}
            response["description"] = problems.TITLES[int(code)]
        else:
            response["content"]["application/json"]["example"] = examples.ANSWERS[name]
    if name in examples.REQUESTS:
        operation["requestBody"]["content"]["application/json"]["example"] = examples.REQUESTS[name]
    operation["responses"] = dict(sorted(operation["responses"].items()))


class ShopAPI(NinjaAPI):
    """The API with a document that tells problems from answers."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document."""
        document = super().get_openapi_schema(*args, **kwargs)
        # The document is the same whoever asks for it, so it is in one language.
        with translation.override(settings.LANGUAGE_CODE):
            for operations in document["paths"].values():
                for operation in operations.values():
                    describe(operation)
        return document

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the request's id; what a token opens is never stored on the way."""
        response = super().create_response(request, *args, **kwargs)
        response["X-Request-ID"] = problems.request_id(request)
        response["Cache-Control"] = "no-store"
        return response


api = ShopAPI(
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
