"""What a bench has and follows: boxes, and packing specifications in versions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import Max

from storecrew.contexts.fulfillment.errors import InvalidBox, InvalidSpecification
from storecrew.contexts.fulfillment.models import Box, PackingSpec
from storecrew.contexts.fulfillment.rules import specification
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def save_box(
    *,
    code: str,
    name: str,
    length_mm: int,
    width_mm: int,
    height_mm: int,
    max_weight_g: int = 30_000,
    tare_g: int = 0,
    active: bool = True,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Make a box or change the one with this code; inner measures. Return its id. Raises InvalidBox."""
    actor.require("fulfillment.write")
    sizes = (length_mm, width_mm, height_mm, max_weight_g)
    if not code.strip() or not name.strip() or min(sizes) <= 0 or tare_g < 0:
        raise InvalidBox(box=code)
    values: dict[str, Any] = {
        "name": name.strip()[:120],
        "length_mm": length_mm,
        "width_mm": width_mm,
        "height_mm": height_mm,
        "max_weight_g": max_weight_g,
        "tare_g": tare_g,
        "active": active,
    }
    with transaction.atomic():
        row, _new = Box.objects.update_or_create(code=code.strip().lower(), defaults=values)
        audit.record(
            actor=actor,
            action="fulfillment.box_saved",
            record="fulfillment.box",
            record_id=row.pk,
            at=at,
            after=values,
        )
    return int(row.pk)


def save_specification(*, scope: str, key: str = "", actor: Actor, at: dt.datetime, **values: Any) -> int:
    """Write a new version of how something is packed; parcels keep the versions they followed.

    ``scope`` is "default", "order_type" (the code of a country or a channel, or "gift"), "goods" (one of
    ``shipping.GOODS``), "product_type" (its code) or "sku". ``values`` are texts and flags of
    ``rules.specification``. Return the version; an unchanged one is not written again. Raises
    InvalidSpecification.
    """
    actor.require("packaging.write")
    known = {*specification.TEXTS, *specification.FLAGS}
    if scope == "goods" and key.strip() not in shipping.GOODS:
        raise InvalidSpecification(scope=scope, key=key)
    if scope not in specification.SCOPES or (scope != "default") != bool(key.strip()) or set(values) - known:
        raise InvalidSpecification(scope=scope, key=key)
    fields: dict[str, Any] = {name: str(values.get(name, "")).strip() for name in specification.TEXTS}
    fields |= {name: bool(values.get(name, False)) for name in specification.FLAGS}
    with transaction.atomic():
        rows = PackingSpec.objects.select_for_update().filter(scope=scope, key=key.strip())
        before = rows.filter(current=True).first()
        if before is not None and all(getattr(before, name) == value for name, value in fields.items()):
            return before.version
        version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
        rows.filter(current=True).update(current=False)
        row = PackingSpec.objects.create(
            scope=scope,
            key=key.strip(),
            version=version,
            saved_by=actor.label[:200],
            saved_at=at,
            **fields,
        )
        audit.record(
            actor=actor,
            action="fulfillment.specification_saved",
            record="fulfillment.packing_spec",
            record_id=row.pk,
            at=at,
            after={"scope": scope, "key": key, "version": version},
        )
    return version
