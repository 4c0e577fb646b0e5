"""What segments ask other contexts as they are used: points, tiers, returns, vouchers, stock, wishes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.customers import public as customers
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.marketing.rules import segments as rules
from storecrew.contexts.orders import public as orders
from storecrew.contexts.wishes import public as wishes

NOTHING = 0
"""An id that no article has."""


def live_addresses(wanted: Mapping[str, Any], at: dt.datetime) -> Iterator[tuple[QuerySet[Any], bool]]:
    """Yield the addresses that each condition means, as a query, with whether they are in or out."""
    if wanted.get("points_min"):
        yield customers.addresses_of(loyalty.customers_with_points(wanted["points_min"])), True
    if wanted.get("points_max") is not None:
        yield customers.addresses_of(loyalty.customers_with_points(wanted["points_max"] + 1)), False
    if wanted.get("tiers"):
        yield customers.addresses_of(loyalty.customers_in_tiers(wanted["tiers"])), True
    if wanted.get("returned_min"):
        yield orders.buyers_of(aftersales.returned_orders(), least=wanted["returned_min"]), True
    if wanted.get("returned_max") is not None:
        yield orders.buyers_of(aftersales.returned_orders(), least=wanted["returned_max"] + 1), False
    if wanted.get("has_voucher"):
        yield loyalty.addresses_with_vouchers(at), True
    if wanted.get("waits_in_stock"):
        yield checkout.waiting_for_stock(), True
    if any(wanted.get(name) for name in rules.WISHES):
        yield customers.addresses_of(wishes.customers_wishing(_wished(wanted))), True


def _wished(wanted: Mapping[str, Any]) -> list[int]:
    """Return the variants that are named, or stand in products or categories that are."""
    below = catalog.products_in_categories(wanted.get("wishes_categories", ()))
    products = {*wanted.get("wishes_products", ()), *(key for found in below.values() for key in found)}
    variants = catalog.variant_ids_of_products(products).values() if products else ()
    return sorted({*wanted.get("wishes", ()), *(key for found in variants for key in found)}) or [NOTHING]


def in_stock_only(wanted: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return conditions whose bought articles are narrowed to those that some shop can sell now."""
    if not wanted.get("bought_in_stock"):
        return wanted
    ids = wanted.get("bought", ())
    there = {
        key
        for channel in channels.all_channels()
        for key, found in inventory.available_to_promise(ids, channel_id=channel.id).items()
        if found.available > 0
    }
    return {**wanted, "bought": sorted(there) or [NOTHING]}
