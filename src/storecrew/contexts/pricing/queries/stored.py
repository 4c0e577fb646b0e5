"""Prices as they are stored, list by list: for files in and out, not for selling."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from storecrew.contexts.pricing.models import Cost, Price, PriceList


class StoredPrice(NamedTuple):
    """One row of a price list, in minor units of the list's currency; a row on request has the amount 0."""

    price_list: str
    variant_id: int
    min_quantity: int
    amount: int
    compare_at_amount: int | None
    on_request: bool = False


def stored_prices(variant_ids: Collection[int], *, price_list_code: str = "") -> list[StoredPrice]:
    """Return the rows of one list, or of all lists, by list, variant and quantity."""
    rows = Price.objects.filter(variant_id__in=list(variant_ids))
    if price_list_code:
        rows = rows.filter(price_list__code=price_list_code)
    fields = ("price_list__code", "variant_id", "min_quantity", "amount", "compare_at_amount", "on_request")
    return [StoredPrice(*row) for row in rows.order_by(*fields[:3]).values_list(*fields)]


def list_currencies() -> dict[str, str]:
    """Return the currency of each price list by its code."""
    return dict(PriceList.objects.order_by("code").values_list("code", "currency"))


def stored_costs(variant_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """Return what variants cost us: variant id to currency to minor units."""
    found: dict[int, dict[str, int]] = {}
    rows = Cost.objects.filter(variant_id__in=list(variant_ids)).order_by("variant_id", "currency")
    for variant_id, currency, amount in rows.values_list("variant_id", "currency", "amount"):
        found.setdefault(variant_id, {})[currency] = amount
    return found
