"""An order that waits to be collected: handed over, canceled and given up at once, exactly one happens."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from functools import partial

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import AT, GUEST
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Collection, Shipment
from storecrew.contexts.fulfillment.tests.collecting import collecting_shop, ready
from storecrew.contexts.fulfillment.tests.factories import ANN, BOB
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import ACTOR
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
OVER = AT + dt.timedelta(days=30)


def waiting() -> tuple[int, int, str]:
    found = ready(collecting_shop())
    return found.id, found.order_id, found.code


def hand(found: tuple[int, int, str], key: str, actor=ANN) -> str:
    done = fulfillment.hand_to_customer(found[0], code=found[2], key=key, actor=actor, at=OVER)
    return done.state


def hand_by_note(found: tuple[int, int, str]) -> str:
    done = fulfillment.hand_to_customer(
        found[0], seen="ID card", received_by="Cleo", key="note", actor=BOB, at=OVER
    )
    return done.state


def cancel(found: tuple[int, int, str]) -> bool:
    return aftersales.cancel_order(found[1], reason="customer", actor=GUEST, at=OVER)


def look() -> dict:
    order = Order.objects.get()
    row = Collection.objects.get()
    return {
        "state": row.state,
        "proof": (row.by_code, row.seen, row.received_by, row.closed_by, row.key),
        "status": (order.status, order.fulfillment_status),
        "shipments": Shipment.objects.count(),
        "taken": order.captured_amount - order.refunded_amount,
        "total": order.total_amount,
        "proved": inventory.recount(actor=ACTOR, at=OVER).differences == (),
    }


def agrees(after: dict) -> None:
    collected = after["state"] == "collected"
    assert after["proved"]
    assert after["shipments"] == (1 if collected else 0)
    assert after["taken"] == (after["total"] if collected else 0)
    assert after["status"] == (("confirmed", "fulfilled") if collected else ("canceled", "unfulfilled"))


def test_con_14_two_people_who_hand_over_at_once_give_it_away_once(arena):
    found = arena.run(waiting)
    outcomes = arena.stampede([partial(hand, found, "a"), partial(hand, found, "b", BOB)] * 2)
    assert [each.value for each in outcomes if each.status == "error"] == []
    assert {each.code for each in outcomes if not each.ok} <= {"not_ready_to_collect"}
    after = arena.run(look)
    assert after["state"] == "collected"
    agrees(after)


MOMENTS = ["orders.public.begin_fulfilling", "fulfillment.operations.shipping.give_to_customer"]


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("by_code_first", [True, False])
def test_con_14_of_a_code_and_a_note_at_once_one_gives_it_away_and_its_proof_stands(
    arena, moment, by_code_first
):
    found = arena.run(waiting)
    mine, others = partial(hand, found, "code"), partial(hand_by_note, found)
    if not by_code_first:
        mine, others = others, mine

    def give():
        target = f"storecrew.contexts.{moment}"
        won = False
        with race(arena, before=target, do=others) as other, suppress(fulfillment.NotReadyToCollect):
            won = mine() == "collected"
        return won, other.outcome

    won, other = arena.run(give)
    assert other.ok is not won, "exactly one of both gave it away"
    assert other.ok or other.code == "not_ready_to_collect"
    after = arena.run(look)
    agrees(after)
    code_won = by_code_first is won
    by_code = (True, "", "", ANN.label, "code")
    by_note = (False, "ID card", "Cleo", BOB.label, "note")
    assert after["proof"] == (by_code if code_won else by_note)


@pytest.mark.parametrize("moment", MOMENTS)
def test_con_10_an_order_that_is_canceled_while_it_is_handed_over_is_one_of_both(arena, moment):
    found = arena.run(waiting)

    def give():
        target = f"storecrew.contexts.{moment}"
        faster = suppress(orders.OrderIsCanceled, fulfillment.NotReadyToCollect)
        with race(arena, before=target, do=partial(cancel, found)) as other, faster:
            hand(found, "a")
        return other.outcome

    canceled = arena.run(give)
    assert canceled.status in ("ok", "refused")
    agrees(arena.run(look))


@pytest.mark.parametrize("round_", range(2))
def test_con_10_hand_over_cancellation_and_the_end_of_the_time_agree(arena, round_):
    found = arena.run(waiting)
    outcomes = arena.stampede(
        [partial(hand, found, "a"), partial(cancel, found), partial(fulfillment.give_up, at=OVER)]
    )
    assert [each.value for each in outcomes if each.status == "error"] == []
    arena.run(partial(fulfillment.give_up, at=OVER))
    agrees(arena.run(look))
