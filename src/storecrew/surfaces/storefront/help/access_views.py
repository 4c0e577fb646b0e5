"""The accessibility statement, and the form for whoever met a barrier (European Accessibility Act)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from storecrew.contexts.content import public as content
from storecrew.contexts.health import public as health
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.browse import grids
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.storefront.visitor import actor_of
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta

SECRET = re.compile(r"/(order|waiting|cart/saved)/[^/]+")
"""Pages whose address is a key."""
FIELDS = ("words", "page", "device", "email")


@require_safe
def statement(request: HttpRequest) -> HttpResponse:
    """Say what works for whom, what does not yet, and how to report a barrier: the shop's words, or ours."""
    shop, channel = shell(request), channel_of(request)
    try:
        written = content.page_by_path("accessibility", shop.locale)
    except content.UnknownPage:
        written = None
    filled = grids.fill(written.blocks, channel, shop) if written else {}
    context = {"written": written, "grids": filled, "phone": channel.legal.get("phone", "")}
    title = written.title if written else _("Accessibility")
    meta = PageMeta(title=title, canonical=shop.url("accessibility"))
    return page(request, "help/accessibility.jinja", context, meta=meta, tags=grids.tags(filled))


@same_origin_or_token
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """Ask what did not work, and open a task about it."""
    typed = {name: request.POST.get(name, "")[:4000] for name in FIELDS}
    context: dict[str, Any] = {"typed": typed, "errors": {}, "error": None, "sent": "sent" in request.GET}
    status = 200
    if request.method == "POST":
        try:
            health.report_barrier(
                typed["words"],
                page=hidden(typed["page"]),
                device=typed["device"],
                email=typed["email"],
                actor=actor_of(request),
                at=clock.now(),
            )
            return redirect(f"{reverse('storefront:barrier')}?sent=1")
        except health.InvalidBarrier as error:
            context["errors"] = {name: str(text) for name, text in error.details.items()}
            status = error.status
        except DomainError as error:
            context["error"] = error
            status = error.status
    else:
        typed["page"] = came_from(request)
    meta = PageMeta(title=_("Report a barrier"), robots="noindex")
    return page(request, "help/barrier.jinja", context, meta=meta, status=status)


def came_from(request: HttpRequest) -> str:
    """Return the page of ours that the visitor comes from; "" for the statement itself or another site."""
    found = urlsplit(request.headers.get("Referer", ""))
    own = found.netloc == request.get_host()
    return hidden(found.path) if own and not found.path.rstrip("/").endswith("/accessibility") else ""


def hidden(path: str) -> str:
    """Return an address without the key that it may hold."""
    return SECRET.sub(r"/\1/…", path)
