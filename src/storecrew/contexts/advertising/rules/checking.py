"""Whether a page says the same as the feed that leads to it; plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from storecrew.contexts.advertising.facts import Difference, FeedItem, Reason

BUYABLE = ("InStock", "LimitedAvailability")
SAMPLE = 12
"""So many pages are looked at for one check."""
PASSES = 5
"""A feed passes while at most every fifth page of the sample differs; the others are held out one by one."""


def sample(keys: Sequence[int], day: int, size: int = SAMPLE) -> list[int]:
    """Return up to ``size`` keys spread evenly, others on other days (``day`` is any number)."""
    if len(keys) <= size:
        return list(keys)
    step = len(keys) // size
    offset = day % step
    return [keys[offset + step * place] for place in range(size)]


def differences(
    item: FeedItem, status: int, canonical: str, product: Mapping[str, Any] | None
) -> list[Difference]:
    """Compare an article with what its page says: answer, address, name, price, currency, availability, GTIN.

    ``product`` is the page's schema.org Product, ``canonical`` its own address.
    """
    if status != 200:
        return [Difference(item.sku, "status", "200", str(status))]
    if product is None:
        return [Difference(item.sku, "structured", "Product", "")]
    offer = product.get("offers") or {}
    told = {
        "address": (urlsplit(item.link).path, urlsplit(canonical).path),
        "name": (item.name, str(product.get("name", ""))),
        "sku": (item.sku, str(product.get("sku", ""))),
        "price": (f"{item.asked.decimal:f}", str(offer.get("price", ""))),
        "currency": (item.asked.currency, str(offer.get("priceCurrency", ""))),
        "availability": (
            "in stock" if item.sellable else "out of stock",
            "in stock" if str(offer.get("availability", "")).endswith(BUYABLE) else "out of stock",
        ),
        "gtin": (item.gtin, str(product.get("gtin", ""))),
    }
    return [Difference(item.sku, name, feed, page) for name, (feed, page) in told.items() if feed != page]


def passes(sampled: int, differing: int) -> bool:
    """Say whether a feed may be handed out after a check."""
    return sampled > 0 and differing * PASSES <= sampled


def words_of(text: str) -> list[str]:
    """Return the words of a phrase in small letters, without signs."""
    return [word for word in "".join(c if c.isalnum() else " " for c in text.casefold()).split() if word]


def landing_match(keywords: Sequence[str], title: str, headings: Sequence[str], text: str) -> list[str]:
    """Return the keywords whose words the page does not use.

    A word counts when it stands anywhere in title, headings or text, also inside of a longer one (Korean has
    its particles behind the word).
    """
    content = " ".join(words_of(" ".join([title, *headings, text])))
    return [each for each in keywords if not all(word in content for word in words_of(each))]


def landing_problems(
    status: int, robots: str, availability: str | None, matched: int, keywords: int
) -> tuple[Reason, ...]:
    """Return what is wrong with a landing page for its ads."""
    found = []
    if status != 200:
        found.append(Reason("status", status))
    if "noindex" in robots:
        found.append(Reason("noindex"))
    if availability is not None and not availability.endswith(BUYABLE):
        found.append(Reason("sold_out"))
    if keywords and matched * 2 < keywords:
        found.append(Reason("words", matched, keywords))
    return tuple(found)
