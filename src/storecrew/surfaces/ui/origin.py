"""Proof that a form came from our own page, for pages that are cached for everybody.

A cached page cannot hold a visitor's token. Browsers say where a POST comes from (``Origin``,
``Sec-Fetch-Site``); that is enough proof, and a request that says nothing needs the token as ever.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CsrfViewMiddleware
from django.views.decorators.csrf import csrf_exempt

View = Callable[..., HttpResponse]


def same_origin_or_token(view: View) -> View:
    """Answer 403 unless the browser vouches for our origin or the form carries our token."""

    @csrf_exempt
    @wraps(view)
    def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not vouched(request):
            check = CsrfViewMiddleware(lambda _request: HttpResponse())
            check.process_request(request)
            refusal = check.process_view(request, view, (), {})
            if refusal is not None:
                return refusal
        return view(request, *args, **kwargs)

    return guarded


def vouched(request: HttpRequest) -> bool:
    """Say whether the request's own headers prove that it comes from a page of this shop."""
    origin = request.headers.get("Origin")
    if origin is not None:
        own = f"{request.scheme}://{request.get_host()}"
        return origin == own or origin in settings.CSRF_TRUSTED_ORIGINS
    return request.headers.get("Sec-Fetch-Site") == "same-origin"
