"""Canceling, shipping and refunding at once, by real processes on a real database."""

from __future__ import annotations

import json
from functools import partial

import pytest
from django.db import connections

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Refund
from storecrew.contexts.checkout.models import CartLine
from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Shipment
from storecrew.contexts.inventory.models import StockMovement
from storecrew.contexts.orders.models import Order, OrderLine
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, PaymentEvent, SimulatorCharge
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.race
# Held at once, and the pretended bank keeps books of it.
BOOKED = "tok_3ds"


def sold(arena, *, taken: bool) -> int:
    """Return the id of a confirmed order of two units, its money held or taken."""

    def prepare() -> int:
        shop.open_shop(A=10)
        order_id = shop.buy(shop.cart(A=2)).order_id
        SimulatorCharge.objects.update(token=BOOKED)
        if taken:
            payments.capture_order(order_id, key="test", actor=ACTOR, at=AT)
        return order_id

    return arena.run(prepare)


def cancel(order_id: int) -> bool:
    return aftersales.cancel_order(order_id, reason="x", actor=ACTOR, at=AT)


def ship(order_id: int) -> int:
    return fulfillment.ship(order_id, key="nonce", actor=ACTOR, at=AT).id


def refund(order_id: int, key: str, amount: int) -> str:
    money = Money(amount, "EUR")
    return aftersales.refund(order_id, amount=money, reason="x", key=key, actor=ACTOR, at=AT).status


def facts() -> dict:
    payments.carry_out_returns(at=AT)
    charge = SimulatorCharge.objects.get()
    row = Payment.objects.get()
    return {
        "order": Order.objects.values_list("status", "fulfillment_status").get(),
        "shipments": Shipment.objects.count(),
        "mails": Mail.objects.filter(dedupe_key__startswith="fulfillment.shipped").count(),
        "refunded": (row.refunded_amount, sum(charge.refunds.values())),
        "voided": (row.voided_amount, charge.voided_amount),
        "bank_refunds": len(charge.refunds),
        "laws": laws.stock() + laws.promises() + [str(item) for item in payments.ledger_differences()],
    }


def no_errors(outcomes) -> None:
    assert [outcome.value for outcome in outcomes if outcome.status == "error"] == []


def test_con_10_eight_people_cancel_one_order(arena):
    order_id = sold(arena, taken=True)
    outcomes = arena.stampede([partial(cancel, order_id)] * 8)
    no_errors(outcomes)
    assert sum(outcome.value is True for outcome in outcomes) == 1
    after = arena.run(facts)
    assert after["order"][0] == "canceled"
    assert after["bank_refunds"] == 1
    assert after["refunded"][0] == after["refunded"][1] > 0
    assert after["laws"] == []


def test_con_14_shipping_pressed_eight_times(arena):
    order_id = sold(arena, taken=False)
    outcomes = arena.stampede([partial(ship, order_id)] * 8)
    no_errors(outcomes)
    assert len({outcome.value for outcome in outcomes if outcome.ok}) == 1
    after = arena.run(facts)
    assert (after["shipments"], after["mails"]) == (1, 1)
    assert after["laws"] == []


@pytest.mark.parametrize("round_", range(3))
def test_con_10_canceled_or_shipped_but_never_both(arena, round_):
    order_id = sold(arena, taken=False)
    outcomes = arena.stampede([partial(cancel, order_id), partial(ship, order_id)] * 3)
    no_errors(outcomes)
    after = arena.run(facts)
    assert after["order"] in (("canceled", "unfulfilled"), ("confirmed", "fulfilled"))
    assert after["shipments"] == (after["order"][0] == "confirmed")
    assert after["laws"] == []


def test_cs_7_units_are_announced_and_received_once(arena):
    order_id = sold(arena, taken=False)
    arena.run(partial(ship, order_id))
    line_id = arena.run(lambda: OrderLine.objects.get(order_id=order_id).pk)

    def announce() -> int:
        return aftersales.announce_return(
            order_id, lines={line_id: 2}, reason="damaged", actor=ACTOR, at=AT
        ).id

    outcomes = arena.stampede([announce] * 6)
    no_errors(outcomes)
    [return_id] = [outcome.value for outcome in outcomes if outcome.ok]
    assert {outcome.code for outcome in outcomes if not outcome.ok} == {"nothing_to_return"}

    def receive(decision: str) -> str:
        [line] = aftersales.a_return(return_id).lines
        found = [aftersales.Found(line.id, decision, 2, "carrier")]
        return aftersales.receive_return(
            return_id, found=found, location_code="main", actor=ACTOR, at=AT
        ).state

    outcomes = arena.stampede([partial(receive, decision) for decision in ("shelf", "damaged") * 3])
    no_errors(outcomes)
    assert sum(outcome.ok for outcome in outcomes) == 1
    assert {outcome.code for outcome in outcomes if not outcome.ok} == {"return_closed"}
    came = StockMovement.objects.filter(kind="returned", bucket="on_hand")
    assert arena.run(lambda: list(came.values_list("quantity", flat=True))) == [2]
    assert arena.run(facts)["laws"] == []


def test_con_15_one_refund_pressed_eight_times(arena):
    order_id = sold(arena, taken=True)
    outcomes = arena.stampede([partial(refund, order_id, "key", 700)] * 8)
    no_errors(outcomes)
    after = arena.run(facts)
    assert (after["refunded"], after["bank_refunds"]) == ((700, 700), 1)
    assert arena.run(Refund.objects.count) == 1


def test_con_15_refunds_whose_sum_exceeds_the_payment(arena):
    order_id = sold(arena, taken=True)
    outcomes = arena.stampede([partial(refund, order_id, f"key-{number}", 1000) for number in range(8)])
    no_errors(outcomes)
    after = arena.run(facts)
    assert after["refunded"] == (2000, 2000)
    # Refused when it is decided, or by the payment's ledger when another one was faster in between.
    told = sorted(outcome.code or str(outcome.value) for outcome in outcomes)
    assert told.count("done") == 2
    assert set(told) <= {"done", "refused", "refund_too_large"}
    assert after["laws"] == []


def test_con_15_the_ledger_itself_holds_without_the_flow_above_it(arena):
    """The service is called directly, in parallel, as F5 asks."""
    sold(arena, taken=True)
    payment_id = arena.run(lambda: Payment.objects.get().pk)

    def press(number: int) -> str:
        money = Money(1000, "EUR")
        return payments.refund(
            payment_id, amount=money, key=f"k{number}", reason="x", actor=ACTOR, at=AT
        ).status

    outcomes = arena.stampede([partial(press, number) for number in range(8)])
    no_errors(outcomes)
    assert [outcome.code for outcome in outcomes if not outcome.ok] == ["refund_exceeds_payment"] * 6
    assert arena.run(facts)["refunded"] == (2000, 2000)
    requests = arena.run(lambda: PaymentEvent.objects.filter(operation="refund", kind="request").count())
    assert requests == 2


def test_con_24_one_key_twenty_times_over_rest(arena):
    from storecrew.surfaces.rest.v1.tests.test_shop import Caller

    arena.run(partial(shop.open_shop, A=10))
    cart = arena.run(lambda: shop.cart(A=1))

    def press() -> tuple[int, str]:
        answer = Caller().complete(cart)
        connections.close_all()
        return answer.status_code, answer.json().get("number", "")

    outcomes = arena.stampede([press] * 20)
    no_errors(outcomes)
    answers = {outcome.value for outcome in outcomes}
    assert {status for status, _number in answers} <= {201, 409}
    assert len({number for status, number in answers if status == 201}) == 1
    assert arena.run(Order.objects.count) == 1
    assert arena.run(shop.count_orders) == 1


def test_con_24_one_key_twenty_times_for_a_change_that_is_one_commit(arena):
    """Who comes second waits for the first one's commit and gets its answer: one unit, twenty times."""
    from storecrew.surfaces.rest.v1.tests.test_shop import Caller

    arena.run(partial(shop.open_shop, A=30))
    cart = arena.run(shop.cart)

    def press() -> tuple[int, str]:
        line = {"sku": "A", "quantity": 1}
        answer = Caller().call("post", f"carts/{cart}/lines", line, Idempotency_Key="key-1")
        connections.close_all()
        return answer.status_code, json.dumps(answer.json()["lines"], sort_keys=True)

    outcomes = arena.stampede([press] * 20)
    no_errors(outcomes)
    assert {status for status, _lines in (outcome.value for outcome in outcomes)} == {201}
    assert len({lines for _status, lines in (outcome.value for outcome in outcomes)}) == 1
    assert arena.run(lambda: list(CartLine.objects.values_list("quantity", flat=True))) == [1]
