"""Telling those who wait that a variant is back: once each, and never more people than there are units."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import rules, wait_mails
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock

State = WaitListEntry.State
FIRST_CHOICE = dt.timedelta(days=1)
"""For how long the units that somebody was told of are not told to the next ones."""
UNCONFIRMED = dt.timedelta(days=7)
KEPT = dt.timedelta(days=30)
LONGEST_WAIT = dt.timedelta(days=365)
MOST = 500
"""How many are told of one variant at a time; the timed work tells the rest."""


def tell_waiting(variant_ids: Collection[int] | None = None, *, at: dt.datetime) -> int:
    """Tell those who wait for these variants, or for any, as far as there are units; return how many.

    Harmless when repeated: each entry is claimed by one conditional statement.
    """
    rows = WaitListEntry.objects.filter(state=State.WAITING).order_by()
    if variant_ids is not None:
        rows = rows.filter(variant_id__in=variant_ids)
    wanted: dict[int, list[int]] = defaultdict(list)
    for channel_id, variant_id in rows.values_list("channel_id", "variant_id").distinct():
        wanted[channel_id].append(variant_id)
    told = 0
    for channel_id, ids in sorted(wanted.items()):
        channel = channels.facts_by_id(channel_id)
        told += sum(_tell(variant_id, channel, at) for variant_id in sorted(buyable(ids, channel, at)))
    return told


def buyable(variant_ids: Collection[int], channel: channels.ChannelFacts, at: dt.datetime) -> dict[int, int]:
    """Return the units of those variants that can be bought in a channel now: live, priced and in stock."""
    stock = inventory.available_to_promise(variant_ids, channel_id=channel.id)
    there = [variant_id for variant_id in variant_ids if stock[variant_id].available > 0]
    sold = catalog.sellable_variants(there, channel_id=channel.id) if there else {}
    priced, _on_request = pricing.offers_for(list(sold), channel=channel, at=at) if sold else ({}, set())
    return {variant_id: stock[variant_id].available for variant_id in sold if variant_id in priced}


def _tell(variant_id: int, channel: channels.ChannelFacts, at: dt.datetime) -> int:
    with transaction.atomic():
        here = WaitListEntry.objects.filter(variant_id=variant_id, channel_id=channel.id)
        # Whoever tells of the same variant waits here, and then counts what we have told.
        rows = list(here.filter(state=State.WAITING).select_for_update().order_by("pk")[:MOST])
        count = rules.to_tell(
            available=buyable([variant_id], channel, at).get(variant_id, 0),
            waiting=len(rows),
            told_lately=here.filter(state=State.TOLD, told_at__gt=at - FIRST_CHOICE).count(),
        )
        told = [row for row in rows[:count] if _claim(row, at)]
        for row in told:
            wait_mails.queue_back_in_stock(row, channel, at=at)
    return len(told)


def _claim(row: WaitListEntry, at: dt.datetime) -> bool:
    waiting = WaitListEntry.objects.filter(pk=row.pk, state=State.WAITING)
    return bool(waiting.update(state=State.TOLD, told_at=at))


def still_true(entry_id: str) -> bool:
    """Say, when the mail is about to leave, whether its news still is; else its reader goes on waiting."""
    row = WaitListEntry.objects.filter(pk=int(entry_id), state=State.TOLD).first()
    if row is None:
        return False
    channel = channels.facts_by_id(row.channel_id)
    if row.variant_id in buyable([row.variant_id], channel, clock.now()):
        return True
    WaitListEntry.objects.filter(pk=row.pk, state=State.TOLD).update(state=State.WAITING, told_at=None)
    return False


def forget_old(*, at: dt.datetime) -> int:
    """Delete addresses that never confirmed, waited for a year or were told long ago; return how many."""
    asked = WaitListEntry.objects.filter(state=State.ASKED, asked_at__lt=at - UNCONFIRMED)
    waiting = WaitListEntry.objects.filter(state=State.WAITING, confirmed_at__lt=at - LONGEST_WAIT)
    told = WaitListEntry.objects.filter(state=State.TOLD, told_at__lt=at - KEPT)
    return sum(rows.delete()[0] for rows in (asked, waiting, told))
