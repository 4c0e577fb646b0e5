"""The articles of a feed with what their pages show: one function for prices and stock, the page's own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from django.conf import settings

from storecrew.contexts.advertising.facts import FeedItem
from storecrew.contexts.advertising.models import AdGroup, Feed
from storecrew.contexts.advertising.rules.dialects import SOURCES
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing

BATCH = 500
"""Products that are read at once."""


def origin(channel: channels.ChannelFacts) -> str:
    """Return where a channel's pages are: its own host name, or that of the shop."""
    base = urlsplit(settings.STORECREW_BASE_URL)
    return f"{base.scheme}://{channel.host}" if channel.host else f"{base.scheme}://{base.netloc}"


def in_shop(channel: channels.ChannelFacts, path: str) -> str:
    """Return the whole address of a page in a channel; one that shares its host name is named in it."""
    parts = urlsplit(origin(channel) + path)
    if channel.host or channel.is_default:
        return parts.geturl()
    query = f"{parts.query}&" if parts.query else ""
    return parts._replace(query=f"{query}channel={channel.code}").geturl()


def link(
    channel: channels.ChannelFacts, locale: str, slug: str, sku: str, *, source: str = "", campaign: str = ""
) -> str:
    """Return the full address of an article in a channel and language.

    A channel without a host name of its own is named in the address, so that the page has its price.
    """
    query = {"variant": sku} | _told(channel, source, campaign)
    return f"{origin(channel)}/{locale}/p/{quote(slug)}/?{urlencode(query)}"


def final_url(group: AdGroup) -> str:
    """Return the full address of the ads of a group; it tells the campaign, so that orders count for it."""
    channel = channels.facts_by_id(group.channel_id)
    path, _mark, asked = group.landing.partition("?")
    query = dict(parse_qsl(asked)) | _told(channel, SOURCES[group.platform], group.campaign)
    return f"{origin(channel)}{path}{'?' if query else ''}{urlencode(query)}"


def _told(channel: channels.ChannelFacts, source: str, campaign: str) -> dict[str, str]:
    """Return what an address tells of its shop and of the campaign that brings people there."""
    query = {}
    if not channel.host and not channel.is_default:
        query["channel"] = channel.code
    if campaign:
        query |= {"utm_source": source, "utm_medium": "cpc", "utm_campaign": campaign}
    return query


def every_item(feed: Feed, *, at: dt.datetime) -> Iterator[FeedItem]:
    """Walk through all articles that a feed could have, in bounded memory; eight queries per 500 products."""
    channel = channels.facts_by_id(feed.channel_id)
    after = 0
    while ids := catalog.listed_products(channel.id, after=after, limit=BATCH):
        yield from _items(feed, channel, ids, at)
        after = ids[-1]


def items_of(feed: Feed, variant_ids: Collection[int], *, at: dt.datetime) -> list[FeedItem]:
    """Return the articles among these variants that are for sale in the feed's channel."""
    channel = channels.facts_by_id(feed.channel_id)
    wanted = set(variant_ids)
    products = sorted(set(catalog.product_ids_of_variants(wanted).values()))
    found: list[FeedItem] = []
    for start in range(0, len(products), BATCH):
        part = products[start : start + BATCH]
        found += [item for item in _items(feed, channel, part, at) if item.variant_id in wanted]
    return found


def _items(
    feed: Feed, channel: channels.ChannelFacts, product_ids: Collection[int], at: dt.datetime
) -> Iterator[FeedItem]:
    outlines = catalog.outlines(product_ids, channel_id=channel.id, locale=feed.locale)
    ids = [variant.id for outline in outlines.values() for variant in outline.variants]
    prices = pricing.offers_for(ids, channel=channel, at=at).prices
    stock = inventory.available_to_promise(ids, channel_id=channel.id) if ids else {}
    root = origin(channel)

    def absolute(url: str) -> str:
        return url if url.startswith(("http://", "https://")) else f"{root}{url}"

    for key in sorted(outlines):
        outline = outlines[key]
        for variant in outline.variants:
            answer = prices.get(variant.id)
            if answer is None:
                continue  # without a price, or with one on request, there is nothing to advertise
            image = variant.image.url if variant.image else ""
            options = ", ".join(variant.options.values())
            yield FeedItem(
                variant_id=variant.id,
                product_id=key,
                sku=variant.sku,
                title=f"{outline.title} – {options}" if options else outline.title,
                name=outline.title,
                text=outline.text or outline.subtitle,
                brand=outline.brand,
                gtin=variant.barcode,
                link=link(
                    channel,
                    feed.locale,
                    outline.slug,
                    variant.sku,
                    source=SOURCES[feed.kind],
                    campaign=feed.campaign,
                ),
                image=absolute(image) if image else "",
                more_images=tuple(
                    absolute(each.url)
                    for each in outline.images
                    if each.url != image and each.variant_id in (None, variant.id)
                ),
                price=answer.strike or answer.price,
                sale=answer.price if answer.strike else None,
                available=max(stock[variant.id].available, 0),
                category=outline.category,
                kind=outline.type_code,
                weight_g=variant.weight_g,
                options=variant.options,
            )
