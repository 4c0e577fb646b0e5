"""What a page says when others hold what it needs: a conflict to try again (R5)."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation

from storecrew.kernel import contention
from storecrew.surfaces.ui.headers import BACK_OFFICE_PREFIXES
from storecrew.surfaces.ui.last_look import last_look
from storecrew.surfaces.ui.requests import request_id

PLAIN = ("/api/", "/documents/", "/static/", "/media/", "/webhooks/")


class BusyMiddleware:
    """Turns a wait that was too long into an answer in words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a view's fault when it is no fault but a wait; leave all others."""
        error = contention.refusal(exception)
        if error is None:
            return None
        if request.path.startswith(BACK_OFFICE_PREFIXES):
            from storecrew.surfaces.ui.backoffice.access import refusal

            return try_again(refusal(request, error), error)
        return busy(request, error)


def busy(request: HttpRequest, error: contention.Busy) -> HttpResponse:
    """Answer without asking the database for anything; outside the shop in one line of text."""
    if request.path.startswith((*PLAIN, *BACK_OFFICE_PREFIXES)):
        return try_again(HttpResponse(f"{error}\n", "text/plain; charset=utf-8", 409), error)
    locale = "ko" if request.path.startswith("/ko/") else "en"
    with translation.override(locale):
        context = {
            "locale": locale,
            "error": error,
            "frame": last_look(request),
            "again": request.get_full_path() if request.method in ("GET", "HEAD") else "",
            "request_id": request_id(request),
        }
        return try_again(render(request, "ui/busy.jinja", context, status=error.status), error)


def try_again(response: HttpResponse, error: contention.Busy) -> HttpResponse:
    """Say of an answer when to come back, and that nobody keeps it; one that leads elsewhere says nothing."""
    if response.status_code == error.status:
        response.headers["Retry-After"] = str(error.details["retry_after"])
        response.headers["Cache-Control"] = "no-store"
    return response
