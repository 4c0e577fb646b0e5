"""Who is in a segment, asked of the facts as they are now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.errors import UnknownSegment
from storecrew.contexts.marketing.models import Bought, Profile, Segment, Spending
from storecrew.contexts.marketing.queries.live import in_stock_only, live_addresses


def audience_ids(
    conditions: Mapping[str, Any], *, topic: str = "", at: dt.datetime, after: int = 0, limit: int = 0
) -> list[int]:
    """Return the contacts that meet conditions, by id beyond ``after``; with a topic, who agreed to it."""
    rows = _rows(conditions, topic, at).filter(contact_id__gt=after).order_by("contact_id")
    ids = rows.values_list("contact_id", flat=True)
    return list(ids[:limit] if limit else ids)


def count_audience(conditions: Mapping[str, Any], *, topic: str = "", at: dt.datetime) -> int:
    """Return how many contacts meet conditions now."""
    return _rows(conditions, topic, at).count()


def conditions_of(segment_id: int | None) -> Mapping[str, Any]:
    """Return what a segment asks for; nothing for None, which is everybody. Raises UnknownSegment."""
    if segment_id is None:
        return {}
    row = Segment.objects.filter(pk=segment_id).first()
    if row is None:
        raise UnknownSegment(segment=segment_id)
    found: Mapping[str, Any] = row.conditions
    return found


def segment_named(name: str) -> int | None:
    """Return the id of the segment of a name, or None."""
    return Segment.objects.filter(name=name).values_list("pk", flat=True).first()


def is_member(contact_id: int, segment_id: int | None, *, at: dt.datetime) -> bool:
    """Say whether a contact is in a segment now."""
    return _rows(conditions_of(segment_id), "", at).filter(contact_id=contact_id).exists()


def _rows(wanted: Mapping[str, Any], topic: str, at: dt.datetime) -> QuerySet[Profile]:
    wanted = in_stock_only(wanted)
    rows = Profile.objects.filter(contact__in=customers.reachable(topic))
    rows = _by_orders(rows, wanted, at)
    for name, field in (("locales", "locale"), ("countries", "country"), ("channels", "channel_code")):
        if wanted.get(name):
            rows = rows.filter(**{f"contact__{field}__in": wanted[name]})
    if wanted.get("bought"):
        rows = rows.filter(pk__in=_buyers(wanted["bought"]))
    if wanted.get("not_bought"):
        rows = rows.exclude(pk__in=_buyers(wanted["not_bought"]))
    for emails, are_meant in live_addresses(wanted, at):
        meant = Q(contact__email__in=emails)
        rows = rows.filter(meant if are_meant else ~meant)
    spending = Spending.objects.filter(currency=wanted.get("currency", ""))
    if wanted.get("spend_min"):
        enough = spending.filter(amount__gte=wanted["spend_min"])
        rows = rows.filter(pk__in=enough.order_by().values("profile_id"))
    if wanted.get("spend_max"):
        more = spending.filter(amount__gt=wanted["spend_max"])
        rows = rows.exclude(pk__in=more.order_by().values("profile_id"))
    return rows


def _by_orders(rows: QuerySet[Profile], wanted: Mapping[str, Any], at: dt.datetime) -> QuerySet[Profile]:
    if wanted.get("orders_min"):
        rows = rows.filter(orders__gte=wanted["orders_min"])
    if wanted.get("orders_max") is not None:
        rows = rows.filter(orders__lte=wanted["orders_max"])
    if wanted.get("bought_within_days"):
        rows = rows.filter(last_order_at__gt=at - dt.timedelta(days=wanted["bought_within_days"]))
    if wanted.get("not_bought_for_days"):
        rows = rows.filter(last_order_at__lte=at - dt.timedelta(days=wanted["not_bought_for_days"]))
    return rows


def _buyers(variant_ids: Collection[int]) -> QuerySet[Any]:
    return Bought.objects.filter(variant_id__in=list(variant_ids)).order_by().values("profile_id")
