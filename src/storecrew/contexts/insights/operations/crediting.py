"""What orders owe to visits: counted when they are placed, restated when money goes back."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.insights.facts import Note
from storecrew.contexts.insights.models import CartPath, OrderTouch
from storecrew.contexts.insights.operations.holding import hold
from storecrew.contexts.insights.operations.ingesting import add_events, ingest
from storecrew.contexts.insights.operations.noting import cart_number, write
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.rules.batches import Row
from storecrew.contexts.insights.rules.visits import share_of
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing import public as pricing


def order_note(order: orders.OrderFacts) -> Note:
    """Return the note of an order: its value without tax and shipping, and what was bought."""
    products = catalog.product_ids_of_variants([line.variant_id for line in order.lines])
    return Note(
        at=order.placed_at,
        kind=kinds.ORDER,
        channel_id=order.channel_id,
        cart=cart_number(order.cart_token) if order.cart_token else None,
        order_id=order.id,
        amount=value_of(order),
        margin=margin_of(order),
        lines=tuple(
            (products.get(line.variant_id, 0), line.quantity, line.net.amount) for line in order.lines
        ),
    )


def value_of(order: orders.OrderFacts) -> int:
    """Return what an order's lines cost without tax, in minor units."""
    return sum(line.net.amount for line in order.lines)


def margin_of(order: orders.OrderFacts) -> int | None:
    """Return what is left of an order's lines after their goods; None where the cost of one is not known."""
    costs = pricing.costs_for([line.variant_id for line in order.lines], currency=order.total.currency)
    goods = [
        costs[line.variant_id].amount * line.quantity for line in order.lines if line.variant_id in costs
    ]
    return value_of(order) - sum(goods) if len(goods) == len(order.lines) else None


def count_order(order_id: int) -> None:
    """Let an order that was confirmed be counted with the next batch."""
    write([order_note(orders.order(order_id))])


def restate(order_id: int, *, at: dt.datetime) -> int:
    """Bring the credit of an order's visits to what is left of it; return the change in minor units.

    The change is counted on the day of the order, so a report of that day says what the orders of the day are
    worth now. Repeating it changes nothing.
    """
    ingest(at=at)
    order = orders.order(order_id)
    with transaction.atomic():
        hold(at)
        found = list(OrderTouch.objects.filter(order_id=order_id).order_by("position"))
        if not found:
            return 0
        last = found[-1]
        canceled = order.status == "canceled"
        back = last.amount if canceled else _went_back(order, last.amount)
        change = back - last.back_amount
        if change:
            OrderTouch.objects.filter(order_id=order_id).update(back_amount=back)
            row = Row(
                at, last.day, 0, kinds.BACK, last.channel_id, last.way, last.source, last.campaign,
                last.device, count=0 if last.back_amount else 1, amount=-change,
            )  # fmt: skip
            rows = [row, *_of_pages(row, order_id)]
            add_events([*rows, replace(row, kind=kinds.CANCELED, count=1, amount=0)] if canceled else rows)
        return change


def _went_back(order: orders.OrderFacts, goods: int) -> int:
    """Return what went back of an order's goods without tax: what refunds were for, and a share of the rest.

    A refund of the parcel takes nothing off the goods. What a bank took names no goods.
    """
    asked = [
        each
        for each in aftersales.refunds_of_order(order.id)
        if each.kind == "money" and each.status != "refused"
    ]
    amount, refunded = sum(each.amount.amount for each in asked), order.refunded.amount
    named = share_of(min(refunded, amount), amount, sum(each.net_goods for each in asked))
    rest = share_of(max(refunded - amount, 0), order.total.amount, goods)
    return min(goods, named + rest)


def _of_pages(row: Row, order_id: int) -> list[Row]:
    """Return the same for each page that the order thanks."""
    pages = CartPath.objects.filter(order_id=order_id).values_list("pages", flat=True).first()
    plain = replace(row, kind=kinds.LED_BACK, way="unknown", source="", campaign="")
    return [replace(plain, path=page) for page in pages or ()]
