"""Returns decided by several at once: received, refunded, refused, canceled and exchanged once each.

By real processes on a real database, and by one process in the middle of another.
"""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Exchange, Refund, Return
from storecrew.contexts.aftersales.operations import end_unreturned
from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.factories import give_address
from storecrew.contexts.inventory.models import StockMovement
from storecrew.contexts.loyalty.models import Voucher
from storecrew.contexts.orders.models import Order, OrderLine
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.shipping.models import Label
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.kernel.actor import guest_actor
from storecrew.kernel.outbox.models import OutboxEvent
from tests.guarantees.machinery import laws, shop
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
GUEST = guest_actor(ip="203.0.113.9")
LATE = AT + dt.timedelta(days=40)


def coming(arena, *, instead: str = "", received: bool = False) -> tuple[int, int]:
    """Return the ids of an order of two A that left, and of the return of both; the money is taken."""

    def prepare() -> tuple[int, int]:
        shop.open_shop(A=10, B=5)
        order_id = shop.buy(shop.cart(A=2)).order_id
        SimulatorCharge.objects.update(token="tok_3ds")
        payments.capture_order(order_id, key="test", actor=ACTOR, at=AT)
        fulfillment.ship(order_id, key="ship", actor=ACTOR, at=AT)
        line = OrderLine.objects.get(order_id=order_id)
        variant = Variant.objects.get(sku=instead).pk if instead else 0
        wanted = aftersales.Wanted(line.pk, 2, "does_not_fit", "opened", variant)
        made = aftersales.ask_return(order_id, lines=[wanted], actor=GUEST, at=AT)
        if received:
            receive(made.id)
        return order_id, made.id

    return arena.run(prepare)


def receive(return_id: int, decision: str = "shelf") -> str:
    [line] = aftersales.a_return(return_id).lines
    found = [aftersales.Found(line.id, decision, 2)]
    made = aftersales.receive_return(return_id, found=found, location_code="main", actor=ACTOR, at=AT)
    return made.state


def withdraw(order_id: int, return_id: int) -> str:
    number = Return.objects.values_list("number", flat=True).get(pk=return_id)
    return aftersales.withdraw_return(order_id, number, actor=GUEST, at=AT).state


def refuse(return_id: int) -> str:
    return aftersales.refuse_return(return_id, reason="x", actor=ACTOR, at=AT).outcome


def refund(order_id: int, return_id: int, key: str = "k", *, credit: bool = False) -> str:
    line = OrderLine.objects.get(order_id=order_id).pk
    made = aftersales.refund(
        order_id, lines={line: 2}, reason="x", key=key, return_id=return_id, credit=credit, actor=ACTOR, at=AT
    )
    return made.status


def facts() -> dict:
    made = Return.objects.get()
    exchange = Exchange.objects.first()
    other = Order.objects.exclude(pk=made.order_id).first()
    return {
        "return": (made.state, made.outcome),
        "exchange": exchange.state if exchange else "",
        "sent_instead": other.status if other else "",
        "came": sum(
            StockMovement.objects.filter(kind="returned", bucket="on_hand").values_list("quantity", flat=True)
        ),
        "refunded": (
            Payment.objects.get().refunded_amount,
            sum(sum(row.refunds.values()) for row in SimulatorCharge.objects.all()),
        ),
        "refunds": Refund.objects.exclude(status="refused").count(),
        "vouchers": list(Voucher.objects.values_list("face_amount", flat=True)),
        "laws": laws.stock() + laws.promises() + [str(item) for item in payments.ledger_differences()],
    }


def no_errors(outcomes) -> None:
    assert [outcome.value for outcome in outcomes if outcome.status == "error"] == []


def between(arena, act, **interruption):
    """Act in a process of its own, interrupted; return (how it ended, how the other ended)."""

    def run():
        from tests.guarantees.machinery.arena import attempt

        with race(arena, **interruption) as other:
            outcome = attempt(act)
        assert other.came, "nobody came in between"
        return outcome, other.outcome

    return arena.run(run)


def test_cs_6_a_return_received_by_six_sends_its_exchange_once(arena):
    _order_id, return_id = coming(arena, instead="B")
    outcomes = arena.stampede([partial(receive, return_id)] * 6)
    no_errors(outcomes)
    assert sum(outcome.ok for outcome in outcomes) == 1
    assert {outcome.code for outcome in outcomes if not outcome.ok} == {"return_closed"}
    after = arena.run(facts)
    assert (after["return"], after["exchange"]) == (("received", "exchanged"), "released")
    assert (after["came"], after["sent_instead"], after["laws"]) == (2, "confirmed", [])
    placed = arena.run(lambda: OutboxEvent.objects.filter(name="orders.OrderPlaced").count())
    assert placed == 2, "the order and its exchange, once each"


@pytest.mark.parametrize("round_", range(3))
def test_cs_6_canceled_by_the_customer_or_received_but_never_both(arena, round_):
    order_id, return_id = coming(arena, instead="B")
    outcomes = arena.stampede([partial(withdraw, order_id, return_id), partial(receive, return_id)] * 3)
    no_errors(outcomes)
    assert sum(outcome.ok for outcome in outcomes) == 1
    after = arena.run(facts)
    assert after["laws"] == []
    assert (after["return"][0], after["exchange"], after["sent_instead"], after["came"]) in (
        ("canceled", "canceled", "canceled", 0),
        ("received", "released", "confirmed", 2),
    )


@pytest.mark.parametrize("round_", range(3))
def test_cs_7_refunded_or_refused_but_never_both(arena, round_):
    order_id, return_id = coming(arena, received=True)
    outcomes = arena.stampede([partial(refund, order_id, return_id), partial(refuse, return_id)] * 3)
    no_errors(outcomes)
    after = arena.run(facts)
    assert after["laws"] == []
    assert (after["return"][1], after["refunded"], after["refunds"]) in (
        ("refunded", (2000, 2000), 1),
        ("refused", (0, 0), 0),
    )


@pytest.mark.parametrize("keys", [["k"] * 6, [f"k{number}" for number in range(6)]])
def test_cs_6_a_voucher_instead_of_money_is_issued_once(arena, keys):
    order_id, return_id = coming(arena, received=True)
    outcomes = arena.stampede([partial(refund, order_id, return_id, key, credit=True) for key in keys])
    no_errors(outcomes)
    after = arena.run(facts)
    assert (after["vouchers"], after["refunds"], after["refunded"]) == ([2000], 1, (2000, 0))
    assert (after["return"][1], after["laws"]) == ("refunded", [])


def test_cs_6_the_parcel_is_opened_while_the_customer_cancels(arena):
    order_id, return_id = coming(arena, instead="B")
    mine, other = between(
        arena,
        partial(withdraw, order_id, return_id),
        before="storecrew.contexts.aftersales.operations.returns._close",
        do=partial(receive, return_id),
    )
    after = arena.run(facts)
    assert mine.ok != other.ok
    assert after["laws"] == []
    assert (after["return"][0], after["exchange"], after["came"]) in (
        ("canceled", "canceled", 0),
        ("received", "released", 2),
    )


def test_cs_7_somebody_refuses_while_the_refund_is_decided(arena):
    order_id, return_id = coming(arena, received=True)
    mine, other = between(
        arena,
        partial(refund, order_id, return_id),
        before="storecrew.contexts.aftersales.operations.refund.claim",
        do=partial(refuse, return_id),
    )
    after = arena.run(facts)
    assert (mine.ok, other.code) == (True, "return_settled")
    assert (after["return"][1], after["refunded"], after["laws"]) == ("refunded", (2000, 2000), [])


def test_cs_6_the_parcel_comes_in_the_moment_in_which_its_time_is_over(arena):
    _order_id, return_id = coming(arena, instead="B")
    mine, other = between(
        arena,
        partial(end_unreturned, at=LATE),
        before="storecrew.contexts.aftersales.operations.returns.end_return",
        do=partial(receive, return_id),
    )
    after = arena.run(facts)
    assert (mine.value, other.ok) == (0, True)
    assert (after["exchange"], after["sent_instead"], after["laws"]) == ("released", "confirmed", [])


def test_cs_6_eight_clocks_end_what_never_came_once(arena):
    coming(arena, instead="B")
    outcomes = arena.stampede([partial(end_unreturned, at=LATE)] * 8)
    no_errors(outcomes)
    assert sum(outcome.value for outcome in outcomes) == 1
    after = arena.run(facts)
    assert (after["return"][0], after["exchange"], after["sent_instead"]) == ("canceled",) * 3
    assert after["laws"] == []


def labeled(arena) -> tuple[int, int]:
    """Return an order and its coming return, in a channel whose rules give labels."""
    order_id, return_id = coming(arena)

    def prepare() -> None:
        give_address()
        make_simulator()
        aftersales.save_return_rules(
            "eu",
            is_open=True,
            days=14,
            transit_days=7,
            most_open=5,
            label_service="sim-1",
            actor=ACTOR,
            at=AT,
        )

    arena.run(prepare)
    return order_id, return_id


def take(order_id: int, return_id: int) -> int | None:
    number = Return.objects.values_list("number", flat=True).get(pk=return_id)
    return aftersales.take_label(order_id, number, actor=GUEST, at=AT).label_id


def labels() -> list[str]:
    return list(Label.objects.values_list("state", flat=True))


def test_cs_6_a_label_asked_for_by_six_is_bought_once(arena):
    order_id, return_id = labeled(arena)
    outcomes = arena.stampede([partial(take, order_id, return_id)] * 6)
    no_errors(outcomes)
    assert {outcome.code for outcome in outcomes if not outcome.ok} <= {"label_in_progress"}
    assert len({outcome.value for outcome in outcomes if outcome.ok}) == 1
    assert arena.run(labels) == ["bought"]


@pytest.mark.parametrize("round_", range(2))
def test_cs_6_no_label_stays_with_a_canceled_return(arena, round_):
    order_id, return_id = labeled(arena)
    outcomes = arena.stampede([partial(take, order_id, return_id), partial(withdraw, order_id, return_id)])
    no_errors(outcomes)
    assert arena.run(lambda: Return.objects.get().state) == "canceled"
    assert set(arena.run(labels)) <= {"voided"}


def test_cs_6_the_customer_cancels_while_the_carrier_makes_the_label(arena):
    order_id, return_id = labeled(arena)
    mine, other = between(
        arena,
        partial(take, order_id, return_id),
        before="storecrew.contexts.aftersales.operations.labels.keep_label",
        do=partial(withdraw, order_id, return_id),
    )
    assert (mine.code, other.ok) == ("return_closed", True)
    assert arena.run(labels) == ["voided"]


def test_cs_6_the_label_two_asked_for_is_not_given_back_by_the_slower_one(arena):
    order_id, return_id = labeled(arena)
    mine, other = between(
        arena,
        partial(take, order_id, return_id),
        before="storecrew.contexts.aftersales.operations.labels.queue_up",
        do=partial(take, order_id, return_id),
    )
    assert (mine.ok, other.ok, mine.value) == (True, True, other.value)
    assert arena.run(labels) == ["bought"]
