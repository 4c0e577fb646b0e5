"""Points of a charge that was lost to a dispute, and won back."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Account, Earning, Entry
from storecrew.contexts.loyalty.operations import earning
from storecrew.contexts.loyalty.tests.factories import ACTOR, make_customer, make_program
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.tests.factories import AT, captured
from storecrew.kernel import outbox

pytestmark = pytest.mark.django_db(transaction=True)
DAY = dt.timedelta(days=1)


@pytest.fixture
def earned() -> Earning:
    """What a paid order of a member earned, pending."""
    make_program()
    me = make_customer()
    loyalty.join(me, actor=ACTOR, at=AT)
    payment = captured()
    Order.objects.filter(pk=payment.order_id).update(customer_id=me, status="confirmed")
    earning.earn(payment.order_id, at=AT)
    return Earning.objects.get()


def confirm(row: Earning) -> None:
    Order.objects.filter(pk=row.order_id).update(fulfillment_status="fulfilled")
    loyalty.confirm_due(row.due_at + DAY)


def dispute(row: Earning) -> payments.DisputeFacts:
    payment = payments.payments_of_order(row.order_id)[0]
    return payments.simulate_dispute(payment.id, reason="fraudulent", actor=ACTOR, at=AT)


def sums() -> tuple[int, int, str]:
    row = Account.objects.get()
    assert list(loyalty.differences()) == []
    return row.balance, row.pending, Earning.objects.get().state


def lose_and_win(row: Earning) -> None:
    made = dispute(row)
    outbox.drain()
    payments.simulate_verdict(made.id, won=True, actor=ACTOR, at=AT + DAY)
    outbox.drain()


def test_points_of_a_won_dispute_come_again_once(earned):
    confirm(earned)
    before = sums()
    assert before[0] == earned.units > 0
    made = dispute(earned)
    outbox.drain()
    assert sums() == (0, 0, "canceled")
    payments.simulate_verdict(made.id, won=True, actor=ACTOR, at=AT + DAY)
    for _ in range(3):
        outbox.drain()
        earning.give_again(earned.order_id, cause="dispute won", at=AT + DAY)
    assert sums() == before
    assert Entry.objects.filter(source="order", kind="refund").count() == 1


def test_points_that_still_waited_wait_again(earned):
    before = sums()
    lose_and_win(earned)
    assert sums() == before == (0, earned.units, "pending")
    confirm(earned)
    assert sums() == (earned.units, 0, "confirmed")


def test_a_second_dispute_takes_them_again(earned):
    confirm(earned)
    lose_and_win(earned)
    payment = payments.payments_of_order(earned.order_id)[0]
    payments.simulate_dispute(payment.id, reason="duplicate", actor=ACTOR, at=AT + 2 * DAY)
    outbox.drain()
    assert sums() == (0, 0, "canceled")


def test_a_lost_dispute_and_a_canceled_order_give_nothing(earned):
    confirm(earned)
    made = dispute(earned)
    payments.simulate_verdict(made.id, won=False, actor=ACTOR, at=AT + DAY)
    outbox.drain()
    assert sums() == (0, 0, "canceled")
    assert earning.give_again(earned.order_id, cause="x", at=AT) is False
    other = make_order()
    assert earning.give_again(other.id, cause="x", at=AT) is False
    assert orders.order(earned.order_id).status == "confirmed"
