"""What machines read: schema.org data, made from the same objects as the page (JSON-LD)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from storecrew.surfaces.ui.shell import Shell

_CONTEXT = {"@context": "https://schema.org"}
AVAILABILITY = {
    "in_stock": "https://schema.org/InStock",
    "low": "https://schema.org/LimitedAvailability",
    "out": "https://schema.org/OutOfStock",
}


def site(shop: Shell) -> tuple[Mapping[str, Any], ...]:
    """Return the shop as an organization, and its search."""
    organization: dict[str, Any] = {
        **_CONTEXT,
        "@type": "OnlineStore",
        "name": shop.name,
        "url": shop.absolute(shop.url("home")),
    }
    legal = getattr(shop.channel, "legal", {})
    if legal.get("email"):
        organization["email"] = legal["email"]
    if legal.get("phone"):
        organization["telephone"] = legal["phone"]
    search = {
        **_CONTEXT,
        "@type": "WebSite",
        "name": shop.name,
        "url": shop.absolute(shop.url("home")),
        "inLanguage": shop.locale,
        "potentialAction": {
            "@type": "SearchAction",
            "target": f"{shop.absolute(shop.url('search'))}?q={{search_term_string}}",
            "query-input": "required name=search_term_string",
        },
    }
    return organization, search


def breadcrumbs(shop: Shell, trail: Sequence[tuple[str, str]]) -> Mapping[str, Any]:
    """Return the way to a page."""
    items = [
        {"@type": "ListItem", "position": number, "name": name, "item": shop.absolute(url)}
        for number, (name, url) in enumerate(trail, start=1)
    ]
    return {**_CONTEXT, "@type": "BreadcrumbList", "itemListElement": items}


def item_list(shop: Shell, cards: Iterable[Any]) -> Mapping[str, Any]:
    """Return the products of a list in their order."""
    items = [
        {"@type": "ListItem", "position": number, "url": shop.absolute(card.url), "name": card.title}
        for number, card in enumerate(cards, start=1)
    ]
    return {**_CONTEXT, "@type": "ItemList", "itemListElement": items}


def questions(pairs: Iterable[tuple[str, str]]) -> Mapping[str, Any]:
    """Return questions with their answers."""
    entities = [
        {"@type": "Question", "name": question, "acceptedAnswer": {"@type": "Answer", "text": text}}
        for question, text in pairs
    ]
    return {**_CONTEXT, "@type": "FAQPage", "mainEntity": entities}


# What the variants of a product may differ by, as schema.org names it; others have no name there.
VARIES_BY = {name: f"https://schema.org/{name}" for name in ("color", "size", "material", "pattern")}


def product(shop: Shell, facts: Any, view: Any, url: str, *, return_days: int) -> Mapping[str, Any]:
    """Return a product with the offer that the page shows: same price, same stock word, same days of return.

    Of several variants it is the chosen one, and names the others with what they cost.
    """
    data: dict[str, Any] = {
        **_CONTEXT,
        "@type": "Product",
        "name": facts.title,
        "url": shop.absolute(url),
        "description": facts.seo_description or facts.subtitle or facts.title,
        "image": [shop.absolute(image.url) for image in view.images],
    }
    if facts.brand:
        data["brand"] = {"@type": "Brand", "name": facts.brand}
    if view.variant is not None:
        data |= _named(view.variant)
    if view.price is not None:
        data["offers"] = {**_offer(shop, view.price, view.word, url), **_terms(shop, view, return_days)}
    if len(facts.variants) > 1:
        data["inProductGroupWithID"] = facts.slug
        data["isVariantOf"] = _group(shop, facts, view)
    return data


def _named(variant: Any) -> Mapping[str, str]:
    return {"sku": variant.sku} | ({"gtin": variant.barcode} if variant.barcode else {})


def _group(shop: Shell, facts: Any, view: Any) -> Mapping[str, Any]:
    axes = [VARIES_BY[one.name.lower()] for one in facts.options if one.name.lower() in VARIES_BY]
    group: dict[str, Any] = {
        "@type": "ProductGroup",
        "name": facts.title,
        "productGroupID": facts.slug,
        "url": shop.absolute(shop.url("product", facts.slug)),
        "hasVariant": [
            {
                "@type": "Product",
                "name": ", ".join((facts.title, *one.variant.options.values())),
                **_named(one.variant),
                "offers": _offer(shop, one.price, one.word, one.url),
            }
            for one in view.offers
        ],
    }
    return group | ({"variesBy": axes} if axes else {})


def _offer(shop: Shell, price: Any, word: str, url: str) -> Mapping[str, Any]:
    return {
        "@type": "Offer",
        "url": shop.absolute(url),
        "price": f"{price.decimal:f}",
        "priceCurrency": price.currency,
        "availability": AVAILABILITY.get(word, AVAILABILITY["out"]),
        "itemCondition": "https://schema.org/NewCondition",
    }


def _terms(shop: Shell, view: Any, return_days: int) -> Mapping[str, Any]:
    terms: dict[str, Any] = {
        "hasMerchantReturnPolicy": {
            "@type": "MerchantReturnPolicy",
            "applicableCountry": shop.channel.country,
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": return_days,
        },
    }
    if view.delivery is not None and view.delivery.price is not None:
        terms["shippingDetails"] = {
            "@type": "OfferShippingDetails",
            "shippingRate": {
                "@type": "MonetaryAmount",
                "value": f"{view.delivery.price.decimal:f}",
                "currency": view.delivery.price.currency,
            },
            "shippingDestination": {"@type": "DefinedRegion", "addressCountry": view.delivery.country},
        }
    return terms
