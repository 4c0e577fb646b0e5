"""The blocks of a page that belong to its reader alone."""

from __future__ import annotations

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_safe

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import clock
from storecrew.surfaces.storefront.onsite import pieces
from storecrew.surfaces.storefront.shop import channel_of, shell
from storecrew.surfaces.storefront.visitor import customer_of


@require_safe
def fragment(request: HttpRequest, name: str) -> HttpResponse:
    """Answer with what somebody who is signed in has early and what their segments add, or with nothing.

    A cart alone proves nothing of who has it: an address that somebody typed may be another's. A browser that
    says that its owner does not want to be profiled (Global Privacy Control) gets nothing either.
    """
    if name not in pieces.PLACES.values():
        raise Http404
    found = _mine(request, name)
    if found is None or found.is_empty:
        response = HttpResponse(status=204)
    else:
        response = render(request, "onsite/fragment.jinja", {"onsite": found, "shop": shell(request)})
    add_never_cache_headers(response)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _mine(request: HttpRequest, name: str) -> pieces.Pieces | None:
    customer = customer_of(request)
    if customer is None or request.headers.get("Sec-GPC") == "1":
        return None
    shop, channel, at = shell(request), channel_of(request), clock.now()
    contact = customers.contact_of(customer.email)
    found = marketing.OnsitePage()
    if contact is not None:
        section = request.GET.get("in", "")[:200]
        found = marketing.onsite_for(
            contact, name, section=section, channel=channel, locale=shop.locale, at=at
        )
    buyer = promotions.Buyer(customer.id, customer.email, channel.code, channel.timezone, shop.locale)
    return replace(pieces.arranged(found, shop), early=promotions.early_offers(buyer, at))
