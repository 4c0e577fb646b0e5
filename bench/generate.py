"""Catalogs and orders of any size, the same every time.

The first products go through the product's own bulk paths, a large catalog repeats their rows (``multiply``).
Orders are written by set-based SQL: they are only made for lists, which read orders and nothing behind them.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.db import connection, transaction

from bench.multiply import again
from bench.sameness import watch
from bench.shop import ACTOR, AT, channel
from storecrew.config import bootstrap
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing

TYPE = "clothing"
COLORS = ("Black", "White", "Red", "Blue", "Green", "Yellow", "Gray", "Brown", "Orange", "Purple")
SIZES = ("XS", "S", "M", "L", "XL")
MATERIALS = ("Wool", "Cotton", "Linen", "Silk", "Denim", "Leather")
FITS = ("Slim", "Regular", "Loose")
KINDS = ("Shirt", "Jacket", "Dress", "Coat", "Scarf", "Sweater", "Skirt", "Vest", "Hoodie", "Blouse")
STYLES = ("Casual", "Classic", "Sporty", "Elegant", "Rustic", "Modern", "Vintage", "Urban")
GROUPS = ("Women", "Men", "Kids", "Outdoor", "Home")
BRANDS = 200
BIG_CATEGORY = "women"
CHUNK = 1_000

FACETS = ("color", "size", "material", "fit", "brand")


class Progress:
    """Says how far something is: a line that counts up on a terminal, a new line every while elsewhere."""

    def __init__(self, what: str, total: int) -> None:
        self._what, self._total, self._last = what, total, time.monotonic()
        self._every, self._start, self._end = (0.5, "\r", "") if sys.stderr.isatty() else (15.0, "", "\n")

    def __call__(self, done: int) -> None:
        if time.monotonic() - self._last > self._every:
            self._last = time.monotonic()
            words = f"{self._start}  {self._what}: {done:,} of {self._total:,}"
            print(words, end=self._end, file=sys.stderr, flush=True)


def chunks(rows: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    """Cut into lists of a size."""
    source = iter(rows)
    while chunk := list(islice(source, size)):
        yield chunk


def product_type() -> None:
    """Define the attributes that the products have."""
    spec = catalog.AttributeSpec
    attributes = [
        spec("color", "Color", "choice", choices=COLORS, is_facet=True, is_variant_level=True),
        spec("size", "Size", "choice", choices=SIZES, is_facet=True, is_variant_level=True),
        spec("material", "Material", "choice", choices=MATERIALS, is_facet=True),
        spec("fit", "Fit", "choice", choices=FITS, is_facet=True),
        spec("washable", "Washable", "boolean", is_facet=True),
        spec("thread", "Thread count", "number"),
    ]
    catalog.save_product_type(code=TYPE, name="Clothing", attributes=attributes, actor=ACTOR, at=AT)


def product_row(number: int, variants: int) -> catalog.ProductRow:
    """Product `number`, always the same."""
    chance = random.Random(number)
    kind, style, group = chance.choice(KINDS), chance.choice(STYLES), chance.choice(GROUPS)
    material, color = chance.choice(MATERIALS), chance.choice(COLORS)
    title = f"{style} {material} {kind} {number}"
    return catalog.ProductRow(
        slug=f"product-{number}",
        title=title,
        product_type=TYPE,
        description=f"<p>A {style.lower()} {kind.lower()} made of {material.lower()}.</p>",
        brand=f"Brand {number % BRANDS}",
        status="live",
        attributes={
            "material": material, "fit": chance.choice(FITS), "washable": bool(number % 2),
            "thread": chance.randrange(100, 400),
        },
        categories=((group,), (group, kind)),
        channels=(bootstrap.CHANNEL,),
        variants=tuple(
            catalog.VariantRow(
                sku=sku_of(number, place),
                options={"Color": color, "Size": size},
                attributes={"color": color, "size": size},
                weight_g=200 + 10 * place,
            )
            for place, size in zip(range(variants), SIZES * (variants // len(SIZES) + 1), strict=False)
        ),
    )  # fmt: skip


def sku_of(number: int, place: int) -> str:
    """The SKU of a variant."""
    return f"SKU-{number}-{place}"


def make_catalog(products: int, *, variants: int = 4) -> None:
    """Make products with prices and stock: two thousand as people do, beyond that their rows again.

    The first thousand also make the categories, so it is the second that is repeated.
    """
    product_type()
    if products < 3 * CHUNK:
        make_products(range(products), variants)
        return
    make_products(range(CHUNK), variants)
    sample = watch(lambda: make_products(range(CHUNK, 2 * CHUNK), variants))
    times = products // CHUNK - 2
    progress = Progress("products", products)
    again(sample, times, lambda done: progress((2 + done) * CHUNK))
    make_products(range((2 + times) * CHUNK, products), variants)


def make_products(all_numbers: Sequence[int], variants: int, *, units: int = 1_000_000) -> None:
    """Make products by the product's own operations."""
    shop, progress = channel(), Progress("products", len(all_numbers))
    for numbers in chunks(all_numbers):
        rows = [product_row(number, variants) for number in numbers]
        with transaction.atomic():
            results = catalog.upsert_products(rows, actor=ACTOR, at=AT, audit_each=False)
            made = [id_ for result in results for id_ in result.variant_ids.values()]
            prices = [pricing.PriceRow(id_, 1_000 + id_ * 37 % 9_000) for id_ in made]
            pricing.set_prices(rows=prices, channel=shop, actor=ACTOR, at=AT)
            inventory.set_on_hand_from_import(
                dict.fromkeys(made, units), actor=ACTOR, at=AT, document="bench"
            )
        progress(numbers[-1] + 1 - all_numbers[0])


def make_orders(count: int) -> None:
    """Make orders without lines, two years of them, by one statement per 50,000."""
    progress = Progress("orders", count)
    for start in range(0, count, 50_000):
        end = min(start + 50_000, count)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_orders_sql(), [start, end - 1, channel().id])
        progress(end)


_COUNTING = (
    "WITH RECURSIVE given(low, high) AS (VALUES (%s, %s)), series(i) AS "
    "(SELECT low FROM given UNION ALL SELECT i + 1 FROM series, given WHERE i < high) "
)


def _orders_sql() -> str:
    if connection.vendor == "postgresql":
        before, series = "WITH series(i) AS (SELECT generate_series(%s::bigint, %s::bigint)) ", "series"
        placed = "TIMESTAMPTZ '2024-03-02 09:00Z' + i * INTERVAL '1 minute'"
    else:
        before, series = _COUNTING, "series"
        placed = "datetime('2024-03-02 09:00:00', '+' || i || ' minutes')"
    json = "jsonb_build_object" if connection.vendor == "postgresql" else "json_object"
    names = (
        "number token channel_id market_code email phone locale currency tax_display shipping_address "
        "billing_address shipping_method_code shipping_method_name status payment_status fulfillment_status "
        "subtotal_amount discount_amount shipping_amount shipping_tax_amount tax_amount total_amount "
        "authorized_amount captured_amount refunded_amount item_count placed_at confirmed_at "
        "fee_amount fee_tax_amount gift_wrap gift_message pickup_point"
    )
    address = f"{json}('name', 'Ann ' || (i %% 5000), 'city', 'Berlin', 'country', 'DE')"
    subtotal = "1000 + i * 37 %% 90000"
    canceled, shipped = "i %% 25 = 0", "i %% 50 > 2"
    values = [
        "'SC-' || (1000 + i)", "'token-' || i", "%s", "'eu'", "'buyer' || (i %% 200000) || '@example.com'", "''",
        "'en'", "'EUR'", "'gross'", address, "'{}'", "'standard'", "'Standard delivery'",
        f"CASE WHEN {canceled} THEN 'canceled' ELSE 'confirmed' END",
        f"CASE WHEN {canceled} THEN 'failed' ELSE 'paid' END",
        f"CASE WHEN NOT {canceled} AND {shipped} THEN 'fulfilled' ELSE 'unfulfilled' END",
        subtotal, "0", "490", "78", "100", f"{subtotal} + 490", f"{subtotal} + 490", "0", "0", "1 + i %% 5",
        placed, placed, "0", "0", "FALSE", "''", "'{}'",
    ]  # fmt: skip
    return f"{before}INSERT INTO orders_order ({', '.join(names.split())}) SELECT {', '.join(values)} FROM {series}"
