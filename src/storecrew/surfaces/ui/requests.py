"""The number of a request, on every answer, in the audit trail and in the log: one leads to the others."""

from __future__ import annotations

import logging
import re
import sys
import uuid
from collections.abc import Callable

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

log = logging.getLogger(__name__)
HEADER = "X-Request-ID"
RETRY_SECONDS = 5
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_ON_STATIC = ("/static/", "/media/")


def request_id(request: HttpRequest) -> str:
    """Return the id of a request: the caller's own when it is a plain word, else a new one."""
    known = getattr(request, "request_id", "")
    if not known:
        given = request.headers.get(HEADER, "")
        known = given if _GIVEN.fullmatch(given) else uuid.uuid4().hex
        request.request_id = known  # type: ignore[attr-defined]
    return str(known)


class RequestIdMiddleware:
    """Names each request before anything else looks at it, and says the name in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the id in a header."""
        name = request_id(request)
        response = _nul(request) or self.get_response(request)
        if not request.path.startswith(_ON_STATIC):
            response.headers.setdefault(HEADER, name)
        if response.status_code >= 500 and not getattr(response, "meant", False):
            log.error("request %s was answered with %s", name, response.status_code)
        return response


def _nul(request: HttpRequest) -> HttpResponse | None:
    """Refuse a NUL in an address or a form: PostgreSQL cannot hold it (BAD-08). REST does so by itself."""
    if request.path_info.startswith("/api/"):
        return None
    if "\x00" in request.path_info:
        return HttpResponse("Not found\n", "text/plain", 404)
    form = request.method == "POST" and request.content_type == "application/x-www-form-urlencoded"
    if "%00" in request.META.get("QUERY_STRING", "") or (form and b"%00" in request.body):
        return HttpResponse(_("A character in this request cannot be used.") + "\n", "text/plain", 400)
    return None


def is_outage(error: BaseException | None) -> bool:
    """Say whether a fault is a database that is gone for a moment, which is worth trying again."""
    while error is not None:
        if isinstance(error, OperationalError | InterfaceError):
            return True
        error = error.__cause__
    return False


def status_of_fault() -> int:
    """Return how the fault that is being handled is answered: 503 while the database is away, else 500."""
    return 503 if is_outage(sys.exc_info()[1]) else 500


def plain_fault(request: HttpRequest, status: int) -> HttpResponse:
    """Answer a fault in one line of text with nothing from the inside."""
    away, fault = _("This is not available for a moment."), _("Something went wrong on our side.")
    number = _("If you write to us, please name this number: %(number)s") % {"number": request_id(request)}
    text = f"{away if status == 503 else fault} {number}\n"
    return faulty(HttpResponse(text, status=status, content_type="text/plain; charset=utf-8"))


def faulty(response: HttpResponse) -> HttpResponse:
    """Say of an answer to a fault that nobody keeps it, and when to come back."""
    response.headers["Cache-Control"] = "no-store"
    if response.status_code == 503:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response
