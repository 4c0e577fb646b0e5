"""CON-20, CON-21: one voucher in many carts, one event told many times; real processes, both databases."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.errors import BudgetExhausted
from storecrew.contexts.loyalty.models import Account, Budget, Earning, Entry, Voucher
from storecrew.contexts.loyalty.operations import earning
from storecrew.contexts.loyalty.operations.paying import give_back
from storecrew.contexts.loyalty.tests.factories import ACTOR, make_customer, make_program, make_voucher
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.payments.models import Payment
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
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


def a_members_order() -> tuple[int, int]:
    """Return an order of a member and the member."""
    make_program()
    me = make_customer()
    loyalty.join(me, actor=ACTOR, at=AT)
    return make_order(confirmed=True, customer_id=me).id, me


def earned() -> dict:
    row = Account.objects.get(kind="points")
    return {
        "pending": row.pending,
        "units": Earning.objects.get().units,
        "entries": Entry.objects.filter(kind="earn").count(),
        "differences": list(loyalty.differences()),
    }


def test_con_21_an_event_told_to_five_at_once_earns_once(arena):
    order_id, _me = arena.run(a_members_order)
    outcomes = arena.stampede([partial(earning.earn, order_id, at=AT)] * 5)
    assert sorted(outcome.value for outcome in outcomes) == [False] * 4 + [True]
    found = arena.run(earned)
    assert found["pending"] == found["units"] > 0
    assert (found["entries"], found["differences"]) == (1, [])


def a_paid_order() -> str:
    """Return the key of a payment that a voucher of 20 euro made."""
    account_id = loyalty.voucher(make_voucher(2000).id, at=AT).account_id
    order = make_order()
    wishes = [loyalty.Wish("voucher", account_id)]
    found = loyalty.tenders(wishes, customer_id=None, total=Money(1500, "EUR"), at=AT)
    loyalty.pay(order.id, found, key=order.number, actor=ACTOR, at=AT)
    return Payment.objects.get().key


def test_mon_07_one_return_told_to_six_at_once_gives_back_once(arena):
    key = arena.run(a_paid_order)
    same = partial(give_back, key, f"{key}/r1", Money(900, "EUR"), reason="", at=AT)
    other = partial(give_back, key, f"{key}/r2", Money(900, "EUR"), reason="", at=AT)
    outcomes = arena.stampede([same, other] * 3)
    assert [outcome.value for outcome in outcomes if not outcome.ok] == []
    assert arena.run(balance) == (2000, [])


def balance() -> tuple[int, list]:
    return Account.objects.get().balance, list(loyalty.differences())


def a_budget(cap: int = 1700) -> int:
    day = AT.date()
    loyalty.save_budget(name="March", cap=Money(cap, "EUR"), starts_on=day, ends_on=day, actor=ACTOR, at=AT)
    return make_customer()


def give(customer_id: int, place: int, units: int = 500, actor: Actor = ACTOR) -> bool:
    gift = loyalty.Gift(customer_id, "credit", units, "EUR", "It came broken", f"gift-{place}")
    try:
        loyalty.give_goodwill(gift, actor=actor, at=AT)
    except (BudgetExhausted, loyalty.GoodwillAboveDayLimit):
        return False
    return True


def spent() -> tuple[int, int, list]:
    return (*Budget.objects.values_list("cap", "spent").get(), list(loyalty.differences()))


def test_mkt_20_a_budget_for_three_gifts_gives_three(arena):
    me = arena.run(a_budget)
    outcomes = arena.stampede([partial(give, me, place) for place in range(8)])
    assert sorted(outcome.value for outcome in outcomes) == [False] * 5 + [True] * 3
    assert arena.run(spent) == (1700, 1500, [])


def test_mkt_20_one_agent_at_many_places_gives_what_a_day_allows(arena):
    agent = Actor("staff", "7", "Agent", permissions=frozenset({"loyalty.goodwill"}))
    me = arena.run(partial(a_budget, 50_000))
    outcomes = arena.stampede([partial(give, me, place, 2000, agent) for place in range(8)])
    assert sorted(outcome.value for outcome in outcomes) == [False] * 3 + [True] * 5
    assert arena.run(spent) == (50_000, 10_000, [])
