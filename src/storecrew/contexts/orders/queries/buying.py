"""How people have bought: their past orders, and how many of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from storecrew.contexts.orders.facts import BuyingHistory, PastOrder
from storecrew.contexts.orders.models import Order, OrderLine


def bought_by(emails: Collection[str], *, customer_id: int | None = None) -> dict[str, tuple[PastOrder, ...]]:
    """Return the confirmed orders of addresses, oldest first, however they were placed; two queries.

    With a customer and one address also what the customer ordered with another address.
    """
    wanted = {each.strip().lower() for each in emails if each.strip()}
    who = Q(email__in=wanted)
    if customer_id is not None:
        who |= Q(customer_id=customer_id)
    rows = Order.objects.filter(who, status="confirmed").order_by("placed_at", "id")
    found = list(rows.values_list("id", "email", "placed_at", "currency", "total_amount"))
    lines: dict[int, list[tuple[int, int]]] = {}
    for row in OrderLine.objects.filter(order_id__in=[each[0] for each in found]).order_by("order_id", "id"):
        lines.setdefault(row.order_id, []).append((row.variant_id, row.quantity - row.canceled_quantity))
    only = next(iter(wanted)) if customer_id is not None and len(wanted) == 1 else ""
    grouped: dict[str, list[PastOrder]] = {}
    for key, email, placed_at, currency, total in found:
        past = PastOrder(key, placed_at, currency, total, tuple(lines.get(key, ())))
        grouped.setdefault(only or email.lower(), []).append(past)
    return {email: tuple(each) for email, each in grouped.items()}


def buyers_of(order_ids: QuerySet[Any], *, least: int = 1) -> QuerySet[Any]:
    """Return the addresses with at least so many of these orders, to narrow reads by; ids come as a query."""
    rows = Order.objects.filter(pk__in=order_ids, status="confirmed").order_by().values("email")
    return rows.annotate(found=Count("pk")).filter(found__gte=least).values("email")


def buying_history(customer_id: int | None, email: str, *, since: dt.datetime) -> BuyingHistory:
    """Return how a customer, or a guest with an e-mail address, has bought; one query."""
    who = Q(pk=None)
    if customer_id is not None:
        who |= Q(customer_id=customer_id)
    if email:
        who |= Q(email=email.strip().lower())
    found = Order.objects.filter(who, status="confirmed").aggregate(
        since=Count("pk", filter=Q(placed_at__gte=since)), newest=Max("placed_at")
    )
    return BuyingHistory(**found)


def purchases_of(emails: Collection[str], *, until: dt.datetime) -> dict[str, tuple[dt.datetime, ...]]:
    """Return when each address bought before a moment, oldest first; one query for all of them."""
    rows = Order.objects.filter(email__in=set(emails), status="confirmed", placed_at__lt=until)
    found: dict[str, list[dt.datetime]] = {}
    for email, placed_at in rows.order_by("placed_at", "id").values_list("email", "placed_at"):
        found.setdefault(email, []).append(placed_at)
    return {email: tuple(moments) for email, moments in found.items()}
