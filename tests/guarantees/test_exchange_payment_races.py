"""The difference of an exchange: paid twice, or paid while its time ends, the money and the goods agree."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Exchange
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, GUEST, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing.tests.factories import make_prices
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
LAST = dt.timedelta(days=7)


def waiting() -> int:
    """Something dearer is set aside and not paid yet; return its order."""
    shop = make_shop({"A-1": 10, "B-1": 3})
    order = orders.order(place(make_cart(shop, {"A-1": 2})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    make_prices(shop.channel, {shop.variants["B-1"]: 1200})
    wanted = [aftersales.Wanted(order.lines[0].id, 2, "does_not_fit", "opened", shop.variants["B-1"])]
    made = aftersales.ask_return(order.id, lines=wanted, actor=GUEST, at=AT)
    return made.exchange.order_id


def pay(order_id: int) -> str:
    at = AT + LAST - dt.timedelta(minutes=1)
    return aftersales.pay_exchange(
        order_id, gateway="simulator", payment_token="tok_ok", actor=GUEST, at=at
    ).status


def lapse() -> int:
    return aftersales.lapse_unpaid(at=AT + LAST)


def look(order_id: int) -> dict:
    payments.carry_out_returns(at=AT + LAST + dt.timedelta(days=1))
    row = Exchange.objects.get()
    found = payments.payments_of_order(order_id)
    held = sum(one.authorized.amount - one.voided.amount - one.refunded.amount for one in found)
    return {
        "state": row.state,
        "paid": row.paid_at is not None,
        "held": held,
        "order": orders.order(order_id).status,
        "proved": inventory.recount(actor=ACTOR, at=AT).differences == (),
    }


def agrees(after: dict) -> None:
    assert after["proved"]
    if after["state"] == "waiting":
        assert (after["paid"], after["held"], after["order"]) == (True, 400, "pending_payment")
    else:
        assert (after["state"], after["held"], after["order"]) == ("canceled", 0, "canceled")


def test_con_14_many_who_press_at_once_pay_once(arena):
    order_id = arena.run(waiting)
    outcomes = arena.stampede([partial(pay, order_id)] * 4)
    assert [each.value for each in outcomes if each.status == "error"] == []
    assert {each.code for each in outcomes if not each.ok} <= {"exchange_payment_open"}
    after = arena.run(partial(look, order_id))
    assert after["state"] == "waiting"
    agrees(after)


@pytest.mark.parametrize("moment", ["authorize", "begin"])
def test_con_11_what_ends_while_it_is_paid_is_either_paid_or_given_back(arena, moment):
    order_id = arena.run(waiting)

    def paying() -> str:
        ended = suppress(aftersales.ExchangeLapsed)
        with race(arena, before=f"storecrew.contexts.payments.public.{moment}", do=lapse) as other, ended:
            pay(order_id)
        return other.outcome

    arena.run(paying)
    agrees(arena.run(partial(look, order_id)))


@pytest.mark.parametrize("round_", range(2))
def test_con_11_the_end_of_the_time_and_the_payment_agree(arena, round_):
    order_id = arena.run(waiting)
    outcomes = arena.stampede([partial(pay, order_id), lapse, partial(pay, order_id), lapse])
    assert [each.value for each in outcomes if each.status == "error"] == []
    agrees(arena.run(partial(look, order_id)))
