"""Variants that came in as products of their own, moved into the product that they belong to (ADR 0245).

A product that gave its variant away keeps its texts, pictures and whatever refers to it, and ends; so giving
the variant back restores it whole.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.catalog.models import Product, ProductImage, Variant
from storecrew.contexts.catalog.operations.common import tell_many
from storecrew.contexts.catalog.queries.lone import VARIANT_VALUES, LoneVariant, variant_values
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

Given = Mapping[str, Any]


def leave_empty(moves: Sequence[tuple[int, int, int]], *, actor: Actor, at: dt.datetime) -> None:
    """End the products whose only variant moved; ``moves`` are variant, old product, new product.

    Their keys at the source are free, so that a row of the SKU means the variant where it is now. Pictures
    are shown at the new product too, the first one with its variant.
    """
    left = {old: (variant_id, new) for variant_id, old, new in moves}
    rows = Product.objects.filter(pk__in=left)
    stored = rows.order_by().values_list("id", "status", "source_key")
    before = {id_: {"status": status, "source_key": key} for id_, status, key in stored}
    ended = {"status": Product.Status.END_OF_LIFE.value, "source_key": ""}
    rows.update(version=F("version") + 1, updated_at=at, **ended)
    _share_pictures(left)
    audit.record_many(
        [
            audit.Change(
                "catalog.variant_moved", "catalog.product", old,
                before.get(old),
                {**ended, "variant": variant_id, "into": new},
            )
            for old, (variant_id, new) in left.items()
        ],
        actor=actor, at=at,
    )  # fmt: skip
    tell_many(left)


def _share_pictures(left: Mapping[int, tuple[int, int]]) -> None:
    shown: dict[int, set[str]] = defaultdict(set)
    last: dict[int, int] = defaultdict(int)
    targets = {new for _variant, new in left.values()}
    for target, source, position in ProductImage.objects.filter(product_id__in=targets).values_list(
        "product_id", "source_url", "position"
    ):
        shown[target].add(source)
        last[target] = max(last[target], position + 1)
    copies, first = [], set(left)
    for image in ProductImage.objects.filter(product_id__in=left).order_by("product_id", "position", "id"):
        variant_id, target = left[image.product_id]
        is_first = image.product_id in first
        first.discard(image.product_id)
        if image.source_url and image.source_url in shown[target]:
            continue
        shown[target].add(image.source_url)
        image.pk, image.product_id, image.position = None, target, last[target]
        image.variant_id = variant_id if is_first else None
        last[target] += 1
        copies.append(image)
    ProductImage.objects.bulk_create(copies, batch_size=500)


def remember_lone(variants: Iterable[LoneVariant]) -> dict[int, dict[str, Any]]:
    """By variant, what :func:`give_back` needs; to be asked before the move."""
    lone = list(variants)
    values = variant_values([each.id for each in lone])
    return {
        each.id: {"source_key": each.source_key, "status": each.status, "values": values[each.id]}
        for each in lone
        if each.id in values
    }


def give_back(entries: Mapping[int, tuple[Given, Given]], *, actor: Actor, at: dt.datetime) -> dict[int, str]:
    """Move variants back into the products that they came from, by variant (memory, values after the move).

    A value that changed since stays. Returns the SKUs that stay where they are, by variant: their old product
    is gone, or somebody moved or removed the variant.
    """
    actor.require("catalog.write")
    with transaction.atomic():
        homes = {int(memory["values"]["product_id"]): memory for memory, _after in entries.values()}
        empty = Product.objects.filter(pk__in=homes, variants=None).order_by()
        free = set(empty.values_list("pk", flat=True))
        stay: dict[int, str] = {}
        back = []
        for variant in Variant.objects.filter(pk__in=entries):
            memory, after = entries[variant.pk]
            home = int(memory["values"]["product_id"])
            if home not in free or variant.product_id != after["product_id"]:
                stay[variant.pk] = variant.sku
                continue
            _forget_shared_pictures(home, variant.product_id)
            for name, value in memory["values"].items():
                if getattr(variant, name) == after[name]:
                    setattr(variant, name, value)
            back.append(variant)
        if back:
            Variant.objects.bulk_update(back, VARIANT_VALUES, batch_size=200)
        _revive({variant.product_id: homes[variant.product_id] for variant in back}, actor, at)
        tell_many({after["product_id"] for _memory, after in entries.values()})
    return stay


def _revive(homes: Mapping[int, Given], actor: Actor, at: dt.datetime) -> None:
    """Let products that have their variant again be what they were."""
    keys = [memory["source_key"] for memory in homes.values()]
    taken = set(Product.objects.filter(source_key__in=keys).values_list("source_key", flat=True))
    for home, memory in homes.items():
        key = "" if memory["source_key"] in taken else memory["source_key"]
        Product.objects.filter(pk=home).update(
            status=memory["status"], source_key=key, version=F("version") + 1, updated_at=at
        )
    changes = [
        audit.Change(
            "catalog.variant_moved_back", "catalog.product", home, None, {"status": memory["status"]}
        )
        for home, memory in homes.items()
    ]
    audit.record_many(changes, actor=actor, at=at)
    tell_many(homes)


def _forget_shared_pictures(home: int, target: int) -> None:
    own = ProductImage.objects.filter(product_id=home).values("image_id")
    ProductImage.objects.filter(product_id=target, image_id__in=own).delete()
