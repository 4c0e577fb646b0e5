"""The product page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.marketing import public as marketing
from storecrew.surfaces.storefront import structured
from storecrew.surfaces.storefront.browse.cards import cards_of
from storecrew.surfaces.storefront.browse.views import moved
from storecrew.surfaces.storefront.delivery import place
from storecrew.surfaces.storefront.head import headed
from storecrew.surfaces.storefront.measuring import trials
from storecrew.surfaces.storefront.product.view import ProductView, preload, product_view
from storecrew.surfaces.storefront.product.waiting import consent
from storecrew.surfaces.storefront.reviews import shown as told
from storecrew.surfaces.storefront.share import cards
from storecrew.surfaces.storefront.share.links import share_links
from storecrew.surfaces.storefront.shop import channel_of, page, shell
from storecrew.surfaces.ui.shell import PageMeta, Shell

MOST_RELATED = 8


def _shown(crumbs: Iterable[catalog.Crumb], nodes: Iterable[catalog.CategoryNode]) -> Iterator[catalog.Crumb]:
    """Yield the way to a product as far as this channel shows its categories."""
    for crumb in crumbs:
        node = next((node for node in nodes if node.url_path == crumb.url_path), None)
        if node is None:
            return
        yield crumb
        nodes = node.children


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a product with the variant that the address names (``?variant=SKU``)."""
    shop, channel = shell(request), channel_of(request)
    try:
        facts = catalog.product_page(slug, shop.locale, channel.id)
    except catalog.ProductNotFound as error:
        return moved(request, f"p/{slug}", error)
    if facts.status == "end_of_life" and catalog.moved_path(f"p/{slug}"):
        return moved(request, f"p/{slug}", catalog.ProductNotFound(slug=slug))
    to = place.in_address(request.GET, channel)
    view = product_view(facts, request.GET.get("variant", "")[:200], channel, shop, to)
    url = shop.url("product", facts.slug)
    trail = [(_("Home"), shop.url("home"))]
    trail += [
        (crumb.name, shop.category_url(crumb.url_path))
        for crumb in _shown(facts.breadcrumbs, shop.categories)
    ]
    trail.append((facts.title, url))
    related = {
        kind: cards_of(
            [one.product_id for one in facts.relations if one.kind == kind][:MOST_RELATED], channel, shop
        )
        for kind in ("accessory", "substitute")
    }
    return_days = aftersales.return_rules(channel.id).days
    said = told.of_product(facts.id, shop, facts.slug)
    meta = PageMeta(
        title=facts.title,
        description=facts.subtitle or catalog.plain_text(facts.html)[:160] or facts.title,
        canonical=url,
        og_type="product",
        share=cards.of_product(facts, view, shop).image(
            shop.url("product_share", facts.slug), **_named(request)
        ),
        facts=_facts(view),
        preload=preload(view),
        section=facts.breadcrumbs[0].url_path if facts.breadcrumbs else "",
        structured=(
            {
                **structured.product(shop, facts, view, url, return_days=return_days),
                **told.structured(said.rating, said.shown),
            },
            structured.breadcrumbs(shop, trail),
        ),
    )
    button = trials.shown(request, channel.id, "button")
    block = trials.shown(request, channel.id, "block")
    meta = headed(
        meta,
        "product",
        shop,
        _values(facts, view, shop),
        title=facts.seo_title,
        description=facts.seo_description,
    )
    context = {
        "buy_words": button.content.get(shop.locale, ""),
        "block_words": block.content.get(shop.locale, ""),
        "trail": trail,
        "reviews": said,
        "pictures": marketing.pictures_of(facts.id),
        "page": facts,
        "return_days": return_days,
        "view": view,
        "accessories": related["accessory"],
        "substitutes": related["substitute"],
        "consent": consent(),
        "seen": _seen(facts, view, shop),
        "share_links": share_links(shop.absolute(url), facts.title, _picture(meta, shop)),
    }
    shown = (f"product:{card.id}" for cards in related.values() for card in cards)
    # A post code in the address makes a page for one visitor, which nobody keeps.
    tags = None if to else (f"product:{facts.id}", "shipping", "promotions", aftersales.RULES_TAG, *shown)
    tried = (*button.cookies, *block.cookies)
    return page(request, "product/page.jinja", context, meta=meta, tags=tags, cookies=tried)


def _picture(meta: PageMeta, shop: Shell) -> str:
    """Return the whole address of the picture that is shared with a page, "" without one."""
    return shop.absolute(meta.share.url) if meta.share else ""


def _seen(facts: catalog.ProductPage, view: ProductView, shop: Shell) -> dict[str, str]:
    """Return what the visitor's own device may remember of this page: nothing that can become wrong soon."""
    image = view.images[0].url if view.images else ""
    url = shop.url("product", facts.slug)
    return {"list": f"seen:{shop.locale}", "url": url, "title": facts.title, "image": image}


def _values(facts: catalog.ProductPage, view: ProductView, shop: Shell) -> dict[str, str]:
    """Return what templates of titles may say of a product."""
    return {
        "name": facts.title,
        "brand": facts.brand,
        "subtitle": facts.subtitle,
        "category": facts.breadcrumbs[-1].name if facts.breadcrumbs else "",
        "price": view.price.format(shop.locale) if view.price else "",
        "sku": view.variant.sku if view.variant else "",
    }


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
