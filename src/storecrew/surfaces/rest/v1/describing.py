"""An interface whose document tells problems from answers and gives an example of each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver
from django.utils import translation
from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from storecrew.kernel import idempotency
from storecrew.surfaces.rest.v1 import problems, refusals

PROBLEM_SCHEMA = {"$ref": "#/components/schemas/Problem"}
WAITING = {
    "Retry-After": {
        "description": "In how many seconds it is worth trying again: with idempotency_in_progress, when the "
        "request is carried out anew at the latest, should the server that began it have died.",
        "schema": {"type": "integer", "minimum": 1},
    }
}


@dataclass(frozen=True, slots=True)
class Words:
    """What a document says by operation: an example of the answer, of the body, and the refusals it knows."""

    answers: Mapping[str, Any]
    requests: Mapping[str, Any]
    refusals: Mapping[str, tuple[refusals.Refusal, ...]]
    for_shoppers: bool = False

    def describe(self, operation: dict[str, Any]) -> None:
        """Tell problems from answers, and give an example of each."""
        name = operation["operationId"]
        for code, response in operation["responses"].items():
            if int(code) >= 300:
                content: dict[str, Any] = {"schema": PROBLEM_SCHEMA}
                if known := refusals.examples_of(
                    self.refusals[name], int(code), for_shoppers=self.for_shoppers
                ):
                    content["examples"] = known
                response["content"] = {problems.CONTENT_TYPE: content}
                response["description"] = problems.TITLES[int(code)]
                if int(code) in (429, 503) or idempotency.KeyInProgress.code in known:
                    response["headers"] = WAITING
            else:
                response["content"]["application/json"]["example"] = self.answers[name]
        if name in self.requests:
            operation["requestBody"]["content"]["application/json"]["example"] = self.requests[name]
        operation["responses"] = dict(sorted(operation["responses"].items()))


class DocumentedAPI(NinjaAPI):
    """The API with a document that tells problems from answers."""

    def __init__(self, *, words: Words, **more: Any) -> None:
        super().__init__(**more)
        self._words = words

    @property
    def urls(self) -> tuple[list[URLResolver | URLPattern], str, str]:
        """The addresses; each answers a method that it does not have as a problem."""
        patterns, app, namespace = super().urls
        for pattern in patterns:
            if isinstance(pattern, URLPattern):
                pattern.callback = problems.with_other_methods(pattern.callback)
        return patterns, app, namespace

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> OpenAPISchema:
        """Return the OpenAPI 3.1 document."""
        document = super().get_openapi_schema(*args, **kwargs)
        # The document is the same whoever asks for it, so it is in one language.
        with translation.override(settings.LANGUAGE_CODE):
            for operations in document["paths"].values():
                for operation in operations.values():
                    self._words.describe(operation)
        return document

    def create_response(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Answer with the request's id; what a token opens is never stored on the way."""
        response = super().create_response(request, *args, **kwargs)
        response["X-Request-ID"] = problems.request_id(request)
        response["Cache-Control"] = "no-store"
        return response
