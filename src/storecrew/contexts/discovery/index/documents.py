"""Products as the index holds them, read from the contexts below in batches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.discovery.queries.signals import Signals, signals
from storecrew.contexts.discovery.rules.ranking import cover_days
from storecrew.contexts.discovery.rules.values import facet_values
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing

BATCH = 500
Doc = dict[str, Any]


def documents(product_ids: Iterable[int] | None, *, at: dt.datetime) -> Iterator[Doc]:
    """One plain dictionary per product that exists, in the order of ids; all for ``None``.

    It holds what the columns need (numbers and values) and under ``text`` what is searched.
    """
    shops = channels.all_channels()
    source = catalog.index_products(product_ids, at=at)
    while batch := list(islice(source, BATCH)):
        yield from _batch(batch, shops, at)


def _batch(
    batch: list[catalog.IndexProduct], shops: Iterable[channels.ChannelFacts], at: dt.datetime
) -> Iterator[Doc]:
    prices: dict[int, dict[int, int]] = {}
    stock: dict[int, list[int]] = {}
    available: dict[int, int] = {}
    margins: dict[int, int] = {}
    for shop in shops:
        listed = [v.id for product in batch if shop.id in product.channel_ids for v in product.variants]
        answers = pricing.prices_for(listed, channel=shop, at=at, with_strike=False)
        costs = pricing.costs_for(list(answers), currency=shop.currency) if answers else {}
        for variant_id, answer in answers.items():
            amount = answer.price.amount
            prices.setdefault(variant_id, {})[shop.id] = amount
            if variant_id in costs and amount > 0:
                margins.setdefault(variant_id, (amount - costs[variant_id].amount) * 10_000 // amount)
        for variant_id, promise in inventory.available_to_promise(listed, channel_id=shop.id).items():
            if promise.available > 0:
                stock.setdefault(variant_id, []).append(shop.id)
                available[variant_id] = max(available.get(variant_id, 0), promise.available)
    known = signals([product.id for product in batch], at=at)
    for product in batch:
        yield _doc(product, prices, stock, available, margins, known.get(product.id, Signals()))


def _doc(
    product: catalog.IndexProduct,
    prices: dict[int, dict[int, int]],
    stock: dict[int, list[int]],
    available: dict[int, int],
    margins: dict[int, int],
    known: Signals,
) -> Doc:
    left = sum(available.get(variant.id, 0) for variant in product.variants)
    own_margins = [margins[variant.id] for variant in product.variants if variant.id in margins]
    return {
        "id": product.id,
        "channels": list(product.channel_ids),
        "categories": list(product.category_ids),
        "collections": list(product.collection_ids),
        "launched": int(product.launched.timestamp()) if product.launched else 0,
        "sold": known.sold_30d,
        "margin": max(min(own_margins, default=0), -10_000),
        "sell_through": known.sold_30d * 10_000 // (known.sold_30d + left) if known.sold_30d > 0 else 0,
        "rating": known.rating,
        "cover": cover_days(left, known.sold_30d),
        "variants": [
            {
                "id": variant.id,
                "values": {code: list(texts) for code, texts in _values(product, variant).items()},
                "prices": prices.get(variant.id, {}),
                "stock": stock.get(variant.id, []),
            }
            for variant in product.variants
        ],
        "text": {
            "title": product.title,
            "titles": " ".join(product.titles.values()),
            "subtitle": product.subtitle,
            "brand": product.brand,
            "body": product.text,
            "values": " ".join(_words(product)),
            "skus": [text for v in product.variants for text in (v.sku, v.barcode) if text],
        },
    }


def _values(product: catalog.IndexProduct, variant: catalog.IndexVariant) -> dict[str, tuple[str, ...]]:
    values = facet_values(variant.values)
    if product.brand and "brand" not in values:
        values["brand"] = (product.brand,)
    return values


def _words(product: catalog.IndexProduct) -> list[str]:
    """Values that people search by: the red one, the one of wool."""
    found: dict[str, None] = {}
    for variant in product.variants:
        for texts in facet_values(variant.values).values():
            found.update(dict.fromkeys(text for text in texts if not text.isdigit()))
    return list(found)
