"""A refund above the limit of a role waits for a second person, and is then given once (AUT-10)."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Refund
from storecrew.contexts.aftersales.tests.test_cancel_and_refund import ordered
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.checkout.tests.factories import make_shop
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments.tests.factories import assert_books_balance, cents
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shop(settings):
    settings.STORECREW_REFUND_LIMITS = {"*": {"EUR": 1000}}
    return make_shop(price=999)


@pytest.fixture
def agent(db):
    return people.actor_for(make_staff("customer_service", name="Ann"))


@pytest.fixture
def chief(db):
    return people.actor_for(make_staff("head_of_digital", name="Noah"))


def ask(order, agent, **more):
    values = {"amount": cents(2000), "reason": "broken", "key": "k", "actor": agent, "at": AT}
    return aftersales.ask_refund(order.id, **(values | more))


def test_aut_10_it_waits_and_is_given_once_by_the_second_person(shop, agent, chief):
    order = ordered(shop, paid=True)
    with pytest.raises(aftersales.RefundAboveLimit):
        aftersales.refund(order.id, amount=cents(2000), reason="broken", key="k", actor=agent, at=AT)
    asked, again = ask(order, agent), ask(order, agent)
    assert (asked.id, asked.title) == (again.id, f"Refund of €20.00 on {order.number}")
    assert orders.order(order.id).refunded.amount == 0
    with pytest.raises((approvals.OwnRequest, Denied)):
        approvals.approve(approval_id=asked.id, actor=agent, at=AT)
    ended = approvals.approve(approval_id=asked.id, actor=chief, at=AT)
    assert (ended.state, ended.outcome["status"]) == ("approved", "done")
    assert orders.order(order.id).refunded.amount == 2000
    with pytest.raises(approvals.DecidedAlready):
        approvals.approve(approval_id=asked.id, actor=chief, at=AT)
    assert Refund.objects.count() == 1
    assert_books_balance()


def test_aut_10_lines_and_shipping_can_be_asked_for_too(shop, agent, chief):
    order = ordered(shop, paid=True)
    line = order.lines[0].id
    asked = ask(order, agent, amount=None, lines={line: 2}, shipping=True)
    approvals.approve(approval_id=asked.id, actor=chief, at=AT)
    assert Refund.objects.get().lines.get().quantity == 2


def test_aut_10_what_cannot_be_refunded_is_not_asked_for(shop, agent):
    order = ordered(shop, paid=True)
    with pytest.raises(aftersales.RefundTooLarge):
        ask(order, agent, amount=cents(999_999))
    with pytest.raises(aftersales.RefundReasonNeeded):
        ask(order, agent, reason=" ")
    with pytest.raises(aftersales.InvalidRefund):
        ask(order, agent, shipping=True)
    with pytest.raises(Denied):
        ask(order, people.actor_for(make_staff("tester")))
    assert not Approval.objects.exists()


def test_aut_10_money_that_went_back_meanwhile_ends_the_request_in_words(shop, agent, chief):
    order = ordered(shop, paid=True)
    asked = ask(order, agent)
    aftersales.refund(order.id, reason="all of it", key="other", actor=ACTOR, at=AT)
    ended = approvals.approve(approval_id=asked.id, actor=chief, at=AT)
    assert ended.state == "failed" and ended.outcome["refused"]
    assert Refund.objects.count() == 1
    assert_books_balance()


def test_aut_10_a_limit_set_on_screen_comes_before_the_settings(shop, agent):
    order = ordered(shop, paid=True)
    who = {"actor": ACTOR, "at": AT}
    approvals.set_limit(name="aftersales.refund", role="customer_service", currency="EUR", value=3000, **who)
    done = aftersales.refund(order.id, amount=cents(2000), reason="broken", key="k", actor=agent, at=AT)
    assert done.status == "done"
