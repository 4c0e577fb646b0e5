"""Checks of what stands on the page: headings, text, pictures, links, structured data, sharing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from storecrew.contexts.seo.rules.seen import ERROR, HINT, WARNING, Seen, Values, check, said

THIN = {"product": 60, "category": 30, "collection": 30, "page": 60, "home": 60}
"""Words below which a page says little, by kind. A Hangul word says more, see ``_words``."""
LONG_HEADING, LONG_ALT, MOST_LINKS = 90, 140, 400
HEAVY_PICTURE = 300_000
WANTED = {"product": "Product", "category": "BreadcrumbList", "home": "OnlineStore"}
_NUMBER = re.compile(r"\d[\d.,\u00a0\u202f' ]*")
Data = Mapping[str, Any]


# --- headings and text


@check("h1_missing", WARNING, "text")
def _h1_missing(page: Seen) -> Values | None:
    return said(not any(page.headings))


@check("h1_many", HINT, "text")
def _h1_many(page: Seen) -> Values | None:
    return said(len(page.headings) > 1, count=len(page.headings))


@check("h1_long", HINT, "text")
def _h1_long(page: Seen) -> Values | None:
    longest = max(map(len, page.headings), default=0)
    return said(longest > LONG_HEADING, letters=longest)


@check("heading_empty", HINT, "text")
def _heading_empty(page: Seen) -> Values | None:
    return said(any(not text for _level, text in page.text.headings))


@check("heading_skipped", HINT, "text")
def _heading_skipped(page: Seen) -> Values | None:
    before = 1
    for level, text in page.text.headings:
        if level > before + 1:
            return said(True, heading=text[:80], level=level)
        before = level
    return None


@check("thin", WARNING, "text")
def _thin(page: Seen) -> Values | None:
    wanted = THIN.get(page.kind, 0)
    words = _words(page)
    return said(words < wanted, words=words, wanted=wanted)


def _words(page: Seen) -> int:
    """Return how much is said, in English words: two syllables of Hangul say about as much as one."""
    hangul = len(re.findall(r"[\uac00-\ud7a3]", page.text.text))
    return max(page.text.words, hangul // 2)


# --- pictures


@check("alt_missing", WARNING, "images")
def _alt_missing(page: Seen) -> Values | None:
    without = [one.url for one in page.text.pictures if one.alt is None]
    return said(without, count=len(without), picture=without[0][-80:] if without else "")


@check("alt_long", HINT, "images")
def _alt_long(page: Seen) -> Values | None:
    longest = max((len(one.alt or "") for one in page.text.pictures), default=0)
    return said(longest > LONG_ALT, letters=longest)


@check("picture_unsized", HINT, "images")
def _picture_unsized(page: Seen) -> Values | None:
    loose = [one.url for one in page.text.pictures if not one.sized]
    return said(loose, count=len(loose), picture=loose[0][-80:] if loose else "")


@check("picture_heavy", WARNING, "images")
def _picture_heavy(page: Seen) -> Values | None:
    heavy = {url: size for url, size in page.weights.items() if size > HEAVY_PICTURE}
    largest = max(heavy, key=lambda url: heavy[url], default="")
    return said(heavy, count=len(heavy), picture=largest[-80:], kilobytes=heavy.get(largest, 0) // 1000)


@check("product_without_picture", ERROR, "images")
def _product_without_picture(page: Seen) -> Values | None:
    data = page.text.of_type("Product")
    return said(page.kind == "product" and data is not None and not data.get("image"))


# --- links


@check("link_wordless", HINT, "text")
def _link_wordless(page: Seen) -> Values | None:
    # A link around a picture takes its words from the picture, which has a check of its own.
    pictures = len(page.text.pictures)
    bare = [url for url, words in page.text.links if not words and not url.startswith("#")]
    return said(len(bare) > pictures, count=len(bare))


@check("links_many", HINT, "menu")
def _links_many(page: Seen) -> Values | None:
    return said(len(page.text.links) > MOST_LINKS, count=len(page.text.links))


@check("link_plain_http", HINT, "text")
def _link_plain_http(page: Seen) -> Values | None:
    found = [url for url, _words_of in page.text.links if url.startswith("http://") and not page.inside(url)]
    return said(found, count=len(found), link=found[0][:120] if found else "")


@check("mixed", ERROR, "text")
def _mixed(page: Seen) -> Values | None:
    plain = [url for url in page.text.sources if url.startswith("http://")]
    return said(
        page.origin.startswith("https://") and plain, count=len(plain), link=plain[0][:120] if plain else ""
    )


# --- structured data


@check("structured_broken", ERROR, "status")
def _structured_broken(page: Seen) -> Values | None:
    return said(page.text.broken, count=page.text.broken)


@check("structured_missing", WARNING, "status")
def _structured_missing(page: Seen) -> Values | None:
    wanted = WANTED.get(page.kind)
    return said(wanted and page.is_open and page.text.of_type(wanted) is None, type=wanted)


@check("product_incomplete", WARNING, "price")
def _product_incomplete(page: Seen) -> Values | None:
    data = page.text.of_type("Product")
    if page.kind != "product" or data is None:
        return None
    missing = [name for name in ("name", "description", "offers") if not data.get(name)]
    missing += [
        f"offers.{name}" for name in ("price", "priceCurrency", "availability") if not _offer(data).get(name)
    ]
    return said(missing, missing=", ".join(missing))


@check("offer_price", ERROR, "price")
def _offer_price(page: Seen) -> Values | None:
    """The price that machines read must stand on the page: a search engine drops a shop that differs."""
    price = _offer(page.text.of_type("Product") or {}).get("price")
    if page.kind != "product" or not price:
        return None
    return said(not stands_on(str(price), page.text.text), price=str(price))


@check("share_price", ERROR, "price")
def _share_price(page: Seen) -> Values | None:
    offer = _offer(page.text.of_type("Product") or {}).get("price")
    shared = page.text.properties.get("product:price:amount")
    return said(offer and shared and str(offer) != shared, price=str(offer), shared=shared)


@check("identifier_missing", HINT, "price")
def _identifier_missing(page: Seen) -> Values | None:
    data = page.text.of_type("Product")
    return said(page.kind == "product" and data and not (data.get("gtin") or data.get("brand")))


@check("questions_incomplete", WARNING, "text")
def _questions_incomplete(page: Seen) -> Values | None:
    entities = (page.text.of_type("FAQPage") or {}).get("mainEntity", [])
    bare = [one for one in entities if not one.get("name") or not one.get("acceptedAnswer", {}).get("text")]
    return said(bare, count=len(bare))


@check("crumbs_incomplete", HINT, "status")
def _crumbs_incomplete(page: Seen) -> Values | None:
    items = (page.text.of_type("BreadcrumbList") or {}).get("itemListElement", [])
    return said(any(not one.get("name") or not one.get("item") for one in items))


@check("sold_out", HINT, "stock")
def _sold_out(page: Seen) -> Values | None:
    return said(
        page.kind == "product"
        and _offer(page.text.of_type("Product") or {}).get("availability", "").endswith("OutOfStock")
    )


@check("not_sold", WARNING, "price")
def _not_sold(page: Seen) -> Values | None:
    data = page.text.of_type("Product")
    return said(page.kind == "product" and data is not None and not data.get("offers"))


# --- sharing


@check("share_missing", WARNING, "title")
def _share_missing(page: Seen) -> Values | None:
    wanted = ("og:title", "og:type", "og:url", "og:description")
    missing = [name for name in wanted if not page.text.properties.get(name)]
    return said(missing, missing=", ".join(missing))


@check("share_picture", HINT, "images")
def _share_picture(page: Seen) -> Values | None:
    return said(not page.text.properties.get("og:image") and page.kind in WANTED)


def stands_on(price: str, text: str) -> bool:
    """Say whether a price ("1299.00") stands in a text, however its thousands and decimals are written."""
    try:
        wanted = Decimal(price)
    except InvalidOperation:
        return False
    return any(wanted in _readings(found) for found in _NUMBER.findall(text))


def _readings(written: str) -> set[Decimal]:
    found = set()
    for point, comma in ((".", ","), (",", ".")):
        plain = re.sub(rf"[\s'\u00a0\u202f{re.escape(comma)}]", "", written).rstrip(".,").replace(point, ".")
        try:
            found.add(Decimal(plain))
        except InvalidOperation:
            continue
    return found


def _offer(data: Data) -> Data:
    found = data.get("offers") or {}
    return (found[0] if found else {}) if isinstance(found, list) else found
