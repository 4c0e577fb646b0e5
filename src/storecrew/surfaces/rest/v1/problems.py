"""Problem answers (RFC 9457): every refusal has a stable code, a sentence and a next step.

An unexpected fault is told apart from the inside of the software: the answer has a request id and
nothing else, the log has the rest (BAD-16).
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError

from storecrew.kernel import contention
from storecrew.kernel.errors import DomainError
from storecrew.kernel.idempotency import MissingKey
from storecrew.surfaces.ui import requests

log = logging.getLogger(__name__)

CONTENT_TYPE = "application/problem+json"
TITLES = {
    301: "Moved permanently",
    400: "Bad request", 401: "Unauthorized", 402: "Payment required", 403: "Forbidden", 404: "Not found",
    405: "Method not allowed", 409: "Conflict", 413: "Content too large", 415: "Unsupported media type",
    422: "Unprocessable content", 429: "Too many requests", 500: "Internal server error",
    503: "Service unavailable",
}  # fmt: skip
# Here the request is well formed and only the state of the cart or channel stands against it.
CONFLICTS = frozenset({"requirements_unmet", "gateway_not_available", "shipping_method_unavailable"})


class ProductMoved(DomainError):
    """A product has another address, or ended and leads on; ``location`` is where to ask instead."""

    code = "product_moved"
    status = 301
    message = gettext_lazy("This product is found at another address.")
    next_step = gettext_lazy(
        "Follow the location: its new address, its successor, or the list of its category."
    )


def request_id(request: HttpRequest) -> str:
    """Return the id of a request: the caller's own, or a new one."""
    return requests.request_id(request)


def body_of(
    request: HttpRequest, status: int, code: str, detail: str, *, next_step: str = "", **more: Any
) -> dict[str, Any]:
    """Return the body of a problem."""
    return {
        "type": f"https://storecrew.example/problems/{code}",
        "title": TITLES.get(status, "Error"),
        "status": status,
        "code": code,
        "detail": detail,
        "next_step": next_step,
        "request_id": request_id(request),
        **more,
    }


def status_of(error: DomainError) -> int:
    """Return the status that a refusal is answered with here."""
    return 409 if error.code in CONFLICTS else error.status


# Bodies that could not be read: the code, and what to do.
_UNREADABLE = {
    400: (
        "invalid_json",
        gettext_lazy("Send one JSON value in UTF-8, with finite numbers and each name once."),
    ),
    413: ("too_large", gettext_lazy("Send less at once.")),
    415: (
        "unsupported_media_type",
        gettext_lazy("Send plain JSON with the header Content-Type: application/json."),
    ),
}
STAFF = "/api/v1/staff/"


def body_of_error(request: HttpRequest, error: DomainError) -> dict[str, Any]:
    """Return the body for a refusal of the business."""
    details = json.loads(json.dumps(error.details, default=str))
    return body_of(
        request,
        status_of(error),
        error.code,
        str(error.message),
        next_step=str(error.next_step if request.path.startswith(STAFF) else error.for_shopper),
        details=details,
    )


def respond(request: HttpRequest, body: dict[str, Any]) -> HttpResponse:
    """Return a problem as a response."""
    response = HttpResponse(json.dumps(body), status=body["status"], content_type=CONTENT_TYPE)
    response["X-Request-ID"] = request_id(request)
    response["Cache-Control"] = "no-store"
    retry_after = (body.get("details") or {}).get("retry_after")
    if body["status"] == 301:
        response["Location"] = body["details"]["location"]
    if body["status"] == 401:
        response["WWW-Authenticate"] = 'Bearer realm="storecrew"'
    if body["status"] == 429 or retry_after:
        response["Retry-After"] = str(int(retry_after or 60))
    return response


@csrf_exempt
def unknown_address(request: HttpRequest) -> HttpResponse:
    """Answer for an address that the interface does not have."""
    body = body_of(
        request,
        404,
        "unknown_address",
        _("There is nothing at this address."),
        next_step=_("The addresses are listed in /api/v1/openapi.json."),
    )
    return respond(request, body)


def with_other_methods(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer HEAD like GET, OPTIONS with the methods, and one that an address does not have as a problem."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        if asked == "HEAD":
            request.method = "GET"  # the server sends the headers of the answer alone
        response = view(request, *args, **kwargs)
        request.method = asked
        if not isinstance(response, HttpResponseNotAllowed):
            return response
        methods = set(response["Allow"].split(", "))
        allowed = ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set()) | {"OPTIONS"}))
        if asked == "OPTIONS":
            return HttpResponse(status=204, headers={"Allow": allowed, "X-Request-ID": request_id(request)})
        body = body_of(
            request,
            405,
            "method_not_allowed",
            _("This address does not know that method."),
            next_step=_("Use one of these: %(methods)s.") % {"methods": allowed},
        )
        refused = respond(request, body)
        refused["Allow"] = allowed
        return refused

    return answered


def register(api: NinjaAPI) -> None:
    """Teach an API to answer every error as a problem."""
    handle: Any = api.add_exception_handler
    handle(DomainError, _domain_error)
    handle(ValidationError, _invalid)
    handle(HttpError, _http_error)
    handle(Http404, _not_found)
    handle(RequestDataTooBig, _too_big)
    handle(Exception, _fault)


def _domain_error(request: HttpRequest, error: DomainError) -> HttpResponse:
    return respond(request, body_of_error(request, error))


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    errors = [
        {
            "field": ".".join(str(part) for part in item["loc"][1:] if part != "payload"),
            "in": str(item["loc"][0]) if item["loc"] else "",
            "message": str(item["msg"])[:200],
            "code": str(item["type"]),
        }
        for item in error.errors[:50]
    ]
    lacking = ("missing", "string_too_short")
    if any(item["field"] == "Idempotency-Key" and item["code"] in lacking for item in errors):
        return _domain_error(request, MissingKey())
    unknown = bool(errors) and all(item["code"] == "extra_forbidden" for item in errors)
    quantity = any(item["field"] == "quantity" for item in errors)
    body = body_of(
        request,
        422,
        "unknown_field" if unknown else ("invalid_quantity" if quantity else "invalid_request"),
        _("The request has fields that are missing, wrong or unknown."),
        next_step=_("Correct the fields that are listed."),
        errors=errors,
    )
    return respond(request, body)


def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    error = getattr(request, "parsing_refused", error)
    status = error.status_code
    code, next_step = _UNREADABLE.get(status, ("error", ""))
    return respond(request, body_of(request, status, code, str(error), next_step=str(next_step)))


def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return respond(request, body_of(request, 404, "not_found", _("There is nothing here under this name.")))


def _too_big(request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    code, next_step = _UNREADABLE[413]
    body = body_of(request, 413, code, _("The request is too large."), next_step=str(next_step))
    return respond(request, body)


def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    busy = contention.refusal(error)
    if busy is not None:
        return _domain_error(request, busy)
    log.error("request %s failed", request_id(request), exc_info=error)
    if requests.is_outage(error):
        body = body_of(
            request,
            503,
            "unavailable",
            _("The shop is not available for a moment."),
            next_step=_("Try again in a few seconds, with the same Idempotency-Key."),
        )
        return requests.faulty(respond(request, body))
    body = body_of(
        request,
        500,
        "internal_error",
        _("Something went wrong on our side."),
        next_step=_("Try again; if it happens again, tell us the request id."),
    )
    return respond(request, body)
