"""Reactions of aftersales to the payment ledger and to orders that end; each is harmless when repeated."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress

from storecrew.contexts.aftersales import mails
from storecrew.contexts.aftersales.errors import ReturnClosed
from storecrew.contexts.aftersales.operations.exchanging import order_canceled
from storecrew.contexts.aftersales.operations.finishing import settle_part
from storecrew.contexts.aftersales.operations.labels import KEY, SYSTEM, keep_label
from storecrew.contexts.aftersales.operations.paying import exchange_paid
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.public import OrderCanceled
from storecrew.contexts.payments.public import (
    PaymentSettled,
    RefundFailed,
    RefundNotSent,
    RefundSent,
    RefundSettled,
)
from storecrew.contexts.shipping.public import LabelBought
from storecrew.kernel import clock, outbox
from storecrew.kernel.money import Money


@outbox.subscribe(RefundSettled)
def refund_settled(event: RefundSettled) -> None:
    """A gateway's late yes ends a refund that was under way."""
    settle_part(event.payment_id, event.key, done=True, at=clock.now())


@outbox.subscribe(RefundFailed)
def refund_failed(event: RefundFailed) -> None:
    """A gateway's late no frees the amount again."""
    settle_part(event.payment_id, event.key, done=False, at=clock.now(), amount=event.amount)


@outbox.subscribe(RefundSent)
def refund_sent(event: RefundSent) -> None:
    """Whoever waits for money that a person sends hears on which day it left."""
    amount = Money(event.amount, event.currency)
    mails.queue_refund_sent(
        orders.order(event.order_id), event.hand_refund_id, amount,
        sent_on=dt.date.fromisoformat(event.sent_on), at=clock.now(),
    )  # fmt: skip


@outbox.subscribe(RefundNotSent)
def refund_not_sent(event: RefundNotSent) -> None:
    """A customer who can help, or who heard that money comes, hears that it did not leave."""
    if event.then == "again":
        return
    amount = Money(event.amount, event.currency)
    mails.queue_refund_not_sent(
        orders.order(event.order_id), f"{event.hand_refund_id}:{event.tries}", amount,
        ask=event.then == "ask", at=clock.now(),
    )  # fmt: skip


@outbox.subscribe(PaymentSettled)
def exchange_is_paid(event: PaymentSettled) -> None:
    """Money that a webhook or a check has reported lets an exchange leave that waited for it."""
    exchange_paid(event.order_id, at=clock.now())


@outbox.subscribe(OrderCanceled)
def exchange_canceled(event: OrderCanceled) -> None:
    """Whoever cancels the order of an exchange gets money for the return, or nothing, as anybody."""
    order_canceled(event.order_id, at=clock.now())


@outbox.subscribe(LabelBought)
def keep_return_label(event: LabelBought) -> None:
    """A return label whose answer was lost is found out about later; its return gets it then."""
    return_id = event.key.removeprefix(KEY)
    if event.key.startswith(KEY) and return_id.isdigit():
        with suppress(ReturnClosed):
            keep_label(int(return_id), event.label_id, actor=SYSTEM, at=clock.now())
