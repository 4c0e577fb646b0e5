"""Reads of what goods are to carriers and customs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from storecrew.contexts.shipping.facts import CustomsItem, GoodsFacts, ParcelSpec
from storecrew.contexts.shipping.models import GoodsProfile


def goods_profiles(skus: Collection[str]) -> dict[str, GoodsFacts]:
    """Return what is known of these articles, by SKU; one query."""
    return {row.sku: goods_facts(row) for row in GoodsProfile.objects.filter(sku__in=skus)}


def goods_facts(row: GoodsProfile) -> GoodsFacts:
    """Build the facts of a profile."""
    return GoodsFacts(
        sku=row.sku,
        customs_description=row.customs_description,
        hs_code=row.hs_code,
        origin=row.origin,
        fragile=row.fragile,
        temperature=row.temperature,
        un_number=row.un_number,
        hazard_class=row.hazard_class,
        limited_quantity=row.limited_quantity,
    )


def kinds_of(parcels: Sequence[ParcelSpec]) -> frozenset[str]:
    """Return what is special about the goods in parcels (see ``rules.services.GOODS``); one query."""
    found: set[str] = set()
    for goods in goods_profiles({item.sku for parcel in parcels for item in parcel.items}).values():
        found |= goods.kinds
    return frozenset(found)


def with_customs(parcels: Sequence[ParcelSpec]) -> tuple[ParcelSpec, ...]:
    """Fill in what customs want to know of the goods and the caller did not say; one query."""
    known = goods_profiles({item.sku for parcel in parcels for item in parcel.items})
    return tuple(
        replace(parcel, items=tuple(_filled(item, known.get(item.sku)) for item in parcel.items))
        for parcel in parcels
    )


def _filled(item: CustomsItem, goods: GoodsFacts | None) -> CustomsItem:
    if goods is None:
        return item
    return replace(
        item,
        description=goods.customs_description or item.description,
        hs_code=item.hs_code or goods.hs_code,
        origin=item.origin or goods.origin,
    )
