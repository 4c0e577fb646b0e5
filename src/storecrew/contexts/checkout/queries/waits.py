"""Who waits for what can be bought now, to narrow reads by."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.contexts.inventory import public as inventory


def waiting_for_stock() -> QuerySet[Any]:
    """Return the addresses that wait, or were told, of an article that can be bought now in their shop."""
    states = WaitListEntry.State
    rows = WaitListEntry.objects.filter(state__in=(states.WAITING, states.TOLD)).order_by()
    wanted: dict[int, list[int]] = defaultdict(list)
    for channel_id, variant_id in rows.values_list("channel_id", "variant_id").distinct():
        wanted[channel_id].append(variant_id)
    there = Q(pk=None)
    for channel_id, ids in wanted.items():
        found = inventory.available_to_promise(ids, channel_id=channel_id)
        in_stock = [key for key, each in found.items() if each.available > 0]
        there |= Q(channel_id=channel_id, variant_id__in=in_stock)
    return rows.filter(there).values("email")
