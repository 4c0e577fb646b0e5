"""MKT-12: one commission per order and one payout at a time, however many ask, on both databases."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Entry, Payout
from storecrew.contexts.affiliates.tests.factories import ACTOR, DAY, make_partner
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.orders import public as orders
from tests.guarantees.machinery import shop

pytestmark = pytest.mark.race
MANY = 8


def prepare() -> tuple[int, int]:
    """Return an order that a partner brought, and the partner."""
    shop.open_shop(A=10)
    partner = make_partner()
    token = shop.carts(1, {"A": 2})[0]
    affiliates.refer(token, "mina", clicked_at=AT, at=AT)
    return orders.order_by_token(shop.buy(token).order_token).id, partner.pk


def due(order_id: int) -> None:
    affiliates.book(order_id, at=AT)
    affiliates.release_due(AT + 60 * DAY)


def pay(partner_id: int) -> int:
    return affiliates.pay_out(partner_id, currency="EUR", actor=ACTOR, at=AT + 60 * DAY).amount


def ledger() -> tuple[int, int, int, int]:
    rows = list(Entry.objects.values_list("kind", "amount"))
    return (
        Commission.objects.count(),
        sum(kind == "earned" for kind, _amount in rows),
        Payout.objects.count(),
        sum(amount for _kind, amount in rows),
    )


def test_mkt_12_an_order_whose_event_is_handled_by_many_is_booked_once(arena):
    order_id, _partner = arena.run(prepare)
    outcomes = arena.stampede([partial(affiliates.book, order_id, at=AT)] * MANY)
    assert [outcome.value for outcome in outcomes if not outcome.ok] == []
    assert arena.run(ledger)[:2] == (1, 1)


def test_mkt_12_a_whole_return_that_is_told_many_times_is_clawed_back_once(arena):
    order_id, _partner = arena.run(prepare)
    arena.run(partial(due, order_id))
    outcomes = arena.stampede([partial(affiliates.claw_back, order_id, all_of_it=True, at=AT)] * MANY)
    assert [outcome.value for outcome in outcomes if not outcome.ok] == []
    assert arena.run(ledger) == (1, 1, 0, 0)


def test_mkt_12_of_many_payouts_at_once_one_is_made(arena):
    order_id, partner_id = arena.run(prepare)
    arena.run(partial(due, order_id))
    outcomes = arena.stampede([partial(pay, partner_id)] * MANY)
    assert sum(outcome.ok for outcome in outcomes) == 1
    assert arena.run(ledger) == (1, 1, 1, 0)
