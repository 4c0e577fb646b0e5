"""Tiers by rolling spend: up with what was bought and kept, down when it is long ago or came back."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.loyalty.events import TierChanged
from storecrew.contexts.loyalty.models import Membership, Tier
from storecrew.contexts.loyalty.queries import members
from storecrew.contexts.loyalty.rules import points
from storecrew.kernel import outbox


def review(membership_id: int, *, at: dt.datetime) -> bool:
    """Give a member the tier that their spend reaches, in the caller's transaction; True when it changed."""
    row = Membership.objects.select_related("program", "tier").get(pk=membership_id)
    known = {tier.pk: tier for tier in Tier.objects.filter(program_id=row.program_id)}
    spend = members.rolling_spend([row.account_id], since=at - dt.timedelta(days=row.program.rolling_days))
    reached = points.tier_of(
        spend.get(row.account_id, {}), [(tier.pk, tier.thresholds) for tier in known.values()]
    )
    if reached == row.tier_id:
        return False
    changed = Membership.objects.filter(pk=row.pk, tier=row.tier).update(tier_id=reached, tier_since=at)
    if changed:
        after = known[reached].code if reached else ""
        outbox.publish(TierChanged(row.customer_id, row.tier.code if row.tier else "", after))
    return bool(changed)


def review_account(account_id: int, *, at: dt.datetime) -> bool:
    """As ``review``, for the member of a points account."""
    found = Membership.objects.filter(account_id=account_id).values_list("pk", flat=True).first()
    return found is not None and review(found, at=at)


def review_all(at: dt.datetime) -> int:
    """Look at every member who has a tier by now; return how many moved. Going up happens at once anyway."""
    ids = Membership.objects.filter(left_at=None, tier__isnull=False).order_by("pk")
    moved = 0
    for membership_id in ids.values_list("pk", flat=True).iterator(chunk_size=2000):
        with transaction.atomic():
            moved += review(membership_id, at=at)
    return moved
