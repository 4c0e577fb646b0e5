"""CON-19: many buyers want what only some can have; real processes, both databases."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.orders.models import OrderDiscount
from storecrew.contexts.promotions.models import Claim, Coupon, Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.race
BUYERS = 24


def prepare(code: str = "", **fields) -> list[str]:
    """Return carts of as many buyers, each with the discount in it."""
    shop.open_shop(A=100)
    make_promotion(code=code, code_uses=fields.pop("code_uses", 0), **fields)
    tokens = shop.carts(BUYERS, {"A": 1})
    if code:
        Cart.objects.update(codes=[code])
    return tokens


def buy(token: str):
    """Place a cart at the total that is shown; told of another one, look and try again."""
    for _attempt in range(5):
        shown = checkout.cart(token, at=AT).total
        try:
            return shop.buy(token, expected_total=shown).total.amount
        except checkout.CartChanged:
            continue
    return None


def stampede(arena, tokens) -> list[int]:
    outcomes = arena.stampede([partial(buy, token) for token in tokens])
    assert [outcome.value for outcome in outcomes if not outcome.ok] == []
    return [outcome.value for outcome in outcomes]


def used() -> dict:
    row = Promotion.objects.get()
    return {
        "uses": row.uses,
        "spent": row.spent,
        "claims": Claim.objects.filter(released_at=None).count(),
        "discounts": OrderDiscount.objects.count(),
        "coupon": sum(Coupon.objects.values_list("uses", flat=True)),
        "laws": laws.broken(),
    }


def test_con_19_a_promotion_for_five_orders_is_had_by_five(arena):
    tokens = arena.run(partial(prepare, uses_cap=5))
    totals = stampede(arena, tokens)
    assert sorted(totals) == [1390] * 5 + [1490] * (BUYERS - 5)
    assert arena.run(used) == {"uses": 5, "spent": 500, "claims": 5, "discounts": 5, "coupon": 0, "laws": []}


def test_con_19_a_code_for_one_order_is_had_by_one(arena):
    tokens = arena.run(partial(prepare, "ONCE", code_uses=1))
    assert sorted(stampede(arena, tokens)) == [1390] + [1490] * (BUYERS - 1)
    assert arena.run(used)["coupon"] == 1


def test_con_19_a_budget_is_never_overrun(arena):
    tokens = arena.run(partial(prepare, budget_cap=350, currency="EUR"))
    assert sorted(stampede(arena, tokens))[:4] == [1390, 1390, 1390, 1490]
    assert arena.run(used)["spent"] == 300


def one_buyer() -> list[str]:
    tokens = prepare(customer_cap=1)
    Cart.objects.update(email="ann@example.com")
    return tokens


def test_con_19_once_per_customer_is_once_however_many_carts(arena):
    tokens = arena.run(one_buyer)
    assert sorted(stampede(arena, tokens)) == [1390] + [1490] * (BUYERS - 1)
    assert arena.run(used)["claims"] == 1
