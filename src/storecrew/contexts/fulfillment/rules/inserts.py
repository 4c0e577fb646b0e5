"""Which printed inserts go into the parcels of an order; plain Python."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import NamedTuple


class Rule(NamedTuple):
    """Whose parcels an insert is for. Empty collections mean all; ``ends_at`` is exclusive."""

    starts_at: dt.datetime | None = None
    ends_at: dt.datetime | None = None
    channels: Collection[str] = ()
    countries: Collection[str] = ()
    skus: Collection[str] = ()
    categories: Collection[int] = ()


class Bought(NamedTuple):
    """What an insert's rule looks at in an order. ``categories`` include those above."""

    at: dt.datetime
    channel: str
    country: str
    skus: Collection[str]
    categories: Collection[int]


def fits(rule: Rule, order: Bought) -> bool:
    """Say whether an order is one that the insert is for. Articles or categories: one of either will do."""
    if rule.starts_at is not None and order.at < rule.starts_at:
        return False
    if rule.ends_at is not None and order.at >= rule.ends_at:
        return False
    if rule.channels and order.channel not in rule.channels:
        return False
    if rule.countries and order.country not in rule.countries:
        return False
    if not rule.skus and not rule.categories:
        return True
    return bool({*rule.skus} & {*order.skus} or {*rule.categories} & {*order.categories})


def is_scan(item: str, codes: Collection[str]) -> bool:
    """Say whether a scanner read an insert: the code on it, or the address behind its QR code."""
    read = item.strip().rstrip("/").upper()
    return bool(read) and any(read == code.rstrip("/").upper() for code in codes)
