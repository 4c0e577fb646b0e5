"""The part of a product page that knows where the visitor lives."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.shipping import public as shipping
from storecrew.surfaces.storefront.delivery import place
from storecrew.surfaces.storefront.product.view import product_url, product_view
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.ui.origin import same_origin_or_token
from storecrew.surfaces.ui.shell import PageMeta


@same_origin_or_token
@require_http_methods(["GET", "HEAD", "POST"])
def product_delivery(request: HttpRequest, slug: str) -> HttpResponse:
    """Say when a variant would arrive at the visitor's place; a form names the place.

    The product page is kept for everybody and knows only the shop's own country; script asks here for more.
    """
    if request.method != "POST":
        return _part(request, slug, place.remembered(request))
    shop = shell(request)
    try:
        to = place.typed(request, shop.locale)
    except shipping.InvalidAddress as error:
        sentences = {name: str(text) for name, text in error.details.items()}
        return _part(request, slug, place.remembered(request), sentences)
    if request.headers.get("HX-Request"):
        return place.remember(_part(request, slug, to), to)
    return place.remember(redirect(f"{product_url(shop, slug, _sku(request), to)}#delivery"), to)


def _part(
    request: HttpRequest,
    slug: str,
    to: shipping.Destination | None,
    errors: dict[str, str] | None = None,
) -> HttpResponse:
    shop, channel = shell(request), channel_of(request)
    try:
        facts = catalog.product_page(slug, shop.locale, channel.id)
    except catalog.ProductNotFound as error:
        raise Http404 from error
    context = {
        "page": facts,
        "view": product_view(facts, _sku(request), channel, shop, to),
        "errors": errors or {},
        "typed": place.as_typed(request),
    }
    meta = PageMeta(title=_("Delivery"), robots="noindex")
    if request.headers.get("HX-Request"):
        # htmx shows only answers below 400, and the sentence beside the field is the answer here.
        return page(request, "delivery/product_part.jinja", context, meta=meta)
    return page(request, "delivery/alone.jinja", context, meta=meta, status=422 if errors else 200)


def _sku(request: HttpRequest) -> str:
    return request.POST.get("variant", request.GET.get("variant", ""))[:200]
