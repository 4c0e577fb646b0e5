"""Two orders at once on one account, and money that comes twice; real processes, both databases."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import GrantLimit, OpenItem
from storecrew.contexts.receivables.tests.factories import ACTOR, buy, make_buyer, make_grant
from storecrew.kernel import outbox
from storecrew.kernel.money import Money
from tests.guarantees.machinery import laws, shop
from tests.guarantees.machinery.arena import attempt
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
BUYERS = 8
# One order is 14.90; three fit.
LIMIT = 5000


def codes(outcomes) -> list[str]:
    """How each call ended."""
    return [each.code or each.status for each in outcomes]


def prepare(count: int = BUYERS, limit: int = LIMIT) -> list[str]:
    """Carts of several people of one company."""
    shop.open_shop(A=100)
    people = [make_buyer() for _ in range(count)]
    make_grant(*people, limit=limit)
    tokens = shop.carts(count, {"A": 1})
    for token, person in zip(tokens, people, strict=True):
        Cart.objects.filter(token=token).update(customer_id=person)
    return tokens


def left() -> dict:
    row = GrantLimit.objects.get()
    return {
        "used": row.used,
        "owed": sum(each.owed for each in OpenItem.objects.all()),
        "orders": Order.objects.filter(status="confirmed").count(),
        "differences": list(receivables.differences()),
        "laws": laws.broken(settled=False),
    }


def test_eight_orders_at_once_never_owe_more_than_was_granted(arena):
    tokens = arena.run(prepare)
    outcomes = arena.stampede([partial(buy, token) for token in tokens])
    assert sorted(codes(outcomes)) == ["credit_limit_exceeded"] * 5 + ["ok"] * 3
    assert arena.run(left) == {"used": 4470, "owed": 4470, "orders": 3, "differences": [], "laws": []}


def interrupted(arena, call, **interruption):
    """Do a call in a process of its own, interrupted; return (how it ended, how the other ended)."""

    def run():
        with race(arena, **interruption) as other:
            outcome = attempt(call)
        assert other.came, "nobody came in between"
        return outcome, other.outcome

    return arena.run(run)


@pytest.mark.parametrize("point", ["operations.claiming.due_day", "queries.credit_of"])
def test_a_colleague_who_orders_exactly_in_between_gets_what_is_left(arena, point):
    mine, other = arena.run(partial(prepare, 2, 2000))
    results = interrupted(
        arena, partial(buy, mine), before=f"storecrew.contexts.receivables.{point}", do=partial(buy, other)
    )
    assert sorted(codes(results)) == ["credit_limit_exceeded", "ok"]
    assert arena.run(left) == {"used": 1490, "owed": 1490, "orders": 1, "differences": [], "laws": []}


def test_a_hold_in_between_stops_the_order_or_comes_after_it(arena):
    (mine,) = arena.run(partial(prepare, 1))
    grant = arena.run(lambda: GrantLimit.objects.get().grant_id)
    hold = partial(receivables.hold_grant, grant, because="Late", actor=ACTOR, at=AT)
    results = interrupted(
        arena,
        partial(buy, mine),
        before="storecrew.contexts.receivables.operations.claiming.today_of",
        do=hold,
    )
    assert codes(results)[0] in ("ok", "credit_on_hold")
    assert codes(results)[1] == "ok"
    assert arena.run(left)["differences"] == []


def an_item() -> OpenItem:
    placed = buy(prepare(1)[0])
    outbox.drain()
    return OpenItem.objects.get(order_id=placed.order_id)


def receive(item_id: int, key: str, amount: int):
    return receivables.record_payment(
        item_id, amount=Money(amount, "EUR"), received_on=AT.date(), key=key, actor=ACTOR, at=AT
    ).id


def books(item_id: int) -> dict:
    item = OpenItem.objects.get(pk=item_id)
    receipts = receivables.receipts_of(item_id)
    return {
        "paid": item.paid,
        "came": sum(each.amount.amount for each in receipts),
        "over": sum(each.left_over.amount for each in receipts),
        "used": GrantLimit.objects.get().used,
        "ledger": list(payments.ledger_differences()),
        "differences": list(receivables.differences()),
    }


def test_payments_recorded_at_once_are_written_once_each(arena):
    item_id = arena.run(lambda: an_item().pk)
    calls = [partial(receive, item_id, "same", 1000)] * 4 + [partial(receive, item_id, "other", 1000)] * 2
    outcomes = arena.stampede(calls)
    assert [each.value for each in outcomes if not each.ok] == []
    assert arena.run(partial(books, item_id)) == {
        "paid": 1490, "came": 2000, "over": 510, "used": 0, "ledger": [], "differences": [],
    }  # fmt: skip


def refund(order_id: int, key: str) -> str:
    made = aftersales.refund(
        order_id, amount=Money(1000, "EUR"), reason="Broken", key=key, actor=ACTOR, at=AT
    )
    outbox.drain()
    return made.status


def test_a_refund_and_its_twin_lower_what_is_owed_once(arena):
    item_id = arena.run(lambda: an_item().pk)
    order_id = arena.run(lambda: OpenItem.objects.get().order_id)
    outcomes = arena.stampede([partial(refund, order_id, "twin")] * 4 + [partial(refund, order_id, "more")])
    refused = [each for each in outcomes if not each.ok]
    assert {each.code for each in refused} <= {"refund_too_large"}, refused
    assert arena.run(lambda: (outbox.drain(), OpenItem.objects.get(pk=item_id).credited)[1]) == 1000
    found = arena.run(partial(books, item_id))
    assert (found["used"], found["ledger"], found["differences"]) == (490, [], [])
