"""Transfers that came in, and refunds of them that a person sends: waiting, asked about, sent."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

REASONS = ("Glaze is chipped", "One bowl was missing", "Came two weeks late", "Other color than shown")
FATES = ("waiting", "waiting", "ask", "sent")


def build(*, actor: Actor, until: dt.datetime) -> None:
    """Book transfers of some orders, and refund a part of each."""
    for place, payment in enumerate(_transfers(actor, until)):
        at = until - dt.timedelta(hours=30 - 6 * place)
        with clock.frozen(at):
            name = orders.order(payment.order_id).billing_address.get("name", "")
            payments.confirm_receipt(
                payment.id, amount=payment.amount, key="demo", note=f"{name}, DE.. 3000 20{place}1",
                actor=actor, at=at,
            )  # fmt: skip
            checkout.finish_payment(payment.id, at=at)
            amount = Money(payment.amount.amount // 5, payment.amount.currency)
            aftersales.refund(
                payment.order_id, amount=amount, reason=REASONS[place], key="demo", actor=actor, at=at
            )
        _goes_on(payment, FATES[place], actor=actor, at=at + dt.timedelta(hours=4))


def _transfers(actor: Actor, until: dt.datetime) -> list[payments.PaymentFacts]:
    """Return transfers that are waited for; every second one is left waiting."""
    rows = orders.visible_orders(actor).filter(
        status="pending_payment", placed_at__lt=until - dt.timedelta(days=2)
    )
    found = [
        payment
        for row in rows.order_by("-placed_at")[:40]
        for payment in payments.payments_of_order(row.pk)
        if payment.gateway == "bank_transfer" and payment.status == "pending"
    ]
    return found[::2][: len(FATES)]


def _goes_on(payment: payments.PaymentFacts, fate: str, *, actor: Actor, at: dt.datetime) -> None:
    (refund,) = payments.hand_refunds_of_order(payment.order_id)
    with clock.frozen(at):
        if fate == "sent":
            payments.confirm_refund(
                payment.id, key=refund.key, reference="RF18 5390 0754", actor=actor, at=at
            )
        elif fate == "ask":
            payments.fail_refund(
                payment.id, key=refund.key, reason="The account was closed", then="ask", actor=actor, at=at
            )
