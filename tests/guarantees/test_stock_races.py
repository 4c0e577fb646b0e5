"""Stock under real processes: never oversold, never lost."""

import pytest
from functools import partial

from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.race


def test_con_01_a_hundred_buyers_of_ten_units(arena):
    arena.run(partial(shop.open_shop, A=10))
    tokens = arena.run(lambda: shop.carts(100, {"A": 1}))
    results = arena.crowd([partial(shop.buy, token) for token in tokens], processes=16)
    assert sorted({result.code or result.status for result in results}) == ["insufficient_stock", "ok"]
    assert sum(result.ok for result in results) == 10
    assert all(result.value.status == "confirmed" for result in results if result.ok)
    assert arena.run(laws.broken) == []
    assert arena.run(shop.count_orders) == 10
    assert arena.run(lambda: shop.count_orders("canceled")) == 0
    assert arena.run(lambda: shop.left("A")) == 0
