"""The addresses of the cards. Each is made from the same facts as its page."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.kernel.pagecache import cacheable
from storecrew.surfaces.storefront.browse import views as browse
from storecrew.surfaces.storefront.product.view import product_view
from storecrew.surfaces.storefront.share import cards
from storecrew.surfaces.storefront.shop import channel_of, shell

A_WHILE = 300
A_YEAR = 31_536_000


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Draw the card of the home page."""
    facts = browse.home_facts(request)
    return _answer(request, facts.card, *facts.tags)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the card of a product, of the variant that the address names."""
    shop, channel = shell(request), channel_of(request)
    try:
        facts = catalog.product_page(slug, shop.locale, channel.id)
    except catalog.ProductNotFound as error:
        raise Http404 from error
    view = product_view(facts, request.GET.get("variant", "")[:200], channel, shop)
    return _answer(request, cards.of_product(facts, view, shop), f"product:{facts.id}")


@require_safe
def category(request: HttpRequest, path: str) -> HttpResponse:
    """Draw the card of a category."""
    try:
        shop = shell(request)
        found = catalog.category_by_path(path, locale=shop.locale, channel=shop.channel.code)
    except catalog.CategoryNotFound as error:
        raise Http404 from error
    return _list(request, found.name, f"category:{found.id}", category=found.url_path)


@require_safe
def collection(request: HttpRequest, slug: str) -> HttpResponse:
    """Draw the card of a collection."""
    try:
        found = catalog.collection_by_slug(slug, locale=shell(request).locale)
    except catalog.CollectionNotFound as error:
        raise Http404 from error
    return _list(request, found.name, f"collection:{found.id}", collection=slug)


def _list(request: HttpRequest, name: str, tag: str, **within: Any) -> HttpResponse:
    items = browse.first_products(request, **within)
    shown = (f"product:{item.id}" for item in items)
    return _answer(request, cards.of_list(name, items, shell(request)), tag, *shown)


def _answer(request: HttpRequest, card: cards.ShareCard, *tags: str) -> HttpResponse:
    """Answer with the picture. Under the address of its revision nothing on it ever changes."""
    response = HttpResponse(card.png(), content_type="image/png")
    named = request.GET.get("v") == card.revision
    response.headers["Cache-Control"] = (
        f"public, max-age={A_YEAR}, immutable" if named else f"public, max-age={A_WHILE}"
    )
    # It is made to be shown on other sites.
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    frame = ("content", "catalog", "channels", f"channel:{shell(request).channel.id}")
    return cacheable(response, *frame, *tags, for_everyone=True)
