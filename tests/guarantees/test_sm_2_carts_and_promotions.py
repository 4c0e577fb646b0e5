"""SM-2: carts and promotions. Codes come and go, promotions pause and go on, orders are placed and canceled.

After every step the counters equal the uses that stand, nothing exceeds its cap, and a cart has exactly
the discount that its own code and the running promotions give it: nothing stays of a code that was removed.
"""

from __future__ import annotations

import os
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ACTOR, AT, GUEST, Shop, make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.models import Claim, Coupon, Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel.errors import DomainError

pytestmark = pytest.mark.django_db
BUYERS = ("ann@example.com", "bob@example.com", "eve@example.com", "a.nn@example.com")
CODE, CAP, BUDGET, PRICE = "SAVE10", 3, 700, 1000
picks = st.integers(0, 9)


class Carts(RuleBasedStateMachine):
    """A few carts at once, one promotion by code with caps and one by itself."""

    shop: Shop

    def __init__(self) -> None:
        super().__init__()
        Promotion.objects.all().update(state=Promotion.State.ENDED)
        Coupon.objects.all().update(blocked=True)
        self.code = f"{CODE}{Promotion.objects.count()}"
        self.by_code = make_promotion(
            code=self.code, uses_cap=CAP, customer_cap=1, budget_cap=BUDGET, currency="EUR",
            scope={"variants": [self.shop.variants["A-1"]]},
        )  # fmt: skip
        self.by_itself = make_promotion(
            benefit={"percent_bp": 2000}, scope={"variants": [self.shop.variants["B-1"]]}
        )
        self.carts: dict[str, tuple[bool, dict[str, int]]] = {}
        self.orders: list[int] = []

    def a_cart(self, pick: int) -> str:
        return sorted(self.carts)[pick % len(self.carts)]

    @rule(buyer=st.sampled_from(BUYERS), one=st.integers(1, 3), other=st.integers(1, 2))
    def fill_a_cart(self, buyer: str, one: int, other: int) -> None:
        units = {"A-1": one, "B-1": other}
        self.carts[make_cart(self.shop, units, email=buyer)] = (False, units)

    @precondition(lambda self: self.carts)
    @rule(pick=picks)
    def type_the_code(self, pick: int) -> None:
        token = self.a_cart(pick)
        with suppress(checkout.CodeRefused):
            checkout.add_code(token, self.code.lower(), actor=GUEST, at=AT)
            self.carts[token] = (True, self.carts[token][1])

    @precondition(lambda self: self.carts)
    @rule(pick=picks)
    def take_the_code_off(self, pick: int) -> None:
        token = self.a_cart(pick)
        checkout.remove_code(token, self.code, actor=GUEST, at=AT)
        self.carts[token] = (False, self.carts[token][1])

    @precondition(lambda self: self.carts)
    @rule(pick=picks, units=st.integers(1, 4))
    def change_the_units(self, pick: int, units: int) -> None:
        token = self.a_cart(pick)
        line = next(each for each in checkout.cart(token, at=AT).lines if each.sku == "A-1")
        checkout.change_line(token, line.id, units, actor=GUEST, at=AT)
        self.carts[token][1]["A-1"] = units

    @rule()
    def pause(self) -> None:
        with suppress(promotions.WrongState):
            promotions.pause_promotion(self.by_code.pk, reason="", actor=ACTOR, at=AT)

    @rule()
    def go_on(self) -> None:
        with suppress(promotions.WrongState):
            promotions.resume_promotion(self.by_code.pk, actor=ACTOR, at=AT)

    @precondition(lambda self: self.carts)
    @rule(pick=picks, declined=st.booleans())
    def place_it(self, pick: int, declined: bool) -> None:
        token = self.a_cart(pick)
        with suppress(checkout.PaymentDeclined, checkout.CartChanged):
            placed = place(token, "tok_declined" if declined else "tok_ok")
            self.orders.append(placed.order_id)
            del self.carts[token]

    @precondition(lambda self: self.orders)
    @rule(pick=picks)
    def cancel_it(self, pick: int) -> None:
        with suppress(DomainError):
            aftersales.cancel_order(
                self.orders[pick % len(self.orders)], reason="Changed my mind", actor=ACTOR, at=AT
            )

    @invariant()
    def counters_equal_the_uses_that_stand(self) -> None:
        self.by_code.refresh_from_db()
        standing = Claim.objects.filter(promotion=self.by_code, released_at=None)
        assert self.by_code.uses == standing.count() <= CAP
        assert self.by_code.spent == sum(standing.values_list("amount", flat=True)) <= BUDGET
        assert Coupon.objects.get(promotion=self.by_code).uses == standing.count()

    @invariant()
    def a_cart_has_what_its_code_and_the_running_promotions_give(self) -> None:
        for token, (with_code, units) in self.carts.items():
            view = checkout.cart(token, at=AT)
            most = units["B-1"] * PRICE // 5 + (units["A-1"] * PRICE // 10 if with_code else 0)
            least = units["B-1"] * PRICE // 5
            assert least <= view.discount.amount <= most
            assert view.discount.amount in (least, most)
            assert all(line.total.amount >= 0 for line in view.lines)
            goods = (units["A-1"] + units["B-1"]) * PRICE
            assert view.subtotal.amount == goods - view.discount.amount

    @invariant()
    def an_order_has_what_was_claimed_for_it(self) -> None:
        for order_id in self.orders:
            claimed = sum(Claim.objects.filter(order_id=order_id).values_list("amount", flat=True))
            assert orders.order(order_id).saved.amount == claimed


def test_sm_2_carts_and_promotions_keep_their_counters() -> None:
    Carts.shop = make_shop({"A-1": 100_000, "B-1": 100_000}, price=PRICE)
    run_state_machine_as_test(
        Carts,
        settings=settings(
            max_examples=int(os.environ.get("STORECREW_SM_EXAMPLES", "10")),
            stateful_step_count=14,
            deadline=None,
            derandomize="STORECREW_SM_EXAMPLES" not in os.environ,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
