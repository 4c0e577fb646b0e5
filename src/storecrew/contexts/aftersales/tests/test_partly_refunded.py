"""A refund over several payments of which one says no: nothing hangs, nothing is given twice."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Refund
from storecrew.contexts.aftersales.tests.factories import paid_by_two
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.payments.tests.factories import assert_books_balance, cents
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
EVE = Actor("staff", "1", "Eve")


@pytest.fixture
def order() -> orders.OrderFacts:
    return paid_by_two()


def drain() -> None:
    while outbox.drain():
        pass


def told() -> list[str]:
    """The amounts that mails about refunds named."""
    texts = Mail.objects.filter(dedupe_key__startswith="aftersales.refunded").order_by("pk")
    return [text[text.index("€") :].split()[0].rstrip(".") for text in texts.values_list("text", flat=True)]


def refund_all(order: orders.OrderFacts) -> aftersales.RefundFacts:
    made = aftersales.refund(order.id, reason="broken", key="k", actor=ACTOR, at=AT)
    drain()
    return made


def test_flt_07_a_refund_of_which_one_part_is_refused_is_partly_done_and_says_what_is_owed(order):
    made = refund_all(order)
    assert (made.status, made.amount, made.owed) == ("partly", order.total, cents(1000))
    [kept] = aftersales.refunds_of_order(order.id)
    assert (kept.status, kept.owed, kept.settled_at) == ("partly", cents(1000), None)
    assert orders.order(order.id).refunded == order.total - cents(1000)
    assert told() == [(order.total - cents(1000)).format("en")]


def test_what_is_owed_cannot_be_refunded_a_second_time_as_something_else(order):
    refund_all(order)
    assert aftersales.refundable(order.id).amount == cents(0)
    with pytest.raises(aftersales.NothingToRefund):
        aftersales.refund(order.id, reason="again", key="other", actor=ACTOR, at=AT)


def test_the_rest_is_asked_for_again_and_told_once(order):
    made = refund_all(order)
    again = aftersales.retry_refund(made.id, actor=ACTOR, at=AT)
    assert (again.status, again.owed) == ("partly", cents(1000))
    SimulatorCharge.objects.update(token="tok_ok")
    done = aftersales.retry_refund(made.id, actor=ACTOR, at=AT)
    drain()
    assert (done.status, done.owed) == ("done", cents(0))
    assert orders.order(order.id).payment_status == "refunded"
    assert told() == [(order.total - cents(1000)).format("en"), "€10.00"]
    with pytest.raises(aftersales.NothingOwed):
        aftersales.retry_refund(made.id, actor=ACTOR, at=AT)
    assert_books_balance()


def test_con_15_the_rest_paid_by_hand_is_in_the_ledger_once(order):
    made = refund_all(order)
    done = aftersales.give_rest_by_hand(made.id, note="statement 12, line 4", actor=ACTOR, at=AT)
    drain()
    assert done.status == "done"
    assert orders.order(order.id).refunded == order.total
    assert told()[-1] == "€10.00"
    for act in (
        lambda: aftersales.give_rest_by_hand(made.id, note="again", actor=ACTOR, at=AT),
        lambda: aftersales.retry_refund(made.id, actor=ACTOR, at=AT),
        lambda: aftersales.retry_refund(0, actor=ACTOR, at=AT),
    ):
        with pytest.raises(aftersales.NothingOwed):
            act()
    entries = {entry.action: entry.reason for entry in audit.entries_for("orders.order", order.id)}
    assert entries["aftersales.refund_by_hand"] == "statement 12, line 4"
    assert_books_balance()


def test_money_that_went_back_at_the_providers_own_screen_is_not_given_again(order):
    made = refund_all(order)
    Payment.objects.filter(key="second").update(refunded_amount=400)
    for act in (
        lambda: aftersales.retry_refund(made.id, actor=ACTOR, at=AT),
        lambda: aftersales.give_rest_by_hand(made.id, note="by hand", actor=ACTOR, at=AT),
    ):
        with pytest.raises(aftersales.RestNotThere) as refusal:
            act()
        assert refusal.value.details == {"owed": 1000, "left": 600}
    assert Refund.objects.get().status == "partly"


def test_aut_04_giving_the_rest_needs_the_right_to_refund(order):
    made = refund_all(order)
    for act in (
        lambda: aftersales.retry_refund(made.id, actor=EVE, at=AT),
        lambda: aftersales.give_rest_by_hand(made.id, note="x", actor=EVE, at=AT),
    ):
        with pytest.raises(Denied):
            act()
