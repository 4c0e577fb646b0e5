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


def product(shop: Shell, facts: Any, view: Any, url: str) -> Mapping[str, Any]:
    """Return a product with the offer that the page shows: same price, same stock word."""
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
        data["sku"] = view.variant.sku
        if view.variant.barcode:
            data["gtin"] = view.variant.barcode
    if view.price is not None:
        data["offers"] = _offer(shop, view, url)
    return data


def _offer(shop: Shell, view: Any, url: str) -> Mapping[str, Any]:
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": shop.absolute(url),
        "price": f"{view.price.decimal:f}",
        "priceCurrency": view.price.currency,
        "availability": AVAILABILITY.get(view.word, AVAILABILITY["out"]),
        "itemCondition": "https://schema.org/NewCondition",
        "hasMerchantReturnPolicy": {
            "@type": "MerchantReturnPolicy",
            "applicableCountry": shop.channel.country,
            "returnPolicyCategory": "https://schema.org/MerchantReturnFiniteReturnWindow",
            "merchantReturnDays": 7 if shop.channel.country == "KR" else 14,
        },
    }
    if view.delivery is not None and view.delivery.price is not None:
        offer["shippingDetails"] = {
            "@type": "OfferShippingDetails",
            "shippingRate": {
                "@type": "MonetaryAmount",
                "value": f"{view.delivery.price.decimal:f}",
                "currency": view.delivery.price.currency,
            },
            "shippingDestination": {"@type": "DefinedRegion", "addressCountry": view.delivery.country},
        }
    return offer
