"""Take back what an import put on the shelf of products that are removed again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import transaction

from storecrew.contexts.inventory.models import (
    Allocation,
    BinContent,
    CodePool,
    Reservation,
    StockLevel,
    StockMovement,
)
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def forget_import(variant_ids: Collection[int], *, document: str, actor: Actor, at: dt.datetime) -> set[int]:
    """Remove levels and ledger lines of variants that nothing but one import ever moved.

    Returns the variants that stay, because somebody ordered, holds, moved or counted them since. The audit
    trail keeps what was removed. This is the only exception to a ledger that is never shortened: the goods
    never were.
    """
    actor.require("catalog.import")
    wanted = set(variant_ids)
    with transaction.atomic():
        levels = StockLevel.objects.select_for_update().filter(variant_id__in=wanted).order_by("pk")
        counts = {row.variant_id: row.on_hand for row in levels}
        moved = StockMovement.objects.filter(variant_id__in=wanted)
        used = set(moved.exclude(kind=StockMovement.Kind.IMPORTED).values_list("variant_id", flat=True))
        used |= set(moved.exclude(document=document).values_list("variant_id", flat=True))
        used |= set(Allocation.objects.filter(variant_id__in=wanted).values_list("variant_id", flat=True))
        used |= set(Reservation.objects.filter(variant_id__in=wanted).values_list("variant_id", flat=True))
        used |= set(BinContent.objects.filter(variant_id__in=wanted).values_list("variant_id", flat=True))
        # Codes that came in are goods; a pool without any is only the way a download is sold.
        pools = CodePool.objects.filter(variant_id__in=wanted)
        used |= set(pools.filter(files__isnull=False).values_list("variant_id", flat=True))
        free = sorted(wanted - used)
        StockMovement.objects.filter(variant_id__in=free).delete()
        StockLevel.objects.filter(variant_id__in=free).delete()
        CodePool.objects.filter(variant_id__in=free).delete()
        known = [variant_id for variant_id in free if variant_id in counts]
        audit.record_many(
            [
                audit.Change(
                    "inventory.import_undone",
                    "inventory.variant",
                    variant_id,
                    {"on_hand": counts[variant_id]},
                    None,
                    document,
                )
                for variant_id in known
            ],
            actor=actor,
            at=at,
        )
    return used
