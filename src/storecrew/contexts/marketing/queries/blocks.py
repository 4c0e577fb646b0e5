"""Blocks of a mail with the facts of this moment: prices, stock, whether a promotion holds."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.conf import settings

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.marketing.facts import PrintedArticle
from storecrew.contexts.marketing.rules.mailing import in_language
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions


@dataclass(frozen=True, slots=True)
class Article:
    """One article in a mail, as it is sold now."""

    title: str
    url: str
    image: str
    price: str
    strike: str


@dataclass(frozen=True, slots=True)
class Block:
    """One block, ready to be written. ``url`` is a whole address or ""."""

    kind: str
    text: str = ""
    url: str = ""
    image: str = ""
    code: str = ""
    articles: tuple[Article, ...] = ()


class Gone(Exception):
    """A block may not be sent now; ``args[0]`` says why: promotion, early, stock."""


class NotYet(Gone):
    """Its reader does not have a promotion that others have early; ``opens`` is when everybody has it."""

    def __init__(self, opens: dt.datetime) -> None:
        super().__init__("early")
        self.opens = opens


def fill(
    blocks: Sequence[Mapping[str, Any]],
    *,
    channel: channels.ChannelFacts,
    locale: str,
    utm: str,
    at: dt.datetime,
    codes: Mapping[int, str] | None = None,
    reader: customers.ContactFacts | None = None,
) -> tuple[Block, ...]:
    """Return the blocks of a mail in a language, with what is true now for its reader.

    :raises Gone: a promotion does not hold, or none of the articles of a block can be bought
    :raises NotYet: others have it early
    """
    buyer = buyer_of(reader, channel, locale)
    return tuple(_fill(block, channel, buyer, utm, at, codes or {}) for block in blocks)


def buyer_of(
    reader: customers.ContactFacts | None, channel: channels.ChannelFacts, locale: str
) -> promotions.Buyer:
    """Return who reads a mail, as promotions ask for them; without a reader a stranger."""
    customer_id, email = (reader.customer_id, reader.email) if reader else (None, "")
    return promotions.Buyer(customer_id, email, channel.code, channel.timezone, locale)


def _fill(
    block: Mapping[str, Any],
    channel: channels.ChannelFacts,
    buyer: promotions.Buyer,
    utm: str,
    at: dt.datetime,
    codes: Mapping[int, str],
) -> Block:
    locale = buyer.locale
    kind, text = block["kind"], in_language(block.get("text", {}), locale)
    if kind == "products":
        found = articles(block.get("skus", ()), channel=channel, locale=locale, utm=utm, at=at)
        if not found:
            raise Gone("stock")
        return Block(kind, text, articles=found)
    if kind == "coupon":
        promotion_id = block["promotion"]
        standing = promotions.standing([promotion_id]).get(promotion_id)
        moment = promotions.told_from(standing, buyer, at) if standing else None
        if standing is None or moment is None:
            raise Gone("promotion")
        if moment > at:
            raise NotYet(moment)
        words = in_language(standing.sentence, locale) or text
        if not standing.holds_in(channel.code, at):
            words = f"{words} {promotions.early_note(standing, buyer)}".strip()
        return Block(kind, words, code=codes.get(promotion_id) or block.get("code", ""))
    return Block(kind, text, url=_url(block.get("url", ""), locale, utm), image=block.get("image", ""))


def articles(
    skus: Sequence[str], *, channel: channels.ChannelFacts, locale: str, utm: str, at: dt.datetime
) -> tuple[Article, ...]:
    """Return those of the articles that can be bought now, in the order given, with their prices."""
    there = list(buyable(skus, channel=channel).values())
    facts = catalog.variants(there, locale=locale)
    prices = pricing.prices_for(there, channel=channel, at=at)
    found = []
    for key in there:
        price = prices.get(key)
        if key not in facts or price is None:
            continue
        each = facts[key]
        found.append(
            Article(
                each.product_title,
                _url(f"/p/{each.product_slug}/?variant={each.sku}", locale, utm),
                f"{settings.STORECREW_BASE_URL}{each.image.url}" if each.image else "",
                price.price.format(locale),
                price.strike.format(locale) if price.strike else "",
            )
        )
    return tuple(found)


def buyable(skus: Sequence[str], *, channel: channels.ChannelFacts, above: int = 0) -> dict[str, int]:
    """Return those of the articles of which a shop can sell more than ``above`` now, by SKU in order."""
    sold = catalog.sellable_ids(list(skus), channel_id=channel.id)
    stock = inventory.available_to_promise(list(sold.values()), channel_id=channel.id)
    return {sku: sold[sku] for sku in skus if sku in sold and stock[sold[sku]].available > above}


def for_print(
    skus: Sequence[str], *, channel: channels.ChannelFacts, locale: str, at: dt.datetime
) -> dict[str, PrintedArticle]:
    """Return those of the articles that can be bought now, by SKU, with their pictures."""
    there = list(buyable(skus, channel=channel).values())
    facts = catalog.variants(there, locale=locale)
    prices = pricing.prices_for(there, channel=channel, at=at)
    found = {}
    for key in there:
        price = prices.get(key)
        if key not in facts or price is None:
            continue
        each = facts[key]
        found[each.sku] = PrintedArticle(
            each.sku,
            each.product_title,
            ", ".join(each.options.values()),
            price.price.format(locale),
            price.strike.format(locale) if price.strike else "",
            (catalog.picture_bytes(each.image.id) if each.image else None) or b"",
        )
    return found


def _url(path: str, locale: str, utm: str) -> str:
    """Return a whole address of the shop for a path of it; other addresses are not for mails."""
    if not path.startswith("/") or path.startswith("//"):
        return ""
    if not path.startswith(f"/{locale}/"):
        path = f"/{locale}{path}"
    query = urlencode({"utm_source": "mail", "utm_medium": "email", "utm_campaign": utm}) if utm else ""
    joined = f"{path}{'&' if '?' in path else '?'}{query}" if query else path
    return f"{settings.STORECREW_BASE_URL}{joined}"
