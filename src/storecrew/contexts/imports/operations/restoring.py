"""Bring single values back to what they were before an import, where nobody changed them since."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.imports.operations.money_and_stock import price_row
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import DomainError

_TEXTS = (
    "title",
    "subtitle",
    "description",
    "brand",
    "attributes",
    "tags",
    "seo_title",
    "seo_description",
    "translations",
)


def restore_product(
    product_id: int, change: dict[str, Any], now: dict[str, Any], actor: Actor, at: dt.datetime
) -> list[str]:
    """Restore the fields of one product; returns the names of those that had to stay."""
    before, after = change["before"], change["after"]
    kept = [name for name in after if now.get(name) != after[name]]
    back = {name: before[name] for name in before if name not in kept}
    try:
        texts = {name: back[name] for name in _TEXTS if name in back}
        if texts:
            catalog.update_product(
                product_id=product_id, expected_version=None, changes=texts, actor=actor, at=at
            )
        kept += _restore_rest(product_id, back, after, before, now, actor, at)
    except DomainError as error:
        kept.append(str(error))
    return kept


def _restore_rest(
    product_id: int,
    back: dict[str, Any],
    after: dict[str, Any],
    before: dict[str, Any],
    now: dict[str, Any],
    actor: Actor,
    at: dt.datetime,
) -> list[str]:
    kept: list[str] = []
    variants: dict[str, dict[str, Any]] = defaultdict(dict)
    for name, value in back.items():
        sku, slash, column = name.rpartition("/")
        if slash and value is None:
            kept.append(name)  # the catalog keeps a measure once it has one
        elif slash:
            variants[sku][column] = value
    for name in after:
        sku, slash, column = name.rpartition("/")
        if slash and column == "active" and name not in before:
            variants[sku]["active"] = False  # a variant that the import added
    row = catalog.ProductRow(
        slug=now["slug"],
        title=back.get("title", now["title"]),
        product_type=back.get("product_type", ""),
        status=back.get("status"),
        categories=tuple(tuple(path) for path in back["categories"]) if "categories" in back else None,
        variants=tuple(catalog.VariantRow(sku=sku, **values) for sku, values in variants.items()),
    )
    (result,) = catalog.upsert_products([row], actor=actor, at=at)
    kept += [str(problem.message) for problem in result.problems]
    if "channels" in back:
        for code in set(now["channels"]) - set(back["channels"]):
            catalog.set_listing(
                product_ids=[product_id],
                channel_id=channels.facts(code).id,
                published=False,
                actor=actor,
                at=at,
            )
    return kept


def restore_numbers(
    before: dict[str, Any], owned: dict[int, str], document: str, actor: Actor, at: dt.datetime
) -> list[tuple[str, str]]:
    """Restore prices, costs and stock of variants that still exist; returns (SKU, what stayed)."""
    return [
        *_restore_prices(before.get("prices", ()), owned, actor, at),
        *_restore_costs(before.get("costs", ()), owned, actor, at),
        *_restore_stock(before.get("stock", ()), owned, document, actor, at),
    ]


def _restore_prices(
    entries: list[list[Any]], owned: dict[int, str], actor: Actor, at: dt.datetime
) -> list[tuple[str, str]]:
    kept = []
    stored = {
        (row.price_list, row.variant_id, row.min_quantity): (
            row.amount,
            row.compare_at_amount,
            row.on_request,
        )
        for row in pricing.stored_prices(list(owned))
    }
    rows: dict[str, list[pricing.PriceRow]] = defaultdict(list)
    for code, variant_id, least, old, new in entries:
        if variant_id not in owned:
            continue
        if stored.get((code, variant_id, least)) != _price(new):
            kept.append((owned[variant_id], "price"))
            continue
        rows[code].append(price_row(variant_id, least, _price(old)))
    for code, several in rows.items():
        pricing.restore_prices(rows=several, price_list_code=code, actor=actor, at=at)
    return kept


def _price(entry: list[Any] | None) -> tuple[int, int | None, bool] | None:
    """Return a remembered price; what was remembered before prices on request existed has two values."""
    return (entry[0], entry[1], bool(entry[2:] and entry[2])) if entry else None


def _restore_costs(
    entries: list[list[Any]], owned: dict[int, str], actor: Actor, at: dt.datetime
) -> list[tuple[str, str]]:
    kept = []
    stored = pricing.stored_costs(list(owned))
    costs: dict[str, dict[int, int]] = defaultdict(dict)
    for currency, variant_id, old, new in entries:
        if variant_id not in owned:
            continue
        if old is None or stored.get(variant_id, {}).get(currency) != new:
            kept.append((owned[variant_id], "cost"))
        else:
            costs[currency][variant_id] = old
    for currency, several in costs.items():
        pricing.set_costs(costs=several, currency=currency, actor=actor, at=at)
    return kept


def _restore_stock(
    entries: list[list[Any]], owned: dict[int, str], document: str, actor: Actor, at: dt.datetime
) -> list[tuple[str, str]]:
    kept = []
    levels = {(level.location_code, level.variant_id): level for level in inventory.levels(list(owned))}
    wanted: dict[str, dict[int, int]] = defaultdict(dict)
    for location, variant_id, old, new in entries:
        if variant_id not in owned:
            continue
        level = levels.get((location, variant_id))
        if level is None or level.on_hand != new:
            kept.append((owned[variant_id], "stock"))
        else:
            wanted[location][variant_id] = old
    for location, several in wanted.items():
        answer = inventory.set_on_hand_from_import(
            several, location_code=location, actor=actor, at=at, document=f"{document}-undo"
        )
        kept += [(owned[variant_id], "stock") for variant_id in answer.refused]
    return kept
