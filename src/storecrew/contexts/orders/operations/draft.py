"""Write a new order."""

from __future__ import annotations

import datetime as dt
import secrets

from django.db import IntegrityError, transaction

from storecrew.contexts.orders import queries, rules
from storecrew.contexts.orders.errors import CartAlreadyPlaced, OrderIsEmpty, OrderSumsDiffer
from storecrew.contexts.orders.facts import OrderDraft, OrderFacts
from storecrew.contexts.orders.models import Order, OrderDiscount, OrderFee, OrderLine, OrderTaxLine
from storecrew.contexts.orders.queries.searching import NUMBER_PREFIX
from storecrew.kernel import audit, rows, sequence
from storecrew.kernel.actor import Actor

FIRST_NUMBER = 1001


def draft(order: OrderDraft, *, actor: Actor, at: dt.datetime) -> OrderFacts:
    """Write an order that waits for its payment, and return it.

    This function will copy the draft into an order, its lines, taxes, discounts and fees with one statement
    per table, give it a number (unique, but a rollback may leave a gap) and a secret token of 192 bits,
    and write one audit line. Call it in the transaction that claims stock, before the claim. Shoppers
    need no right for it.

    :raises OrderIsEmpty: there is no line
    :raises OrderSumsDiffer: lines, tax and totals do not add up
    :raises CartAlreadyPlaced: the cart has an order already
    """
    if not order.lines:
        raise OrderIsEmpty()
    if wrong := rules.what_is_wrong_with(order):
        raise OrderSumsDiffer(part=wrong)
    # No savepoint: whoever drafts rolls everything back, stock included, when this fails.
    with transaction.atomic(savepoint=False):
        try:
            row = _order(order, at)
            rows.insert([row])
        except IntegrityError as error:
            raise CartAlreadyPlaced(cart_token=order.cart_token) from error
        lines = _lines(row, order)
        tax_lines = [
            OrderTaxLine(
                order=row,
                rate_ppm=line.rate_ppm,
                treatment=line.treatment,
                reason=line.reason,
                net_amount=line.net_amount,
                tax_amount=line.tax_amount,
            )
            for line in order.tax_lines
        ]
        rows.insert(lines)
        rows.insert(tax_lines)
        rows.insert(_discounts(row, lines, order))
        rows.insert(_fees(row, order))
        audit.record(
            actor=actor,
            action="orders.drafted",
            record="orders.order",
            record_id=row.pk,
            at=at,
            after={"number": row.number, "total_amount": row.total_amount, "currency": row.currency},
        )
    return queries.facts_of(row, lines, tax_lines)


def _order(order: OrderDraft, at: dt.datetime) -> Order:
    return Order(
        number=f"{NUMBER_PREFIX}{sequence.next_quick_number('orders', first=FIRST_NUMBER)}",
        token=secrets.token_urlsafe(24),
        cart_token=order.cart_token,
        channel_id=order.channel_id,
        market_code=order.market_code,
        customer_id=order.customer_id,
        email=order.email.strip().lower(),
        phone=order.phone,
        locale=order.locale,
        currency=order.currency,
        tax_display=order.tax_display,
        shipping_address=dict(order.shipping_address),
        billing_address=dict(order.billing_address) or dict(order.shipping_address),
        shipping_method_code=order.shipping_method_code,
        shipping_method_name=order.shipping_method_name,
        pickup_point=dict(order.pickup_point),
        status="pending_payment",
        payment_status="pending" if order.total_amount else "paid",
        fulfillment_status="unfulfilled",
        subtotal_amount=order.subtotal_amount,
        discount_amount=order.discount_amount,
        shipping_amount=order.shipping_amount,
        shipping_tax_amount=order.shipping_tax_amount,
        fee_amount=sum(fee.amount for fee in order.fees),
        fee_tax_amount=sum(fee.tax_amount for fee in order.fees),
        gift_wrap=order.gift_wrap,
        gift_message=order.gift_message[:300],
        is_check=order.is_check,
        purpose=order.purpose,
        tax_amount=order.tax_amount,
        total_amount=order.total_amount,
        item_count=sum(line.quantity for line in order.lines),
        placed_at=at,
    )


def _discounts(row: Order, lines: list[OrderLine], order: OrderDraft) -> list[OrderDiscount]:
    return [
        OrderDiscount(
            order=row,
            line=None if discount.line is None else lines[discount.line],
            promotion_id=discount.promotion_id,
            promotion_revision=discount.promotion_revision,
            label=discount.label[:300],
            code=discount.code[:40],
            amount=discount.amount,
        )
        for discount in order.discounts
    ]


def _fees(row: Order, order: OrderDraft) -> list[OrderFee]:
    return [
        OrderFee(
            order=row,
            kind=fee.kind,
            amount=fee.amount,
            net_amount=fee.net_amount,
            tax_amount=fee.tax_amount,
            tax_class=fee.tax_class,
            tax_rate_ppm=fee.tax_rate_ppm,
            tax_treatment=fee.tax_treatment,
        )
        for fee in order.fees
    ]


def _lines(row: Order, order: OrderDraft) -> list[OrderLine]:
    return [
        OrderLine(
            order=row,
            position=position,
            variant_id=line.variant_id,
            sku=line.sku,
            title=line.title,
            options=dict(line.options),
            image_url=line.image_url,
            product_url=line.product_url,
            weight_g=line.weight_g,
            quantity=line.quantity,
            unit_price_amount=line.unit_price_amount,
            discount_amount=line.discount_amount,
            total_amount=line.total_amount,
            net_amount=line.net_amount,
            tax_amount=line.tax_amount,
            tax_class=line.tax_class,
            tax_rate_ppm=line.tax_rate_ppm,
            tax_treatment=line.tax_treatment,
            price_list=line.price_list,
        )
        for position, line in enumerate(order.lines, start=1)
    ]
