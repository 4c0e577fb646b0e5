"""Who holds what, as queries that narrow reads of other contexts: points, tiers, vouchers not spent yet."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from storecrew.contexts.loyalty.models import Account, Membership, Tier, Voucher


def customers_with_points(least: int) -> QuerySet[Any]:
    """Return the ids of customers with at least so many confirmed points."""
    rows = Account.objects.filter(kind=Account.Kind.POINTS, balance__gte=least, customer__isnull=False)
    return rows.order_by().values("customer_id")


def customers_in_tiers(codes: Collection[str]) -> QuerySet[Any]:
    """Return the ids of members who have one of these tiers now."""
    rows = Membership.objects.filter(left_at=None, program__open=True, tier__code__in=list(codes))
    return rows.order_by().values("customer_id")


def members_by_tier() -> dict[int, str]:
    """Return the tier of each member by customer, "" for those without; one query."""
    rows = Membership.objects.filter(left_at=None, program__open=True)
    return {customer_id: code or "" for customer_id, code in rows.values_list("customer_id", "tier__code")}


def tier_codes() -> tuple[str, ...]:
    """Return the codes of all tiers, rising."""
    return tuple(Tier.objects.values_list("code", flat=True))


def addresses_with_vouchers(at: dt.datetime) -> QuerySet[Any]:
    """Return the addresses (lower case) that got a gift voucher which is not used up, blocked or over."""
    rows = Voucher.objects.filter(
        Q(account__expires_at=None) | Q(account__expires_at__gt=at),
        account__balance__gt=0,
        account__blocked=False,
    ).exclude(recipient_email="")
    return rows.order_by().values(email=Lower("recipient_email"))
