"""Whether a browser may be recognized. Without a yes it keeps nothing, and no number of it is kept here."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from storecrew.contexts.insights import public as insights

AGREED_COOKIE = "sc_measure"
"""Readable by our script, which sets it when the visitor presses yes or no in the footer."""
VISITOR_COOKIE = "sc_visitor"
DAYS = 180
_LENGTHS = range(20, 65)


def agreed(request: HttpRequest) -> bool:
    """Say whether the visitor said yes, and the browser does not say no for them (Global Privacy Control)."""
    return request.COOKIES.get(AGREED_COOKIE) == "yes" and request.headers.get("Sec-GPC") != "1"


def visitor(request: HttpRequest) -> int | None:
    """Return the number of a browser that agreed and is known; None for all others."""
    token = _token(request)
    return insights.visitor_number(token) if token and agreed(request) else None


def recognize(request: HttpRequest, response: HttpResponse) -> int | None:
    """Return the number of a browser that agreed; a new one is given a number of its own."""
    if not agreed(request):
        return None
    token = _token(request) or secrets.token_urlsafe(18)
    response.set_cookie(
        VISITOR_COOKIE, token, max_age=DAYS * 86_400, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return insights.visitor_number(token)


def forget(request: HttpRequest, response: HttpResponse) -> None:
    """Forget a browser whose owner takes the yes back."""
    token = _token(request)
    if token:
        insights.forget_visitor(insights.visitor_number(token))
        response.delete_cookie(VISITOR_COOKIE)


def _token(request: HttpRequest) -> str:
    token = request.COOKIES.get(VISITOR_COOKIE, "")
    return token if len(token) in _LENGTHS and token.isascii() else ""
