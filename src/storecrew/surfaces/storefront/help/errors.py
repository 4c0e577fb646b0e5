"""What to say when there is no page, no permission, or a fault of ours."""

from __future__ import annotations

import logging
import sys
from urllib.parse import unquote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import defaults

from storecrew.kernel import contention
from storecrew.kernel.errors import Denied, DomainError
from storecrew.surfaces.storefront.shop import page, refused
from storecrew.surfaces.ui.busy import busy
from storecrew.surfaces.ui.requests import faulty, plain_fault, request_id, status_of_fault
from storecrew.surfaces.ui.shell import PageMeta

log = logging.getLogger(__name__)
NOT_OURS = ("/admin/", "/api/", "/documents/", "/static/", "/media/", "/webhooks/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Say that there is no such page, with the words of its address to search for."""
    if request.path.startswith(NOT_OURS):
        return defaults.page_not_found(request, exception)
    last = unquote(request.path.rstrip("/").rsplit("/", 1)[-1])
    guess = " ".join(last.replace("-", " ").replace("_", " ").split())[:60]
    meta = PageMeta(title=_("This page is not here"), robots="noindex")
    try:
        return page(request, "help/not_found.jinja", {"guess": guess}, meta=meta, status=404)
    except DomainError:
        return defaults.page_not_found(request, exception)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say that this is not allowed."""
    if request.path.startswith(NOT_OURS):
        return defaults.permission_denied(request, exception or Exception())
    return refused(request, Denied(), heading=_("This is not allowed"), status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the form is too old or came from elsewhere; nothing was done."""
    log.info("form refused: %s", reason)
    if request.path.startswith(NOT_OURS):
        from django.views.csrf import csrf_failure as plain

        return plain(request, reason)
    message = _("This form is too old, or it was not sent from our page. Nothing was changed.")
    error = Denied(message, next_step=_("Go back, reload the page and try again. Cookies must be allowed."))
    return refused(request, error, heading=_("Please try again"), status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that we failed, in both languages if need be, without asking the database for anything."""
    waited = contention.refusal(sys.exc_info()[1])
    if waited is not None:
        return busy(request, waited)
    status = status_of_fault()
    if request.path.startswith(NOT_OURS):
        return plain_fault(request, status)
    locale = "ko" if request.path.startswith("/ko/") else "en"
    with translation.override(locale):
        context = {"locale": locale, "request_id": request_id(request)}
        response = render(request, "help/server_error.jinja", context, status=status)
    return faulty(response)
