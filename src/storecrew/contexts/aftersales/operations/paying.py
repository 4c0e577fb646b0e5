"""The difference of a dearer exchange: asked for once, paid once, and freed when it is not paid in time.

Whoever pays, hears of money or ends the time waits at the gate of the order that comes back. Money that comes
for an exchange that has ended goes back by itself, as with any canceled order.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.aftersales import mails, queries
from storecrew.contexts.aftersales.errors import (
    ExchangeEnded,
    ExchangeLapsed,
    ExchangeNotPaid,
    ExchangePaymentOpen,
)
from storecrew.contexts.aftersales.facts import ExchangePayment
from storecrew.contexts.aftersales.models import Exchange, Return
from storecrew.contexts.aftersales.operations.exchanging import end_order, let_go, note
from storecrew.contexts.aftersales.operations.gate import queue_up
from storecrew.contexts.aftersales.operations.sending import give_differences
from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

SYSTEM = "aftersales.paying"
State = Exchange.State
PAID = ("authorized", "partially_captured", "captured")
ASKING = ("requested", "unknown")


def pay_exchange(
    order_id: int,
    *,
    gateway: str,
    payment_token: str = "",
    return_url: str = "",
    actor: Actor,
    at: dt.datetime,
) -> ExchangePayment:
    """Pay what an exchange costs more, for whoever holds the link of its order. Call it outside transactions.

    ``order_id`` is the order that is sent. Paid before, it says so and asks for nothing; while an earlier try
    is open, that one counts.

    :raises ExchangeEnded: nothing of the kind waits
    :raises ExchangeLapsed: the time to pay it is over, or it ended while the gateway was asked
    :raises GatewayNotAvailable: the channel does not offer this way for it
    :raises ExchangePaymentOpen: another try is being decided right now
    :raises ExchangeNotPaid: nothing was charged
    """
    with transaction.atomic():
        row = _at_the_gate(order_id)
        if row.paid_at is not None:
            return ExchangePayment("paid")
        if row.state != State.WAITING:
            raise ExchangeLapsed() if row.pay_by and row.pay_by <= at else ExchangeEnded()
        if row.pay_by is not None and row.pay_by <= at:
            raise ExchangeLapsed()
        tries = payments.payments_of_order(order_id)
        open_one = next((one for one in tries if one.status in (*ASKING, "action_required", "pending")), None)
        if open_one is not None and open_one.status in ASKING:
            raise ExchangePaymentOpen()
        if open_one is not None:
            return ExchangePayment(open_one.status, open_one.redirect_url)
        order = orders.order(order_id)
        channel = channels.facts_by_id(order.channel_id)
        if gateway not in {one.code for one in queries.exchange_gateways(channel.code)}:
            raise payments.GatewayNotAvailable(gateway=gateway)
        payment = payments.begin(
            order_id=order_id,
            gateway=gateway,
            amount=order.total,
            key="-".join([order.number, order.token[:12], *([str(len(tries))] if tries else [])]),
            channel_code=channel.code,
            actor=actor,
            at=at,
        )
    outcome = payments.authorize(payment.id, token=payment_token, return_url=return_url)
    with transaction.atomic():
        row = _at_the_gate(order_id)
        settled = payments.settle(payment.id, outcome, actor=actor, at=at)
        paid = settled.status in PAID and _take(row, actor=actor, at=at)
    if settled.status in PAID and not paid:
        payments.carry_out_returns(order_id=order_id, at=at)
        raise ExchangeLapsed()
    if settled.status == "failed":
        raise ExchangeNotPaid(reason=outcome.code)
    if paid:
        give_differences(at=at, only=row.pk)
        return ExchangePayment("paid")
    return ExchangePayment(settled.status, settled.redirect_url)


def look_again(order_id: int, *, at: dt.datetime) -> bool:
    """Ask the gateways how an exchange's payments stand; say whether it is paid. Outside transactions."""
    for one in payments.payments_of_order(order_id):
        if one.status in (*ASKING, "action_required", "pending"):
            payments.reconcile(one.id, at=at)
    return exchange_paid(order_id, at=at)


def exchange_paid(order_id: int, *, at: dt.datetime) -> bool:
    """Follow the ledger: an exchange whose money is there counts as paid, once. Harmless when repeated."""
    if not Exchange.objects.filter(order_id=order_id, extra_amount__gt=0).exists():
        return False
    with transaction.atomic():
        row = _at_the_gate(order_id)
        if row.paid_at is not None:
            return True
        paid = any(one.status in PAID for one in payments.payments_of_order(order_id))
        return paid and _take(row, actor=system_actor(SYSTEM), at=at)


def lapse_unpaid(*, at: dt.datetime) -> int:
    """End exchanges whose difference was not paid in time, once each; return how many.

    The goods that were set aside are free, the customer is told, and for a return that is here customer
    service decides about the money. Call it outside transactions: gateways are asked a last time.
    """
    unpaid = Exchange.objects.filter(state=State.WAITING, paid_at=None, extra_amount__gt=0, pay_by__lte=at)
    ended = 0
    for exchange_id, order_id in list(unpaid.order_by("pk").values_list("pk", "order_id")[:100]):
        if order_id is None or look_again(order_id, at=at):
            continue
        with transaction.atomic():
            row = _at_the_gate(order_id)
            mine = Exchange.objects.filter(pk=exchange_id, state=State.WAITING, paid_at=None, pay_by__lte=at)
            if not mine.update(state=State.CANCELED, ended_at=at):
                continue
            actor = system_actor(SYSTEM)
            end_order(order_id, say("The difference was not paid in time."), actor, at)
            note("lapsed", row, actor, at, {})
            mails.queue_exchange_lapsed(
                orders.order(row.parent.order_id), row.pk, received=_is_here(row), at=at
            )
            if _is_here(row):
                _ask_for_a_decision(row, actor, at)
            ended += 1
        payments.carry_out_returns(order_id=order_id, at=at)
    return ended


def _at_the_gate(order_id: int) -> Exchange:
    """Return the exchange of an order, behind the gate of the order that comes back."""
    rows = Exchange.objects.filter(order_id=order_id, extra_amount__gt=0).select_related("parent")
    row = rows.first()
    if row is None:
        raise ExchangeEnded()
    queue_up(row.parent.order_id)
    return rows.get()


def _take(row: Exchange, *, actor: Actor, at: dt.datetime) -> bool:
    """Write that an exchange is paid, and let it leave where its goods are here; False when it has ended."""
    mine = Exchange.objects.filter(pk=row.pk, state=State.WAITING, paid_at=None)
    if not mine.update(paid_at=at):
        return False
    note("paid", row, actor, at, {"amount": row.extra_amount, "currency": row.currency})
    row.refresh_from_db()
    if row.cleared:
        let_go(row, actor=system_actor(SYSTEM), at=at)
    return True


def _is_here(row: Exchange) -> bool:
    return bool(row.parent.state == Return.State.RECEIVED and not row.parent.outcome)


def _ask_for_a_decision(row: Exchange, actor: Actor, at: dt.datetime) -> None:
    work.open_task(
        code="aftersales.exchange_unpaid",
        title=say("%(number)s: the difference of the exchange was not paid", number=row.parent.number),
        detail=say("The goods are here and nothing is sent instead. Give the money back."),
        owner_role="customer_service",
        record="aftersales.return",
        record_id=row.parent_id,
        dedupe_key=f"exchange-unpaid:{row.pk}",
        actor=actor,
        at=at,
    )
