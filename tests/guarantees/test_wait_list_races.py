"""Telling those who wait, and giving the rest of a refund, by real processes at once."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Refund
from storecrew.contexts.aftersales.tests.factories import paid_by_two
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import WaitListEntry
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, GUEST, make_shop
from storecrew.contexts.inventory.tests.factories import stock
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import SimulatorCharge
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.race
UNITS = 3


def seven_wait_for_three_units() -> None:
    shop = make_shop({"A-1": 0})
    for number in range(7):
        email = f"p{number}@example.com"
        checkout.wait_for(
            "A-1",
            email,
            channel=channels.facts("eu"),
            locale="en",
            consent="one mail",
            proved=email,
            actor=GUEST,
            at=AT,
        )
    stock(shop.variants["A-1"], UNITS, threshold=0)


def tell() -> int:
    return checkout.tell_waiting(at=AT)


def told() -> tuple[int, int]:
    letters = Mail.objects.filter(dedupe_key__startswith="checkout.back_in_stock")
    return WaitListEntry.objects.filter(state="told").count(), letters.count()


def test_con_01_several_who_tell_at_once_tell_no_more_people_than_there_are_units(arena):
    arena.run(seven_wait_for_three_units)
    outcomes = arena.stampede([tell] * 4)
    assert [one.value for one in outcomes if one.status == "error"] == []
    assert sum(one.value for one in outcomes) == UNITS
    assert arena.run(told) == (UNITS, UNITS)


def partly_refunded() -> int:
    order = paid_by_two()
    made = aftersales.refund(order.id, reason="broken", key="k", actor=ACTOR, at=AT)
    SimulatorCharge.objects.update(token="tok_3ds")
    return made.id


def retry(refund_id: int) -> str:
    return aftersales.retry_refund(refund_id, actor=ACTOR, at=AT).status


def by_hand(refund_id: int) -> str:
    return aftersales.give_rest_by_hand(refund_id, note="bank", actor=ACTOR, at=AT).status


def money() -> tuple[str, int, list]:
    order = Order.objects.get()
    left = order.total_amount - order.refunded_amount
    return Refund.objects.get().status, left, list(payments.ledger_differences())


def test_con_15_the_rest_of_a_refund_is_given_once_whoever_gives_it(arena):
    refund_id = arena.run(partly_refunded)
    outcomes = arena.stampede([partial(retry, refund_id), partial(by_hand, refund_id)] * 2)
    assert sorted(one.status for one in outcomes).count("ok") == 1, outcomes
    assert arena.run(money) == ("done", 0, [])
