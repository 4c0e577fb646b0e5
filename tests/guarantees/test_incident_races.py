"""One incident, told by several people at once: each order has the note once, each customer one mail."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentEvent
from storecrew.kernel.audit.models import AuditEntry
from storecrew.kernel.mail.models import Mail
from tests.guarantees.machinery import shop
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
NOTE = "The truck is late by a day."


def three_orders() -> list[int]:
    shop.open_shop(A=20)
    return [shop.buy(shop.cart(A=1)).order_id for _ in range(3)]


def tell(order_ids: list[int], note: str = NOTE) -> int:
    return fulfillment.broadcast_incident(order_ids, note=note, actor=ACTOR, at=AT)


def notes() -> list[int]:
    """Return how many notes and mails there are, and how many audit entries say they were told."""
    told = AuditEntry.objects.filter(action="fulfillment.incident_told")
    return [
        FulfillmentEvent.objects.filter(kind="incident").count(),
        Mail.objects.filter(dedupe_key__startswith="fulfillment.incident").count(),
        sum(entry.after["orders"] for entry in told),
    ]


def test_cs_8_the_same_note_of_two_people_in_the_same_moment_stands_once(arena):
    orders = arena.run(three_orders)

    def both():
        # The other one comes after we looked for the note and before we write it.
        point = "storecrew.contexts.fulfillment.operations.asking._note"
        with race(arena, before=point, do=partial(tell, orders[1:])) as other:
            mine = tell(orders)
        assert other.came
        return mine, other.outcome.value

    mine, theirs = arena.run(both)
    assert mine + theirs == 3
    assert arena.run(notes) == [3, 3, 3]
    # Another note is news, and the same one stays known.
    assert arena.run(partial(tell, orders, "It arrived.")) == 3
    assert arena.run(partial(tell, orders)) == 0


def test_cs_8_many_who_tell_of_overlapping_orders_wait_for_each_other(arena):
    orders = arena.run(three_orders)
    calls = [partial(tell, orders), partial(tell, orders[::-1]), partial(tell, orders[1:])] * 2
    outcomes = arena.stampede(calls)
    assert {outcome.status for outcome in outcomes} == {"ok"}
    assert sum(outcome.value for outcome in outcomes) == 3
    assert arena.run(notes) == [3, 3, 3]
