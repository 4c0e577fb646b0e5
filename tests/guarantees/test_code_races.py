"""Codes under real processes: as many orders as codes, each unit a code of its own, no code twice."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.fulfillment import operations
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import ArticleCode, CodePool
from storecrew.contexts.orders.models import Order
from tests.guarantees.machinery import laws, shop
from tests.guarantees.test_stock_races import codes

pytestmark = pytest.mark.race

CODES = 10
FILE = "\n".join(f"KEY-{number:04}" for number in range(CODES))


def open_pool():
    shop.open_shop(KEY=0)
    pool = inventory.open_code_pool(Variant.objects.get(sku="KEY").pk, actor=ACTOR, at=AT)
    inventory.import_codes(pool, FILE, name="keys.csv", actor=ACTOR, at=AT)


def deliver(order_id):
    """What tells of an order, or timed work for all of them."""
    if order_id is None:
        fulfillment.deliver_forgotten(at=AT)
    else:
        fulfillment.deliver_codes(order_id, at=AT)


def confirmed():
    return list(Order.objects.filter(status="confirmed").values_list("pk", flat=True))


def given():
    rows = ArticleCode.objects.filter(state="given").values_list("order_line_id", "unit", "digest")
    return list(rows)


def test_con_12_a_hundred_buyers_of_ten_codes(arena):
    arena.run(open_pool)
    tokens = arena.run(lambda: shop.carts(100, {"KEY": 1}))
    # A card of which the money is taken when asked, so that the codes leave.
    results = arena.crowd([partial(shop.buy, token, "tok_ok") for token in tokens], processes=16)
    assert codes(results) == ["insufficient_stock", "ok"]
    assert sum(result.ok for result in results) == CODES
    # What tells of the order, of its money, and timed work all come at once, several times.
    orders = arena.run(confirmed)
    arena.run(lambda: fulfillment.deliver_forgotten(at=AT))
    again = arena.crowd([partial(deliver, order_id) for order_id in [*orders * 3, None, None]])
    assert codes(again) == ["ok"]
    rows = arena.run(given)
    assert len(rows) == len({digest for _, _, digest in rows}) == len({line for line, _, _ in rows}) == CODES
    assert arena.run(lambda: shop.left("KEY")) == 0
    assert arena.run(laws.stock) == []


def test_con_12_deliveries_at_once_never_share_a_code(arena):
    arena.run(open_pool)
    tokens = arena.run(lambda: shop.carts(5, {"KEY": 2}))
    arena.run(lambda: [shop.buy(token, "tok_ok") for token in tokens])
    orders = arena.run(confirmed)
    results = arena.crowd([partial(take_and_give, order_id) for order_id in orders * 4])
    assert codes(results) == ["ok"]
    rows = arena.run(given)
    assert len(rows) == len({digest for _, _, digest in rows}) == CODES
    assert {unit for _, unit, _ in rows} == {1, 2}
    assert arena.run(laws.stock) == []


def take_and_give(order_id):
    """Take the held money, and give the codes."""
    operations.take_money_for_codes(order_id, at=AT)


def test_con_12_one_file_sent_by_many_is_taken_in_once(arena):
    arena.run(open_pool)
    pool = arena.run(lambda: CodePool.objects.get().pk)
    more = "\n".join(f"NEW-{number:04}" for number in range(20))

    def take_in():
        return inventory.import_codes(pool, more, name="new.csv", actor=ACTOR, at=AT).added

    results = arena.crowd([take_in for _ in range(12)])
    assert codes(results) == ["ok"]
    assert sorted(result.value for result in results) == [0] * 11 + [20]
    assert arena.run(lambda: shop.left("KEY")) == CODES + 20
    assert arena.run(laws.stock) == []


def test_con_12_what_is_shown_and_taken_back_at_once_is_never_sold_again(arena):
    arena.run(open_pool)
    [token] = arena.run(lambda: shop.carts(1, {"KEY": 5}))
    arena.run(lambda: shop.buy(token, "tok_ok"))
    [order_id] = arena.run(confirmed)
    arena.run(partial(take_and_give, order_id))
    line = arena.run(lambda: given()[0][0])

    def show():
        return [one.code for one in inventory.show_codes(order_id, at=AT)]

    def take_back():
        return inventory.take_back_codes(line, 1, reason="wrong one", actor=ACTOR, at=AT)

    results = arena.crowd([take_back, show, take_back, show, take_back, show])
    assert codes(results) == ["ok"]
    seen = {code for result in results if isinstance(result.value, list) for code in result.value}
    hints = arena.run(lambda: set(ArticleCode.objects.filter(state="unused").values_list("hint", flat=True)))
    assert not {code[-2:] for code in seen} & {hint[-2:] for hint in hints}
    assert arena.run(laws.stock) == []
