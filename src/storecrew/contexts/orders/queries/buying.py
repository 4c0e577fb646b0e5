"""How people have bought: their past orders, and how many of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Value

from storecrew.contexts.orders.facts import BuyingHistory, LineRow, PastOrder
from storecrew.contexts.orders.models import Order, OrderDiscount, OrderLine
from storecrew.contexts.orders.queries import confirmed_between
from storecrew.kernel.reads import compiled_once


def bought_by(emails: Collection[str], *, customer_id: int | None = None) -> dict[str, tuple[PastOrder, ...]]:
    """Return the confirmed orders of addresses, oldest first, however they were placed; two queries.

    With a customer and one address also what the customer ordered with another address.
    """
    wanted = {each.strip().lower() for each in emails if each.strip()}
    who = Q(email__in=wanted)
    if customer_id is not None:
        who |= Q(customer_id=customer_id)
    rows = Order.objects.filter(who, status="confirmed", purpose="").order_by("placed_at", "id")
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


def buying_history(
    customer_id: int | None, email: str, *, since: dt.datetime, until: dt.datetime, besides: int = 0
) -> BuyingHistory:
    """Return how a customer, or a guest with an e-mail address, had bought; one query, none for nobody.

    ``besides`` is an order that does not count, such as the one that is asked about.
    """
    address = email.strip().lower() or None
    if customer_id is None and address is None:
        return BuyingHistory(since=0, newest=None)
    found = _history.first(customer_id=customer_id, email=address, since=since, until=until, besides=besides)
    return BuyingHistory(**found)


@compiled_once
def _history(
    customer_id: int | None, email: str | None, since: dt.datetime, until: dt.datetime, besides: int
) -> QuerySet[Any, Any]:
    who = Q(pk=None)
    if customer_id is not None:
        who |= Q(customer_id=customer_id)
    if email is not None:
        who |= Q(email=email)
    rows = Order.objects.filter(who, status="confirmed", purpose="", placed_at__lte=until).order_by()
    rows = rows.exclude(pk=besides)
    # A constant makes one row of all of them, as `aggregate` does.
    summed = rows.values(all=Value(1)).annotate(
        since=Count("pk", filter=Q(placed_at__gte=since)), newest=Max("placed_at")
    )
    return summed.values("since", "newest")


def ids_with_codes(
    codes: Collection[str], *, since: dt.datetime | None = None, until: dt.datetime | None = None
) -> set[int]:
    """Return the confirmed orders placed in ``[since, until)`` that one of these codes made cheaper."""
    rows = OrderDiscount.objects.filter(
        code__in={code.upper() for code in codes}, order__confirmed_at__isnull=False, order__is_check=False
    ).exclude(code="")
    if since is not None:
        rows = rows.filter(order__placed_at__gte=since)
    if until is not None:
        rows = rows.filter(order__placed_at__lt=until)
    return set(rows.order_by().values_list("order_id", flat=True))


def purchases_of(emails: Collection[str], *, until: dt.datetime) -> dict[str, tuple[dt.datetime, ...]]:
    """Return when each address bought before a moment, oldest first; one query for all of them."""
    rows = Order.objects.filter(email__in=set(emails), status="confirmed", purpose="", placed_at__lt=until)
    found: dict[str, list[dt.datetime]] = {}
    for email, placed_at in rows.order_by("placed_at", "id").values_list("email", "placed_at"):
        found.setdefault(email, []).append(placed_at)
    return {email: tuple(moments) for email, moments in found.items()}


def lines_between(
    channel_id: int, start: dt.datetime, end: dt.datetime, *, most_orders: int
) -> tuple[LineRow, ...]:
    """Return the lines of a channel's newest confirmed orders placed in ``[start, end)``; two queries."""
    newest = confirmed_between(channel_id, start, end).order_by("-placed_at", "-id")
    ids = list(newest.values_list("pk", flat=True)[:most_orders])
    rows = OrderLine.objects.filter(order_id__in=ids).order_by("order_id", "position")
    found = rows.values_list(
        "order_id",
        "variant_id",
        "quantity",
        "unit_price_amount",
        "tax_rate_ppm",
        "order__placed_at",
        "order__customer_id",
        "order__shipping_address__country",
        "order__email",
    )
    return tuple(LineRow._make((*most, str(country or ""), email)) for *most, country, email in found)
