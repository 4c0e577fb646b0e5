"""The product page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.catalog import public as catalog
from storecrew.surfaces.storefront import structured
from storecrew.surfaces.storefront.browse.cards import cards_of
from storecrew.surfaces.storefront.browse.views import moved
from storecrew.surfaces.storefront.delivery import place
from storecrew.surfaces.storefront.product.view import ProductView, preload, product_view
from storecrew.surfaces.storefront.product.waiting import consent
from storecrew.surfaces.storefront.share import cards
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.ui.shell import PageMeta, Shell

MOST_RELATED = 8


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product with the variant that the address names (``?variant=SKU``)."""
    shop, channel = shell(request), channel_of(request)
    try:
        facts = catalog.product_page(slug, shop.locale, channel.id)
    except catalog.ProductNotFound as error:
        return moved(request, f"p/{slug}", error)
    to = place.in_address(request.GET, channel)
    view = product_view(facts, request.GET.get("variant", "")[:200], channel, shop, to)
    url = shop.url("product", facts.slug)
    trail = [(_("Home"), shop.url("home"))]
    trail += [(crumb.name, shop.category_url(crumb.url_path)) for crumb in facts.breadcrumbs]
    trail.append((facts.title, url))
    related = {
        kind: cards_of(
            [one.product_id for one in facts.relations if one.kind == kind][:MOST_RELATED], channel, shop
        )
        for kind in ("accessory", "substitute")
    }
    meta = PageMeta(
        title=facts.seo_title or facts.title,
        description=facts.seo_description
        or facts.subtitle
        or catalog.plain_text(facts.html)[:160]
        or facts.title,
        canonical=url,
        og_type="product",
        share=cards.of_product(facts, view, shop).image(
            shop.url("product_share", facts.slug), **_named(request)
        ),
        facts=_facts(view),
        preload=preload(view),
        section=facts.breadcrumbs[0].url_path if facts.breadcrumbs else "",
        structured=(structured.product(shop, facts, view, url), structured.breadcrumbs(shop, trail)),
    )
    context = {
        "trail": trail,
        "page": facts,
        "view": view,
        "accessories": related["accessory"],
        "substitutes": related["substitute"],
        "consent": consent(),
        "seen": _seen(facts, view, shop),
    }
    shown = (f"product:{card.id}" for cards in related.values() for card in cards)
    # A post code in the address makes a page for one visitor, which nobody keeps.
    tags = None if to else (f"product:{facts.id}", *shown)
    return page(request, "product/page.jinja", context, meta=meta, tags=tags)


def _seen(facts: catalog.ProductPage, view: ProductView, shop: Shell) -> dict[str, str]:
    """Return what the visitor's own device may remember of this page: nothing that can become wrong soon."""
    image = view.images[0].url if view.images else ""
    url = shop.url("product", facts.slug)
    return {"list": f"seen:{shop.locale}", "url": url, "title": facts.title, "image": image}


def _named(request: HttpRequest) -> dict[str, str]:
    """Return the variant of the address, so that whoever shares it shares its picture and price."""
    return {"variant": request.GET["variant"][:200]} if request.GET.get("variant") else {}


def _facts(view: ProductView) -> tuple[tuple[str, str], ...]:
    """Return price and stock as Open Graph names them: the same as on the page."""
    if view.price is None:
        return ()
    return (
        ("product:price:amount", f"{view.price.decimal:f}"),
        ("product:price:currency", view.price.currency),
        ("product:availability", "in stock" if view.sellable else "out of stock"),
    )
