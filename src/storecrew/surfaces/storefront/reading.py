"""The shop's pages for whoever has to prove what they say: the same views without a network."""

from __future__ import annotations

import io
from importlib import import_module
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.handlers.wsgi import WSGIRequest
from django.http import Http404, HttpResponse
from django.urls import resolve
from django.utils import translation
from django_htmx.middleware import HtmxDetails

from storecrew.kernel.errors import DomainError
from storecrew.kernel.shown import Shown


def show(url: str) -> Shown:
    """Return what a visitor without a cookie gets at a full address of the shop.

    The path is resolved and the view called as for any request, but for what middleware adds to answers. A
    refusal of the domain is its status with its sentence, an unknown address 404.
    """
    request = _request(url)
    language = translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    with translation.override(language):
        request.LANGUAGE_CODE = language
        try:
            match = resolve(request.path_info)
            request.resolver_match = match
            answer = match.func(request, *match.args, **match.kwargs)
            if hasattr(answer, "render") and not answer.is_rendered:
                answer = answer.render()
        except Http404:
            answer = HttpResponse(status=404)
        except DomainError as error:
            answer = HttpResponse(str(error), status=error.status)
    body = b"".join(answer) if answer.streaming else answer.content
    return Shown(
        answer.status_code,
        answer.headers.get("Location", ""),
        {name.lower(): value for name, value in answer.headers.items()},
        body.decode("utf-8", "replace"),
    )


def _request(url: str) -> WSGIRequest:
    parts = urlsplit(url)
    secure = parts.scheme == "https"
    request = WSGIRequest(
        {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": unquote(parts.path, "latin-1"),
            "SCRIPT_NAME": "",
            "QUERY_STRING": parts.query,
            "SERVER_NAME": parts.hostname or "localhost",
            "SERVER_PORT": str(parts.port or (443 if secure else 80)),
            "HTTP_HOST": parts.netloc or "localhost",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "",
            "wsgi.url_scheme": parts.scheme or "http",
            "wsgi.input": io.BytesIO(),
        }
    )
    request.user = AnonymousUser()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request
