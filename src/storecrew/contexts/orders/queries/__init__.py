"""Reads of orders: frozen facts for contexts, querysets for the pages of surfaces."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from storecrew.contexts.orders.errors import OrderNotFound
from storecrew.contexts.orders.facts import (
    CancellationFacts,
    OrderFacts,
    OrderLineFacts,
    TaxLineFacts,
    Volume,
)
from storecrew.contexts.orders.models import (
    Order,
    OrderCancellation,
    OrderDiscount,
    OrderLine,
    OrderTaxLine,
)
from storecrew.contexts.orders.queries.searching import ids_found
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.reads import compiled_once


@compiled_once
def _by_id(order_id: int) -> QuerySet[Order]:
    return Order.objects.filter(pk=order_id).select_related("cancellation")


@compiled_once
def _by_token(token: str) -> QuerySet[Order]:
    return Order.objects.filter(token=token).select_related("cancellation")


@compiled_once
def _by_number(number: str) -> QuerySet[Order]:
    return Order.objects.filter(number=number).select_related("cancellation")


@compiled_once
def _by_cart(cart_token: str) -> QuerySet[Order]:
    return Order.objects.filter(cart_token=cart_token).select_related("cancellation")


@compiled_once
def _lines(order_id: int) -> QuerySet[OrderLine]:
    return OrderLine.objects.filter(order_id=order_id)


@compiled_once
def _tax_lines(order_id: int) -> QuerySet[OrderTaxLine]:
    return OrderTaxLine.objects.filter(order_id=order_id)


def order(order_id: int) -> OrderFacts:
    """Return one order. Raises OrderNotFound."""
    return _one(_by_id(order_id=order_id))


def order_by_token(token: str) -> OrderFacts:
    """Return the order behind a secret link. Raises OrderNotFound, also for an order number."""
    return _one(_by_token(token=token))


def order_by_number(number: str) -> OrderFacts:
    """Return an order by its number, for staff. Raises OrderNotFound."""
    return _one(_by_number(number=number))


def order_of_cart(cart_token: str) -> OrderFacts | None:
    """Return the order that a cart became, or None."""
    try:
        return _one(_by_cart(cart_token=cart_token))
    except OrderNotFound:
        return None


def orders_for_customer(
    customer_id: int, *, before: dt.datetime | None = None, limit: int = 20
) -> tuple[OrderFacts, ...]:
    """Return a customer's orders, newest first, for paging by ``before`` (placed earlier than)."""
    rows = Order.objects.filter(customer_id=customer_id).order_by("-placed_at", "-id")
    if before is not None:
        rows = rows.filter(placed_at__lt=before)
    return _many(rows[:limit])


def confirmed_between(channel_id: int, start: dt.datetime, end: dt.datetime) -> QuerySet[Order]:
    """Return a channel's sales placed in ``[start, end)`` that are confirmed, for sums of a surface."""
    return Order.objects.filter(
        channel_id=channel_id, status="confirmed", purpose="", placed_at__gte=start, placed_at__lt=end
    )


def volume_between(since: dt.datetime, until: dt.datetime) -> Volume:
    """Return the confirmed sales of those placed in ``[since, until)``, and their units; one query."""
    rows = Order.objects.filter(status="confirmed", purpose="", placed_at__gte=since, placed_at__lt=until)
    sums = rows.order_by().aggregate(orders=Count("pk"), units=Sum("item_count", default=0))
    return Volume(sums["orders"], int(sums["units"]))


def given_away() -> QuerySet[Order, Any]:
    """Return the ids of orders that are no sale, as a query for others to leave out."""
    return Order.objects.filter(purpose__gt="").order_by().values("pk")


def canceled_between(since: dt.datetime, until: dt.datetime) -> int:
    """Return how many orders were canceled in ``[since, until)``; one query."""
    return OrderCancellation.objects.filter(at__gte=since, at__lt=until, order__is_check=False).count()


def open_units(channel_id: int) -> int:
    """Return how many units of confirmed orders of a channel have not left yet; one query."""
    rows = OrderLine.objects.filter(
        order__channel_id=channel_id,
        order__status="confirmed",
        order__fulfillment_status__in=("unfulfilled", "partial"),
    )
    units = rows.aggregate(
        units=Sum(F("quantity") - F("fulfilled_quantity") - F("canceled_quantity"), default=0)
    )
    return int(units["units"])


def orders_by_id(order_ids: Iterable[int]) -> tuple[OrderFacts, ...]:
    """Return these orders, oldest first; a fixed number of queries."""
    return _many(Order.objects.filter(pk__in=list(order_ids)).order_by("placed_at", "id"))


def ids_with_promotions(
    promotion_ids: Iterable[int], *, since: dt.datetime | None = None, until: dt.datetime | None = None
) -> set[int]:
    """Return the confirmed orders placed in ``[since, until)`` in which one of these promotions applied."""
    rows = OrderDiscount.objects.filter(
        promotion_id__in=list(promotion_ids), order__confirmed_at__isnull=False, order__is_check=False
    )
    if since is not None:
        rows = rows.filter(order__placed_at__gte=since)
    if until is not None:
        rows = rows.filter(order__placed_at__lt=until)
    return set(rows.order_by().values_list("order_id", flat=True))


def numbers_of(order_ids: Iterable[int]) -> dict[int, str]:
    """Return the numbers of orders by their ids."""
    return dict(Order.objects.filter(pk__in=list(order_ids)).values_list("id", "number"))


def orders_of_email(email: str, *, besides: int = 0, limit: int = 5) -> tuple[OrderFacts, ...]:
    """Return the newest orders placed with an e-mail address, without the one whose id is ``besides``."""
    rows = Order.objects.filter(email=email).exclude(pk=besides).order_by("-placed_at", "-id")
    return _many(rows[:limit])


def ids_of_person(customer_id: int, email: str) -> tuple[int, ...]:
    """Return the ids of a customer's orders, also those placed as a guest with the same address."""
    rows = Order.objects.filter(Q(customer_id=customer_id) | Q(customer=None, email=email))
    return tuple(rows.order_by("pk").values_list("pk", flat=True))


def units_sold(
    variant_ids: Iterable[int], *, since: dt.datetime, channel_id: int | None = None
) -> dict[int, int]:
    """Return how many units of each variant confirmed orders took since a moment; one query."""
    rows = OrderLine.objects.filter(
        variant_id__in=list(variant_ids),
        order__status="confirmed",
        order__purpose="",
        order__placed_at__gte=since,
    )
    if channel_id is not None:
        rows = rows.filter(order__channel_id=channel_id)
    sums = (
        rows.order_by().values_list("variant_id").annotate(units=Sum(F("quantity") - F("canceled_quantity")))
    )
    return dict(sums)


def sales_of(
    variant_ids: Iterable[int], *, since: dt.datetime, channel_id: int
) -> dict[int, tuple[int, int]]:
    """Return (units, what was paid without tax) of each variant since a moment in a channel; one query.

    Canceled units do not count; their share of the amount is left out, rounded half up per variant.
    """
    rows = OrderLine.objects.filter(
        variant_id__in=list(variant_ids),
        order__status="confirmed",
        order__purpose="",
        order__placed_at__gte=since,
        order__channel_id=channel_id,
        quantity__gt=F("canceled_quantity"),
    ).order_by()
    kept = F("quantity") - F("canceled_quantity")
    found = rows.values_list("variant_id", "quantity").annotate(
        units=Sum(kept), parts=Sum(F("net_amount") * kept)
    )
    sums: dict[int, tuple[int, int]] = {}
    for variant_id, quantity, units, parts in found:
        before = sums.get(variant_id, (0, 0))
        amount = (2 * parts + quantity) // (2 * quantity)
        sums[variant_id] = (before[0] + units, before[1] + amount)
    return sums


def pending_orders(*, placed_before: dt.datetime, limit: int = 100) -> tuple[OrderFacts, ...]:
    """Return orders that wait for their payment, oldest first."""
    rows = Order.objects.filter(status="pending_payment", placed_at__lt=placed_before)
    return _many(rows.order_by("placed_at", "id")[:limit])


def shipped_but_not_taken(*, limit: int = 100) -> tuple[int, ...]:
    """Return ids of orders that are on their way while their money, or a part of it, is only held."""
    rows = Order.objects.filter(
        payment_status__in=["authorized", "partially_paid"], fulfillment_status__in=["partial", "fulfilled"]
    )
    return tuple(rows.order_by("placed_at").values_list("pk", flat=True)[:limit])


def waiting_to_leave(*, after: int = 0, limit: int = 500) -> tuple[int, ...]:
    """Return the ids of confirmed orders of which something is left to send, by id, beyond ``after``."""
    rows = Order.objects.filter(status="confirmed", is_check=False, pk__gt=after)
    rows = rows.filter(fulfillment_status__in=("unfulfilled", "partial"))
    return tuple(rows.order_by("pk").values_list("pk", flat=True)[:limit])


def sent_orders(*, since: dt.datetime, besides: QuerySet[Any], limit: int = 200) -> tuple[int, ...]:
    """Return the ids of sales placed since that left whole, oldest first; ``besides`` come as a query."""
    rows = Order.objects.filter(
        fulfillment_status="fulfilled", status="confirmed", purpose="", placed_at__gte=since
    )
    return tuple(
        rows.exclude(pk__in=besides).order_by("placed_at", "pk").values_list("pk", flat=True)[:limit]
    )


def visible_orders(actor: Actor) -> QuerySet[Order]:
    """Return the orders an actor may list, newest first; narrowed to the actor's channels.

    :raises Denied: the actor may not read orders
    """
    actor.require("orders.read")
    rows = Order.objects.order_by("-placed_at", "-id")
    channels = actor.scopes.get("channel")
    return rows if channels is None else rows.filter(channel__code__in=channels)


def filter_orders(
    rows: QuerySet[Order],
    *,
    status: str = "",
    payment_status: str = "",
    fulfillment_status: str = "",
    channel_id: int | None = None,
    placed_from: dt.datetime | None = None,
    placed_to: dt.datetime | None = None,
    search: str = "",
) -> QuerySet[Order]:
    """Narrow a list. ``placed_to`` is exclusive; ``search`` is what ``searching`` knows, or an e-mail.

    Each filter is answered from an index that ends in the time of placement, so a page costs the
    same with a thousand orders as with a million.
    """
    exact = {
        "status": status,
        "payment_status": payment_status,
        "fulfillment_status": fulfillment_status,
        "channel_id": channel_id,
        "placed_at__gte": placed_from,
        "placed_at__lt": placed_to,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    text = search.strip()
    if "@" in text:
        return rows.filter(email=text.lower())
    return rows.filter(pk__in=ids_found(text)) if text else rows


def facts_of(
    row: Order,
    lines: Iterable[OrderLine],
    tax_lines: Iterable[OrderTaxLine],
    cancellation: OrderCancellation | None = None,
) -> OrderFacts:
    """Build the facts of an order from rows that are already loaded."""
    currency = row.currency
    return OrderFacts(
        id=row.pk,
        number=row.number,
        token=row.token,
        cart_token=row.cart_token,
        channel_id=row.channel_id,
        customer_id=row.customer_id,
        email=row.email,
        phone=row.phone,
        locale=row.locale,
        currency=currency,
        tax_display=row.tax_display,
        shipping_address=row.shipping_address,
        billing_address=row.billing_address,
        shipping_method_code=row.shipping_method_code,
        shipping_method_name=row.shipping_method_name,
        status=row.status,
        payment_status=row.payment_status,
        fulfillment_status=row.fulfillment_status,
        subtotal=Money(row.subtotal_amount, currency),
        discount=Money(row.discount_amount, currency),
        shipping=Money(row.shipping_amount, currency),
        shipping_tax=Money(row.shipping_tax_amount, currency),
        fees=Money(row.fee_amount, currency),
        fee_tax=Money(row.fee_tax_amount, currency),
        tax=Money(row.tax_amount, currency),
        total=Money(row.total_amount, currency),
        captured=Money(row.captured_amount, currency),
        refunded=Money(row.refunded_amount, currency),
        item_count=row.item_count,
        placed_at=row.placed_at,
        confirmed_at=row.confirmed_at,
        canceled_at=row.canceled_at,
        lines=tuple(_line(line, currency) for line in lines),
        tax_lines=tuple(
            TaxLineFacts(
                line.rate_ppm,
                line.treatment,
                line.reason,
                Money(line.net_amount, currency),
                Money(line.tax_amount, currency),
            )
            for line in tax_lines
        ),
        cancellation=_cancellation(cancellation),
        gift_wrap=row.gift_wrap,
        is_check=row.is_check,
        purpose=row.purpose,
        gift_message=row.gift_message,
        pickup_point=row.pickup_point or {},
    )


def _cancellation(row: OrderCancellation | None) -> CancellationFacts | None:
    return CancellationFacts(row.kind, row.reason, row.actor_label, row.at) if row else None


def _line(line: OrderLine, currency: str) -> OrderLineFacts:
    return OrderLineFacts(
        id=line.pk,
        variant_id=line.variant_id,
        sku=line.sku,
        title=line.title,
        options=line.options,
        image_url=line.image_url,
        product_url=line.product_url,
        quantity=line.quantity,
        unit_price=Money(line.unit_price_amount, currency),
        discount=Money(line.discount_amount, currency),
        total=Money(line.total_amount, currency),
        net=Money(line.net_amount, currency),
        tax=Money(line.tax_amount, currency),
        tax_rate_ppm=line.tax_rate_ppm,
        tax_treatment=line.tax_treatment,
        price_list=line.price_list,
        fulfilled_quantity=line.fulfilled_quantity,
        canceled_quantity=line.canceled_quantity,
    )


def _one(rows: list[Order]) -> OrderFacts:
    if not rows:
        raise OrderNotFound()
    row = rows[0]
    lines, tax_lines = _lines(order_id=row.pk), _tax_lines(order_id=row.pk)
    return facts_of(row, lines, tax_lines, getattr(row, "cancellation", None))


def _many(rows: QuerySet[Order]) -> tuple[OrderFacts, ...]:
    found = rows.select_related("cancellation").prefetch_related("lines", "tax_lines")
    return tuple(
        facts_of(row, row.lines.all(), row.tax_lines.all(), getattr(row, "cancellation", None))
        for row in found
    )
