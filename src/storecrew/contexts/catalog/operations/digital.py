"""Articles without a parcel: whoever keeps their codes says that they are digital."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.catalog.errors import VariantNotFound
from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.catalog.operations.common import product_written, touch
from storecrew.kernel.actor import Actor


def set_digital(variant_id: int, *, actor: Actor, at: dt.datetime) -> bool:
    """Say that a variant is delivered by e-mail and needs no parcel; False when that was known.

    There is no way back: codes were sold under this SKU. Raises VariantNotFound.
    """
    actor.require("inventory.write")
    with transaction.atomic():
        row = Variant.objects.filter(pk=variant_id).first()
        if row is None:
            raise VariantNotFound(variant_id=variant_id)
        if not Variant.objects.filter(pk=variant_id, digital=False).update(digital=True):
            return False
        touch(row.product_id, at)
        product_written(
            row.product_id,
            "variant_updated",
            actor=actor,
            at=at,
            before={f"{row.sku}.digital": False},
            after={f"{row.sku}.digital": True},
        )
    return True
