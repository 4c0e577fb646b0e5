"""Sold out: leave an address, confirm it behind the link of a mail, or be forgotten by one press."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from storecrew.contexts.checkout import public as checkout
from storecrew.kernel import clock
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.storefront.shop import channel_of, page, refused, shell
from storecrew.surfaces.storefront.visitor import actor_of, customer_of
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta


def consent() -> str:
    """Return the sentence that whoever leaves an address agrees to; kept with the address."""
    return _("We use this address for one mail when the article is back, and for nothing else.")


@same_origin_or_token
@require_POST
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Put the typed address on the wait list; the answer is the same whatever the address is."""
    shop, customer = shell(request), customer_of(request)
    sku, typed = request.POST.get("sku", "")[:200], request.POST.get("email", "")[:254]
    context: dict[str, Any] = {"slug": slug, "sku": sku, "typed": typed, "consent": consent()}
    context |= {"errors": {}, "error": None, "done": False}
    status = 200
    try:
        checkout.wait_for(
            sku,
            typed,
            channel=channel_of(request),
            locale=shop.locale,
            consent=consent(),
            customer_id=customer.id if customer else None,
            proved=customer.email if customer else "",
            actor=actor_of(request),
            at=clock.now(),
        )
        context["done"] = True
    except checkout.InvalidContact as error:
        context["errors"] = {name: str(text) for name, text in error.details.items()}
        status = error.status
    except DomainError as error:
        context["error"] = error
        status = error.status
    meta = PageMeta(title=_("Tell me when it is back"), robots="noindex")
    if request.headers.get("HX-Request"):
        # htmx shows only answers below 400, and the sentence is the answer here.
        return page(request, "product/waiting_part.jinja", context, meta=meta)
    return page(request, "product/waiting_alone.jinja", context, meta=meta, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def waiting(request: HttpRequest, token: str) -> HttpResponse:
    """Show what the link is about; its buttons confirm or stop. Opening it changes nothing (R16)."""
    shop = shell(request)
    try:
        if request.method == "POST":
            if request.POST.get("action") == "stop":
                return _stop(token)
            checkout.confirm_wait(token, at=clock.now())
            return redirect(shop.url("waiting", token))
        found = checkout.wait(token, locale=shop.locale)
    except checkout.NotWaiting as error:
        heading = _("You are forgotten") if "stopped" in request.GET else ""
        return refused(request, error, heading=heading, status=200 if heading else None)
    meta = PageMeta(title=_("Tell me when it is back"), robots="noindex, nofollow")
    response = page(request, "product/waiting_link.jinja", {"wait": found}, meta=meta)
    response.headers["Referrer-Policy"] = "same-origin"
    return response


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Stop at one press of the mail program's own button (RFC 8058); a person who opens it gets the page."""
    if request.method == "POST":
        return _stop(token)
    return redirect(shell(request).url("waiting", token))


def _stop(token: str) -> HttpResponse:
    checkout.stop_waiting(token)
    return redirect(f"{reverse('storefront:waiting', args=[token])}?stopped=1")
