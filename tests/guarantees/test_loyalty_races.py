"""CON-20, CON-21: one voucher in many carts, one event told many times; real processes, both databases."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Account, Entry, Voucher
from storecrew.contexts.loyalty.tests.factories import make_voucher
from storecrew.contexts.payments.models import Payment
from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.race
BUYERS = 12


def prepare(amount: int) -> list[str]:
    """Return carts of 14.90 that all want to pay with one voucher."""
    shop.open_shop(A=100)
    make_voucher(amount)
    tokens = shop.carts(BUYERS, {"A": 1})
    Cart.objects.update(tenders=[["voucher", Voucher.objects.get().account_id, 0]])
    return tokens


def buy(token: str):
    """Place a cart at what is shown; told that the voucher is less, look and try again."""
    for _attempt in range(8):
        shown = checkout.cart(token, at=AT)
        try:
            shop.buy(token, expected_total=shown.total, expected_due=shown.due)
        except checkout.CartChanged:
            continue
        return shown.due.amount
    return None


def left() -> dict:
    return {
        "balance": Account.objects.get().balance,
        "redeemed": -sum(Entry.objects.filter(kind="redeem").values_list("amount", flat=True)),
        "paid": sum(Payment.objects.filter(gateway="voucher").values_list("amount", flat=True)),
        "differences": list(loyalty.differences()),
        "laws": laws.broken(),
    }


def test_con_20_a_voucher_in_twelve_carts_pays_what_it_is_worth(arena):
    tokens = arena.run(partial(prepare, 2000))
    outcomes = arena.stampede([partial(buy, token) for token in tokens])
    assert [outcome.value for outcome in outcomes if not outcome.ok] == []
    assert sorted(outcome.value for outcome in outcomes) == [0, 980] + [1490] * (BUYERS - 2)
    assert arena.run(left) == {"balance": 0, "redeemed": 2000, "paid": 2000, "differences": [], "laws": []}
