"""Several people say what became of one refund by hand at once; real processes, both databases."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import HandRefund
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent
from tests.guarantees.machinery import shop

pytestmark = pytest.mark.race


def refunded() -> int:
    """A transfer that came and of which 5.00 go back; return its payment."""
    shop.open_shop(A=10)
    order_id = shop.buy(shop.cart(A=1), "", gateway="bank_transfer").order_id
    (payment,) = payments.payments_of_order(order_id)
    payments.confirm_receipt(payment.id, amount=payment.amount, key="s", actor=ACTOR, at=AT)
    payments.refund(payment.id, amount=Money(500, "EUR"), key="r", reason="x", actor=ACTOR, at=AT)
    return payment.id


def send(payment_id: int, who: int) -> str:
    actor = Actor("staff", str(who), f"Agent {who}", permissions=frozenset({"orders.refund"}))
    payments.confirm_refund(payment_id, key="r", reference=f"RF{who}", actor=actor, at=AT)
    return "sent"


def give_up(payment_id: int, who: int) -> str:
    actor = Actor("staff", str(who), f"Agent {who}", permissions=frozenset({"orders.refund"}))
    payments.fail_refund(payment_id, key="r", reason="x", then="end", actor=actor, at=AT)
    return "ended"


def left() -> tuple:
    row = HandRefund.objects.get()
    payment = payments.payment(row.payment_id)
    said = OutboxEvent.objects.filter(name__in=("payments.RefundSent", "payments.RefundNotSent")).count()
    return (
        row.state,
        payment.refunding.amount,
        payment.refunded.amount,
        said,
        list(payments.ledger_differences()),
    )


def ends(outcomes) -> list[str]:
    return sorted(each.code or each.status for each in outcomes)


def test_con_15_of_eight_people_who_sent_a_refund_one_is_believed(arena):
    payment = arena.run(refunded)
    outcomes = arena.stampede([partial(send, payment, who) for who in range(8)])
    assert ends(outcomes) == ["hand_refund_settled"] * 7 + ["ok"]
    assert arena.run(left) == ("sent", 0, 500, 1, [])


def test_con_15_sent_and_given_up_at_once_is_one_of_both(arena):
    payment = arena.run(refunded)
    calls = [partial(send if who % 2 else give_up, payment, who) for who in range(6)]
    assert ends(arena.stampede(calls)) == ["hand_refund_settled"] * 5 + ["ok"]
    assert arena.run(left) in (("sent", 0, 500, 1, []), ("failed", 0, 0, 1, []))
