"""CS-6: something dearer instead: set aside, paid once before it leaves, freed when nobody pays in time."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Exchange
from storecrew.contexts.aftersales.operations import give_differences
from storecrew.contexts.aftersales.rules import exchanging
from storecrew.contexts.aftersales.tests.test_exchanges import (
    DAY,
    GUEST,
    ask,
    drain,
    free,
    receive,
)
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.contexts.work.models import Task
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def dearer(shop, sent):
    """Two A-1 at 10.00 come back for two B-1 that cost 12.00 now."""
    make_prices(shop.channel, {shop.variants["B-1"]: 1200})
    return ask(shop, sent)


def pay(made, token="tok_ok", at=AT, gateway="simulator"):
    return aftersales.pay_exchange(
        made.exchange.order_id, gateway=gateway, payment_token=token, actor=GUEST, at=at
    )


def now(made) -> aftersales.ReturnFacts:
    return aftersales.a_return(made.id)


def test_cs_6_a_dearer_variant_is_set_aside_and_its_difference_is_asked_for(shop, sent, dearer):
    exchange = dearer.exchange
    assert (exchange.state, exchange.extra.amount, exchange.is_to_pay) == ("waiting", 400, True)
    assert exchange.pay_by == AT + 7 * DAY
    assert free(shop) == 1
    other = orders.order(exchange.order_id)
    assert (other.status, other.payment_status, other.total.amount) == ("pending_payment", "pending", 400)
    # 19% of what is added, contained in it.
    assert (other.tax.amount, other.lines[0].net.amount) == (64, 336)
    assert sum(line.tax.amount for line in other.tax_lines) == other.tax.amount
    [mail] = Mail.objects.filter(dedupe_key__startswith="aftersales.exchange_to_pay:")
    assert f"/order/{other.token}/pay/" in mail.text
    assert "€4.00" in mail.text


def test_cs_6_it_leaves_when_it_is_paid_and_its_return_is_here_in_any_order(shop, sent, dearer):
    receive(dearer, ("shelf", 2))
    assert (now(dearer).exchange.state, now(dearer).outcome) == ("waiting", "")
    other = dearer.exchange.order_id
    with pytest.raises(orders.OrderNotConfirmed):
        fulfillment.ship(other, lines=None, key="early", actor=ACTOR, at=AT)
    assert pay(dearer).status == "paid"
    assert (now(dearer).exchange.state, now(dearer).outcome) == ("released", "exchanged")
    fulfillment.ship(other, lines=None, key="s", actor=ACTOR, at=AT)
    order = orders.order(other)
    assert (order.captured.amount, order.payment_status) == (400, "paid")
    assert_proved()


def test_cs_6_paid_first_it_waits_for_its_return(shop, sent, dearer):
    assert pay(dearer).status == "paid"
    drain()
    other = orders.order(dearer.exchange.order_id)
    # The money alone sends nothing.
    assert (other.status, other.payment_status) == ("pending_payment", "authorized")
    assert not now(dearer).exchange.is_to_pay
    receive(dearer, ("shelf", 2))
    assert now(dearer).exchange.state == "released"


def test_cs_6_sums_of_both_orders_refunds_and_taxes_agree(shop, sent, dearer):
    pay(dearer)
    receive(dearer, ("shelf", 2))
    other = orders.order(dearer.exchange.order_id)
    fulfillment.ship(other.id, lines=None, key="s", actor=ACTOR, at=AT)
    first, second = orders.order(sent.id), orders.order(other.id)
    goods = sum(line.paid.amount for order in (first, second) for line in order.lines)
    assert goods == 2 * 1200
    taken = first.captured + second.captured - first.refunded - second.refunded
    assert taken.amount == goods + first.shipping.amount
    for order in (first, second):
        assert sum(line.tax.amount for line in order.tax_lines) == order.tax.amount
        assert order.captured == order.total
    ledger = [one for order in (first, second) for one in payments.payments_of_order(order.id)]
    assert sum(one.captured.amount for one in ledger) == taken.amount


def test_con_14_pressed_twice_it_is_paid_once(shop, sent, dearer):
    assert [pay(dearer).status for _ in range(2)] == ["paid", "paid"]
    assert len(payments.payments_of_order(dearer.exchange.order_id)) == 1


def test_a_refused_card_may_be_tried_again(shop, sent, dearer):
    with pytest.raises(aftersales.ExchangeNotPaid):
        pay(dearer, "tok_declined")
    drain()
    assert now(dearer).exchange.is_to_pay
    assert orders.order(dearer.exchange.order_id).status == "pending_payment"
    assert pay(dearer).status == "paid"


def test_money_by_transfer_counts_when_it_is_there(shop, sent, dearer):
    assert pay(dearer, gateway="bank_transfer").status == "pending"
    assert pay(dearer).status == "pending"
    [payment] = payments.payments_of_order(dearer.exchange.order_id)
    receive(dearer, ("shelf", 2))
    payments.confirm_receipt(payment.id, amount=payment.amount, key="r", actor=ACTOR, at=AT + DAY)
    drain()
    assert now(dearer).exchange.state == "released"


def test_goods_are_not_sent_against_money_that_comes_later_or_on_account(shop, sent, dearer):
    for gateway in ("cash_on_delivery", "invoice", "nope"):
        with pytest.raises(payments.GatewayNotAvailable):
            pay(dearer, gateway=gateway)


def test_cs_6_not_paid_in_time_it_ends_once_and_is_free_again(shop, sent, dearer):
    over = dearer.exchange.pay_by
    assert aftersales.lapse_unpaid(at=over - dt.timedelta(minutes=1)) == 0
    assert [aftersales.lapse_unpaid(at=over) for _ in range(2)] == [1, 0]
    assert now(dearer).exchange.state == "canceled"
    assert orders.order(dearer.exchange.order_id).status == "canceled"
    assert free(shop) == 3
    assert Mail.objects.filter(dedupe_key__startswith="aftersales.exchange_lapsed:").count() == 1
    with pytest.raises(aftersales.ExchangeLapsed):
        pay(dearer, at=over)
    # The parcel may still come, and leads to money.
    received = receive(dearer, ("shelf", 2))
    assert received.outcome == ""
    assert not Task.objects.filter(code="aftersales.exchange_unpaid").exists()
    assert_proved()


def test_cs_6_unpaid_goods_that_are_here_are_decided_about_by_a_person(shop, sent, dearer):
    receive(dearer, ("shelf", 2))
    assert aftersales.lapse_unpaid(at=dearer.exchange.pay_by) == 1
    assert Task.objects.filter(code="aftersales.exchange_unpaid").count() == 1
    aftersales.refund(
        sent.id, lines={sent.lines[0].id: 2}, reason="back", key="k", return_id=dearer.id, actor=ACTOR, at=AT
    )
    assert orders.order(sent.id).refunded.amount == 2000


def test_cs_6_paid_and_then_canceled_the_difference_goes_back(shop, sent, dearer):
    pay(dearer)
    aftersales.cancel_return(dearer.id, reason="changed my mind", actor=ACTOR, at=AT)
    payments.carry_out_returns(at=AT + DAY)
    [payment] = payments.payments_of_order(dearer.exchange.order_id)
    assert payment.status == "voided"
    assert free(shop) == 3
    assert_proved()


def test_cs_6_what_was_paid_for_units_that_did_not_come_goes_back(shop, sent, dearer):
    pay(dearer)
    receive(dearer, ("shelf", 1), ("missing", 1))
    other = dearer.exchange.order_id
    fulfillment.ship(other, lines=None, key="s", actor=ACTOR, at=AT)
    assert give_differences(at=AT) == 1
    assert give_differences(at=AT) == 0
    order = orders.order(other)
    assert (order.captured.amount, order.refunded.amount) == (400, 200)
    assert [line.canceled_quantity for line in order.lines] == [1]


def test_cs_6_unpaid_and_not_all_came_it_ends_and_money_is_left(shop, sent, dearer):
    done = receive(dearer, ("shelf", 1), ("missing", 1))
    assert (done.exchange.state, done.outcome) == ("canceled", "")
    assert free(shop) == 3


def test_cs_6_an_agent_agrees_to_it_and_it_leaves_when_it_is_paid(shop, sent, dearer):
    receive(dearer, ("damaged", 2, "unknown"))
    with pytest.raises(aftersales.ExchangeUnpaid):
        aftersales.send_exchange(dearer.id, actor=ACTOR, at=AT)
    assert now(dearer).exchange.state == "waiting"
    pay(dearer)
    assert (now(dearer).exchange.state, now(dearer).outcome) == ("released", "exchanged")


@pytest.fixture
def net():
    """Two A-1 at 10.00 without tax come back to a business for two B-1 that cost 12.00 now."""
    shop = make_shop({"A-1": 10, "B-1": 3}, tax_display="net")
    order = orders.order(place(make_cart(shop, {"A-1": 2})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    payments.capture_order(order.id, key="c", actor=ACTOR, at=AT)
    make_prices(shop.channel, {shop.variants["B-1"]: 1200})
    return shop, orders.order(order.id)


def test_cs_6_where_prices_are_net_the_difference_is_asked_for_with_its_tax(net):
    shop, sent = net
    [choice] = aftersales.exchange_choices(sent.id, at=AT)[sent.lines[0].id]
    assert choice.extra.amount == 200, "as prices are shown to this business"
    made = ask(shop, sent)
    assert made.exchange.extra.amount == 476
    other = orders.order(made.exchange.order_id)
    assert (other.tax_display, other.subtotal.amount, other.tax.amount) == ("net", 400, 76)
    assert (other.lines[0].net.amount, other.lines[0].tax.amount) == (400, 76)
    [mail] = Mail.objects.filter(dedupe_key__startswith="aftersales.exchange_to_pay:")
    assert "€4.76" in mail.text
    assert pay(made).status == "paid"
    receive(made, ("shelf", 2))
    fulfillment.ship(other.id, lines=None, key="s", actor=ACTOR, at=AT)
    first, second = orders.order(sent.id), orders.order(other.id)
    assert second.captured == second.total
    goods = sum(line.paid.amount for order in (first, second) for line in order.lines)
    assert goods == 2 * 1200 + 2 * 1200 * 19 // 100
    assert_proved()


def test_cs_6_where_prices_are_net_units_that_did_not_come_are_given_back_with_their_tax(net):
    shop, sent = net
    made = ask(shop, sent)
    pay(made)
    receive(made, ("shelf", 1), ("missing", 1))
    fulfillment.ship(made.exchange.order_id, lines=None, key="s", actor=ACTOR, at=AT)
    assert give_differences(at=AT) == 1
    order = orders.order(made.exchange.order_id)
    assert (order.captured.amount, order.refunded.amount) == (476, 238)
    assert_proved()


def test_the_database_lets_none_leave_unpaid(shop, sent, dearer):
    with pytest.raises(IntegrityError), transaction.atomic():
        Exchange.objects.update(state="released")


@pytest.mark.parametrize(("returned", "wanted", "extra"), [(1000, 1200, 200), (1200, 1000, 0), (999, 999, 0)])
def test_what_is_asked_for_is_the_difference_of_today(returned, wanted, extra):
    assert exchanging.extra_for(returned=returned, wanted=wanted) == extra
