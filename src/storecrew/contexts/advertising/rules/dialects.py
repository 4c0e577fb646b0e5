"""How each network wants to be told about products; plain Python, no markup by hand."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any
from xml.etree import ElementTree as ET

from storecrew.contexts.advertising.facts import FeedItem
from storecrew.kernel.money import Money

G = "http://base.google.com/ns/1.0"
TITLE_LONGEST = {"google": 150, "meta": 200, "tiktok": 255, "pinterest": 500}
TEXT_LONGEST = {"google": 5000, "meta": 9999, "tiktok": 10_000, "pinterest": 10_000}
MOST_IMAGES = 10
CATEGORY_COLOR = ("color", "colour", "색상")
CATEGORY_SIZE = ("size", "사이즈", "크기")

Fields = list[tuple[str, str]]


def xml(kind: str, items: Iterable[FeedItem], *, title: str, link: str, about: str) -> bytes:
    """Return a feed as RSS 2.0 with Google's namespace, which all four networks read."""
    ET.register_namespace("g", G)
    rss = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(rss, "channel")
    for name, text in (("title", title), ("link", link), ("description", about)):
        ET.SubElement(channel, name).text = text
    for item in items:
        entry = ET.SubElement(channel, "item")
        for name, text in FIELDS[kind](item):
            tag = name if kind == "tiktok" and name in _PLAIN else f"{{{G}}}{name}"
            ET.SubElement(entry, tag).text = printable(text)
    body: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return body


def google_json(items: Iterable[FeedItem], *, locale: str, country: str) -> bytes:
    """Return the articles as product inputs of Google's Merchant API: amounts in micros, times ISO."""
    inputs = [_input(item, locale, country) for item in items]
    return json.dumps({"productInputs": inputs}, ensure_ascii=False, indent=1).encode()


def decimal(money: Money) -> str:
    """Return "19.00 EUR"."""
    return f"{money.decimal:f} {money.currency}"


def micros(money: Money) -> str:
    """Return an amount in millionths of its currency's unit, as text: 64-bit numbers in JSON."""
    return str(int(money.decimal * 1_000_000))


def printable(text: str) -> str:
    """Return text without characters that XML refuses."""
    return "".join(char for char in text if char in "\t\n" or (char >= " " and char not in "\ufffe\uffff"))


def shortened(text: str, longest: int) -> str:
    """Return text of at most so many characters, cut at a word."""
    if len(text) <= longest:
        return text
    cut = text[: longest - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut[longest // 2 :] else cut}…"


def _shared(kind: str, item: FeedItem) -> Fields:
    found = [
        ("id", item.sku),
        ("title", shortened(item.title, TITLE_LONGEST[kind])),
        ("description", shortened(item.text, TEXT_LONGEST[kind])),
        ("link", item.link),
        ("image_link", item.image),
        *(("additional_image_link", url) for url in item.more_images[:MOST_IMAGES]),
        ("price", decimal(item.price)),
    ]
    if item.sale is not None:
        found.append(("sale_price", decimal(item.sale)))
    if item.brand:
        found.append(("brand", item.brand))
    if item.gtin:
        found.append(("gtin", item.gtin))
    found.append(("item_group_id", str(item.product_id)))
    if item.category:
        found.append(("product_type", item.category))
    color, size = option(item, CATEGORY_COLOR), option(item, CATEGORY_SIZE)
    return [*found, *([("color", color)] if color else []), *([("size", size)] if size else [])]


def option(item: FeedItem, names: tuple[str, ...]) -> str:
    """Return the value of an option under one of its names."""
    return next((value for name, value in item.options.items() if name.casefold() in names), "")


def _google(item: FeedItem) -> Fields:
    found = [
        *_shared("google", item),
        ("availability", "in_stock" if item.sellable else "out_of_stock"),
        ("condition", "new"),
    ]
    found.append(("mpn", item.sku))
    if not item.gtin:
        found.append(("identifier_exists", "yes" if item.brand else "no"))
    if item.weight_g:
        found.append(("shipping_weight", f"{item.weight_g} g"))
    return found


def _meta(item: FeedItem) -> Fields:
    return [
        *_shared("meta", item),
        ("availability", "in stock" if item.sellable else "out of stock"),
        ("condition", "new"),
        ("quantity_to_sell_on_facebook", str(item.available)),
    ]


def _tiktok(item: FeedItem) -> Fields:
    shared = [("sku_id" if name == "id" else name, text) for name, text in _shared("tiktok", item)]
    return [
        *shared,
        ("availability", "IN_STOCK" if item.sellable else "OUT_OF_STOCK"),
        ("condition", "NEW"),
    ]


def _pinterest(item: FeedItem) -> Fields:
    return [
        *_shared("pinterest", item),
        ("availability", "in stock" if item.sellable else "out of stock"),
        ("condition", "new"),
    ]


_PLAIN = frozenset({"title", "link", "description"})
FIELDS: dict[str, Callable[[FeedItem], Fields]] = {
    "google": _google,
    "meta": _meta,
    "tiktok": _tiktok,
    "pinterest": _pinterest,
}
SOURCES = {"google": "google", "meta": "facebook", "tiktok": "tiktok", "pinterest": "pinterest",
           "naver": "naver"}  # fmt: skip
"""``utm_source`` of each network."""


def _input(item: FeedItem, locale: str, country: str) -> dict[str, Any]:
    attributes: dict[str, Any] = {
        "title": shortened(item.title, TITLE_LONGEST["google"]),
        "description": shortened(item.text, TEXT_LONGEST["google"]),
        "link": item.link,
        "imageLink": item.image,
        "additionalImageLinks": list(item.more_images[:MOST_IMAGES]),
        "availability": "IN_STOCK" if item.sellable else "OUT_OF_STOCK",
        "condition": "NEW",
        "price": _price(item.price),
        "itemGroupId": str(item.product_id),
        "mpn": item.sku,
        "identifierExists": bool(item.gtin or item.brand),
    }
    if item.sale is not None:
        attributes["salePrice"] = _price(item.sale)
    if item.brand:
        attributes["brand"] = item.brand
    if item.gtin:
        attributes["gtins"] = [item.gtin]
    if item.category:
        attributes["productTypes"] = [item.category]
    color, size = option(item, CATEGORY_COLOR), option(item, CATEGORY_SIZE)
    attributes |= ({"color": color} if color else {}) | ({"size": size} if size else {})
    return {
        "offerId": item.sku,
        "contentLanguage": locale,
        "feedLabel": country,
        "productAttributes": attributes,
    }


def _price(money: Money) -> dict[str, str]:
    return {"amountMicros": micros(money), "currencyCode": money.currency}
