"""What every writer of stock shares: the lock on levels, the refusal, and the share of a level in bins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import F

from storecrew.contexts.inventory.errors import UnknownBin
from storecrew.contexts.inventory.models import Bin, StockLevel
from storecrew.kernel.actor import Actor

Key = tuple[int, int]
# What people at the shelf may do: those who keep stock, and those who pick and pack it.
HANDLING = ("fulfillment.write", "inventory.write")


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """Some levels did not allow the change; nothing was written for any of them."""

    keys: tuple[Key, ...]


def actor_name(actor: Actor) -> str:
    """Return who acted, as the ledger says it."""
    return (actor.label or f"{actor.kind} {actor.id}")[:200]


def lock(variant_ids: Iterable[int]) -> None:
    """Take every level of these variants, in primary-key order, before a transaction changes several in turn.

    A transaction that changes levels twice, say gives back and takes, would otherwise take its rows in
    an order of its own and deadlock with an order on the same articles. SQLite has one writer anyway.
    """
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id FROM inventory_stocklevel WHERE variant_id = ANY(%s) ORDER BY id FOR NO KEY UPDATE",
            [sorted(set(variant_ids))],
        )


def change_in_bins(deltas: Mapping[Key, int]) -> None:
    """Change how many units of levels lie in bins: never below zero, never more than on hand.

    The caller has locked the levels. Levels that change alike are changed by one statement. Raises Refused,
    after which the caller's transaction must be rolled back.
    """
    alike: dict[tuple[int, int], list[int]] = defaultdict(list)
    for (variant_id, location_id), units in sorted(deltas.items()):
        if units:
            alike[(location_id, units)].append(variant_id)
    refused: list[Key] = []
    for (location_id, units), variant_ids in alike.items():
        rows = StockLevel.objects.filter(variant_id__in=variant_ids, location_id=location_id)
        fits = rows.filter(in_bins__gte=-units, on_hand__gte=F("in_bins") + units)
        if fits.update(in_bins=F("in_bins") + units) != len(variant_ids):
            refused += [(variant_id, location_id) for variant_id in variant_ids]
    if refused:
        raise Refused(tuple(refused))


def require_handling(actor: Actor) -> None:
    """Raise Denied unless the actor may move goods inside a location."""
    if not actor.can(HANDLING[0]):
        actor.require(HANDLING[1])


def own_bin(location_id: int, bin_id: int) -> Bin:
    """Return a bin if it belongs to the location; UnknownBin otherwise."""
    row = Bin.objects.filter(pk=bin_id, location_id=location_id).first()
    if row is None:
        raise UnknownBin(bin=bin_id)
    return row
