"""What to say when there is no page, no permission, or a fault of ours."""

from __future__ import annotations

import logging
import re
import sys
from urllib.parse import unquote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _
from django.views import defaults

from storecrew.contexts.insights import public as insights
from storecrew.contexts.seo import public as seo
from storecrew.kernel import contention
from storecrew.kernel.errors import Denied, DomainError
from storecrew.surfaces.storefront.shop import page, refused
from storecrew.surfaces.ui.busy import busy
from storecrew.surfaces.ui.headers import BACK_OFFICE_PREFIXES
from storecrew.surfaces.ui.last_look import last_look
from storecrew.surfaces.ui.requests import faulty, plain_fault, request_id, status_of_fault
from storecrew.surfaces.ui.shell import PageMeta

log = logging.getLogger(__name__)
# Links that stand in mails: what is behind the name is a secret, so it is not shown as words to search for.
SECRET = re.compile(r"/[a-z-]{2,7}/(?:order|replacement|partner)/[^/]")
NOT_OURS = ("/admin/", "/api/", "/documents/", "/static/", "/media/", "/webhooks/")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Lead on from an address that somebody sent elsewhere; else say that there is no such page.

    The page offers the words of the address to search for. What is asked for and not there is counted.
    """
    if request.path.startswith(NOT_OURS):
        return defaults.page_not_found(request, exception)
    by_mail = SECRET.match(request.path) is not None
    way = seo.way(request.path) if request.method in ("GET", "HEAD") else None
    if way is not None:
        seo.note_hit(way.redirect_id)
        if way.target:
            return _lead(request, way)
    elif request.method == "GET":
        seo.note_missing(request.path, machine=insights.is_machine(request.headers.get("User-Agent", "")))
    status = way.status if way else 404
    last = unquote(request.path.rstrip("/").rsplit("/", 1)[-1])
    guess = " ".join(last.replace("-", " ").replace("_", " ").split())[:60]
    meta = PageMeta(title=_("We could not find this page"), robots="noindex")
    context = {"guess": "" if by_mail else guess, "by_mail": by_mail}
    try:
        return page(request, "help/not_found.jinja", context, meta=meta, status=status)
    except DomainError:
        return defaults.page_not_found(request, exception)


def _lead(request: HttpRequest, way: seo.Way) -> HttpResponse:
    """Lead on; words of a campaign in the address go along."""
    query = request.META.get("QUERY_STRING", "")
    joint = "&" if "?" in way.target else "?"
    kind = HttpResponsePermanentRedirect if way.status == 301 else HttpResponseRedirect
    return kind(f"{way.target}{joint}{query}" if query else way.target)


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
    """Say that we failed, what is safe and where to go, without asking the database for anything."""
    waited = contention.refusal(sys.exc_info()[1])
    if waited is not None:
        return busy(request, waited)
    status = status_of_fault()
    context = {
        "away": status == 503,
        "again": request.get_full_path() if request.method in ("GET", "HEAD") else "",
        "request_id": request_id(request),
    }
    if request.path.startswith(BACK_OFFICE_PREFIXES) and "text/html" in request.headers.get("Accept", ""):
        # Without the request: nothing that a page of staff is given beside may be read now.
        return faulty(HttpResponse(render_to_string("backoffice/fault.html", context), status=status))
    if request.path.startswith(NOT_OURS):
        return plain_fault(request, status)
    known = translation.get_language_from_path(request.path)
    locale = known or getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE)
    with translation.override(locale):
        context |= {"locale": locale, "frame": last_look(request)}
        response = render(request, "help/server_error.jinja", context, status=status)
    return faulty(response)
