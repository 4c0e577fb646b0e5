"""CS-6: another variant instead of money: set aside, sent once, canceled once, the difference given back."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Exchange
from storecrew.contexts.aftersales.operations import end_unreturned
from storecrew.contexts.aftersales.rules import exchanging
from storecrew.contexts.checkout.tests.factories import make_cart, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.collecting import collecting_shop
from storecrew.contexts.fulfillment.tests.collecting import ready as collected
from storecrew.contexts.fulfillment.tests.factories import make_replacement
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.contexts.work.models import Task
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor, guest_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
GUEST = guest_actor(ip="203.0.113.7")
NOBODY = Actor(kind="staff", id="1", label="Nobody")
Wanted, Found = aftersales.Wanted, aftersales.Found
DAY = dt.timedelta(days=1)


def rules(**changed):
    known = {"is_open": True, "days": 14, "transit_days": 7, "most_open": 5, **changed}
    aftersales.save_return_rules("eu", **known, actor=ACTOR, at=AT)


def ask(shop, order, units=2, sku="B-1", **more):
    wanted = [Wanted(order.lines[0].id, units, "does_not_fit", "opened", shop.variants[sku])]
    return aftersales.ask_return(order.id, lines=wanted, actor=GUEST, at=AT, **more)


def receive(made, *found):
    rows = [Found(made.lines[0].id, *each) for each in found]
    return aftersales.receive_return(made.id, found=rows, location_code="main", actor=ACTOR, at=AT)


def free(shop, sku="B-1") -> int:
    variant = shop.variants[sku]
    return inventory.available_to_promise([variant], channel_id=shop.channel.id)[variant].available


def drain() -> None:
    while outbox.drain():
        pass


def test_cs_6_what_is_wanted_is_set_aside_and_leaves_when_the_return_is_here(shop, sent):
    made = ask(shop, sent)
    assert (made.wish, made.exchange.state, made.exchange.ships) == ("exchange", "waiting", "received")
    assert free(shop) == 1
    other = orders.order(made.exchange.order_id)
    assert (other.status, other.payment_status, other.total.amount) == ("pending_payment", "paid", 0)
    assert (other.email, other.shipping_address) == (sent.email, sent.shipping_address)
    assert [(line.sku, line.quantity) for line in other.lines] == [("B-1", 2)]
    with pytest.raises(orders.OrderNotConfirmed):
        fulfillment.ship(other.id, lines=None, key="early", actor=ACTOR, at=AT)
    done = receive(made, ("shelf", 2))
    assert (done.outcome, done.exchange.state) == ("exchanged", "released")
    fulfillment.ship(other.id, lines=None, key="s", actor=ACTOR, at=AT)
    assert free(shop) == 1
    assert orders.order(sent.id).refunded.amount == 0
    with pytest.raises(aftersales.ReturnSettled):
        aftersales.refund(
            sent.id, lines={sent.lines[0].id: 2}, reason="x", key="k", return_id=made.id, actor=ACTOR, at=AT
        )
    assert aftersales.exchange_of_order(other.id) == (made.id, made.number, sent.number)
    assert_proved()


def test_cs_6_what_the_other_variant_costs_less_goes_back_once(shop, sent):
    make_prices(shop.channel, {shop.variants["B-1"]: 700})
    [choice] = [
        each for each in aftersales.exchange_choices(sent.id, at=AT)[sent.lines[0].id] if each.sku == "B-1"
    ]
    assert choice.back.amount == 300
    made = ask(shop, sent)
    assert made.exchange.back.amount == 600
    receive(made, ("shelf", 2))
    assert orders.order(sent.id).refunded.amount == 600
    from storecrew.contexts.aftersales.operations import give_differences

    assert give_differences(at=AT) == 0
    assert [one.amount.amount for one in aftersales.refunds_of_order(sent.id)] == [600]


def test_cs_6_a_dearer_variant_is_not_offered_where_nobody_could_pay_it(shop, sent, settings):
    settings.STORECREW_GATEWAYS = ("cash_on_delivery",)
    make_prices(shop.channel, {shop.variants["B-1"]: 1200})
    found = aftersales.exchange_choices(sent.id, at=AT)
    assert [each.sku for each in found[sent.lines[0].id]] == ["C-1"]
    with pytest.raises(aftersales.ExchangeNotOffered) as refusal:
        ask(shop, sent)
    assert refusal.value.details["why"] == "variant"
    assert not aftersales.returns_of_order(sent.id)


def test_cs_6_who_collected_is_offered_what_is_at_that_place(db):
    shop = collecting_shop({"A-1": 2, "B-1": 1})
    waits = collected(shop, {"A-1": 2})
    fulfillment.hand_to_customer(waits.id, code=waits.code, actor=ACTOR, at=AT)
    order = orders.order(waits.order_id)
    [choice] = aftersales.exchange_choices(order.id, at=AT)[order.lines[0].id]
    assert choice.sku == "B-1", "C-1 lies in the warehouse alone"
    with pytest.raises(aftersales.ExchangeSoldOut):
        ask(shop, order)
    made = ask(shop, order, units=1)
    assert {part.location_code for part in inventory.allocations_of(made.exchange.order_id)} == {"store"}
    assert_proved()


def test_cs_6_a_product_that_the_catalog_names_as_a_replacement_is_had_instead(shop, sent):
    line = sent.lines[0]
    other = make_replacement("R-1", of=line.variant_id, channel=shop.channel, price=800)
    [choice] = [each for each in aftersales.exchange_choices(sent.id, at=AT)[line.id] if each.sku == "R-1"]
    assert choice.other_product
    assert choice.back.amount == 200
    wanted = [Wanted(line.id, 2, "not_wanted", "opened", other)]
    made = aftersales.ask_return(sent.id, lines=wanted, actor=GUEST, at=AT)
    [shown] = made.exchange.lines
    assert shown.title == choice.title
    assert not shown.title.startswith(line.title)
    receive(made, ("shelf", 2))
    assert orders.order(sent.id).refunded.amount == 400
    [sold] = orders.order(made.exchange.order_id).lines
    assert (sold.sku, sold.quantity) == ("R-1", 2)
    make_prices(shop.channel, {other: 1100})
    found = {each.sku: each for each in aftersales.exchange_choices(sent.id, at=AT)[line.id]}
    assert (found["R-1"].extra.amount, found["R-1"].back.amount) == (100, 0)
    assert_proved()


def test_cs_6_more_than_is_there_is_refused_and_nothing_is_written(shop, sent):
    place(make_cart(shop, {"B-1": 2}))
    with pytest.raises(aftersales.ExchangeSoldOut):
        ask(shop, sent)
    assert not Exchange.objects.exists()
    assert free(shop) == 1
    assert_proved()


def test_cs_6_a_return_that_never_comes_frees_the_stock_once(shop, sent):
    made = ask(shop, sent)
    assert end_unreturned(at=AT + 27 * DAY) == 0
    assert end_unreturned(at=AT + 28 * DAY) == 1
    assert end_unreturned(at=AT + 29 * DAY) == 0
    known = aftersales.a_return(made.id)
    assert (known.state, known.exchange.state) == ("canceled", "canceled")
    assert orders.order(made.exchange.order_id).status == "canceled"
    assert free(shop) == 3
    assert "has not come in time" in Mail.objects.get(dedupe_key=f"aftersales.return_ended:{made.id}").text
    with pytest.raises(aftersales.ReturnClosed):
        receive(made, ("shelf", 2))
    assert_proved()


def test_cs_6_fewer_units_back_are_fewer_units_sent(shop, sent):
    made = ask(shop, sent)
    done = receive(made, ("shelf", 1), ("missing", 1))
    assert done.exchange.state == "released"
    [line] = orders.order(made.exchange.order_id).lines
    assert (line.quantity, line.open_quantity) == (2, 1)
    assert free(shop) == 2
    assert_proved()


def test_cs_6_an_empty_parcel_sends_nothing(shop, sent):
    done = receive(ask(shop, sent), ("missing", 2))
    assert (done.outcome, done.exchange.state) == ("", "canceled")
    assert free(shop) == 3


def test_cs_6_worn_goods_wait_for_an_agent_who_sends_or_refuses(shop, sent):
    made = ask(shop, sent, 1)
    assert receive(made, ("scrap", 1)).exchange.state == "waiting"
    with pytest.raises(Denied):
        aftersales.send_exchange(made.id, actor=NOBODY, at=AT)
    assert aftersales.send_exchange(made.id, actor=ACTOR, at=AT).outcome == "exchanged"
    with pytest.raises(aftersales.ExchangeEnded):
        aftersales.send_exchange(made.id, actor=ACTOR, at=AT)
    other = ask(shop, sent, 1)
    receive(other, ("scrap", 1))
    done = aftersales.refuse_return(other.id, reason="Worn", actor=ACTOR, at=AT)
    assert (done.outcome, done.exchange.state) == ("refused", "canceled")
    assert free(shop) == 2
    assert_proved()


def test_cs_6_what_is_our_fault_is_sent_however_the_goods_look():
    found = [Found(1, "scrap", 1)]
    assert exchanging.leaves_by_itself(found, {1: "defective"})
    assert not exchanging.leaves_by_itself(found, {1: "not_wanted"})


def test_cs_6_by_the_rule_it_is_sent_at_once_and_told_when_nothing_comes_back(shop, sent):
    rules(exchange_ships="at_once")
    made = ask(shop, sent)
    assert made.exchange.state == "released"
    fulfillment.ship(made.exchange.order_id, lines=None, key="s", actor=ACTOR, at=AT)
    assert end_unreturned(at=AT + 28 * DAY) == 1
    assert end_unreturned(at=AT + 28 * DAY) == 0
    task = Task.objects.get(code="aftersales.exchange_without_return")
    assert (task.record_id, task.owner_role) == (str(made.id), "customer_service")
    assert aftersales.a_return(made.id).exchange.state == "released"


def test_cs_6_by_the_rule_an_agent_decides_and_nothing_is_set_aside_before(shop, sent):
    rules(exchange="asked")
    made = ask(shop, sent)
    assert (made.exchange.state, free(shop)) == ("asked", 3)
    with pytest.raises(Denied):
        aftersales.agree_to_exchange(made.id, actor=NOBODY, at=AT)
    assert aftersales.agree_to_exchange(made.id, actor=ACTOR, at=AT).exchange.state == "waiting"
    with pytest.raises(aftersales.ExchangeEnded):
        aftersales.agree_to_exchange(made.id, actor=ACTOR, at=AT)
    assert free(shop) == 1
    rules(exchange="off")
    assert not aftersales.return_offer(sent.id, at=AT).exchange
    with pytest.raises(aftersales.ReturnClosed):
        aftersales.withdraw_return(sent.id, receive(made, ("shelf", 2)).number, actor=GUEST, at=AT)


def test_cs_6_the_customer_cancels_until_the_parcel_is_here(shop, sent):
    made = ask(shop, sent)
    with pytest.raises(aftersales.UnknownReturn):
        aftersales.withdraw_return(sent.id + 1, made.number, actor=GUEST, at=AT)
    done = aftersales.withdraw_return(sent.id, made.number, actor=GUEST, at=AT)
    assert (done.state, done.exchange.state) == ("canceled", "canceled")
    with pytest.raises(aftersales.ReturnClosed):
        aftersales.withdraw_return(sent.id, made.number, actor=GUEST, at=AT)
    assert free(shop) == 3
    assert_proved()


@pytest.mark.django_db(transaction=True)
def test_cs_6_a_canceled_order_of_an_exchange_leaves_the_return_open_for_money(shop, sent):
    made = ask(shop, sent)
    receive(made, ("shelf", 2))
    aftersales.cancel_order(made.exchange.order_id, reason="customer", actor=ACTOR, at=AT)
    drain()
    known = aftersales.a_return(made.id)
    assert (known.outcome, known.exchange.state, free(shop)) == ("", "canceled", 3)
    aftersales.refund(
        sent.id, lines={sent.lines[0].id: 2}, reason="x", key="k", return_id=made.id, actor=ACTOR, at=AT
    )
    assert aftersales.a_return(made.id).outcome == "refunded"


@pytest.mark.parametrize(
    ("returned", "wanted", "net", "back"),
    [
        (1000, 1000, False, 0),
        (1000, 999, False, 1),
        (999, 1000, False, 0),
        (1000, 900, True, 119),
        (1000, 0, False, 450),
    ],
)
def test_what_goes_back_is_the_difference_of_today_and_never_more_than_was_paid(returned, wanted, net, back):
    found = exchanging.back_for(
        returned=returned, wanted=wanted, paid=900, quantity=2, net=net, rate_ppm=190_000
    )
    assert found == back
