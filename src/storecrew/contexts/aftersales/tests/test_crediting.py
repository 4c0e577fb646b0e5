"""CS-6: a voucher instead of money: what was paid and the channel's bonus, issued once, told by its mail."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Refund
from storecrew.contexts.aftersales.operations import finish_refund
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Voucher
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import SimulatorCharge
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
GUEST = guest_actor(ip="203.0.113.7")
Wanted, Found = aftersales.Wanted, aftersales.Found


@pytest.fixture
def sent():
    order = orders.order(place(make_cart(make_shop(), {"A-1": 3})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    payments.capture_order(order.id, key="c", actor=ACTOR, at=AT)
    return orders.order(order.id)


def rules(**changed):
    known = {"is_open": True, "days": 14, "transit_days": 7, "most_open": 5, **changed}
    aftersales.save_return_rules("eu", **known, actor=ACTOR, at=AT)


def refund(order, units=1, key="k", **more):
    values = {"lines": {order.lines[0].id: units}, "reason": "return", "key": key, "credit": True}
    return aftersales.refund(order.id, **values, actor=ACTOR, at=AT, **more)


def test_cs_6_the_customer_takes_a_voucher_with_the_bonus_and_no_gateway_is_asked(sent):
    rules(credit_bonus=10)
    line = sent.lines[0].id
    made = aftersales.ask_return(
        sent.id, lines=[Wanted(line, 2, "does_not_fit", "opened")], credit=True, actor=GUEST, at=AT
    )
    assert made.wish == "credit"
    aftersales.receive_return(
        made.id, found=[Found(made.lines[0].id, "shelf", 2)], location_code="main", actor=ACTOR, at=AT
    )
    given = refund(sent, 2, return_id=made.id)
    assert (given.kind, given.status, given.amount.amount, given.bonus.amount) == (
        "credit",
        "done",
        2000,
        200,
    )
    [voucher] = Voucher.objects.select_related("account")
    assert (voucher.origin, voucher.account.balance, voucher.recipient_email) == ("refund", 2200, sent.email)
    assert aftersales.a_return(made.id).refund_kind == "credit"
    assert not any(charge.refunds for charge in SimulatorCharge.objects.all())
    found = orders.order(sent.id)
    assert (found.refunded.amount, found.payment_status) == (2000, "partially_refunded")
    assert list(payments.ledger_differences()) == []
    assert loyalty.deliver_due(AT) == 1
    text = Mail.objects.get(record="loyalty.voucher").text
    assert sent.number in text
    assert not Mail.objects.filter(dedupe_key__startswith="aftersales.refunded").exists()


def test_cs_6_a_voucher_is_issued_once_however_often_it_is_pressed(sent):
    first = refund(sent)
    assert refund(sent).replayed
    finish_refund(first.id, at=AT)
    assert Voucher.objects.count() == 1
    assert not Mail.objects.filter(dedupe_key__startswith="aftersales.refunded").exists()
    assert aftersales.refundable(sent.id).lines == {sent.lines[0].id: 2}


def test_cs_6_together_with_money_never_more_than_was_paid(sent):
    refund(sent, 3)
    rest = aftersales.refundable(sent.id).amount
    aftersales.refund(sent.id, amount=rest, reason="rest", key="rest", actor=ACTOR, at=AT)
    with pytest.raises(aftersales.NothingToRefund):
        refund(sent, 1, key="again")
    assert Refund.objects.count() == 2
    assert orders.order(sent.id).refunded == orders.order(sent.id).captured


def test_cs_6_where_the_channel_gives_no_vouchers_none_can_be_asked_for(sent):
    rules(credit=False)
    assert not aftersales.return_offer(sent.id, at=AT).credit
    with pytest.raises(aftersales.ReturnNotOffered) as refusal:
        aftersales.ask_return(
            sent.id, lines=[Wanted(sent.lines[0].id, 1, "late", "opened")], credit=True, actor=GUEST, at=AT
        )
    assert refusal.value.details["why"] == "credit"
