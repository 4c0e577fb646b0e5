"""Benefits that customers missed: why, how much, within whose limit (MKT-20, 5.2)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.rules.missed import GRACE, why_missed
from storecrew.contexts.aftersales.tests.factories import ACTOR
from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.checkout.tests.factories import AT, Shop, make_cart, make_shop, place
from storecrew.contexts.customers.tests.factories import make_customer
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.models import Goodwill, Voucher
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

DAY = dt.timedelta(days=1)


@pytest.mark.parametrize(
    ("failed", "applies", "used", "ended", "why"),
    [
        ((), True, False, None, "not_given"),
        ((), True, True, None, "used"),
        (("not_ended",), False, False, AT - DAY, "ended"),
        (("not_ended",), False, False, AT - GRACE - DAY, ""),
        (("not_ended",), False, False, AT + DAY, ""),
        (("not_ended", "min_spend"), False, False, AT - DAY, ""),
        (("paused",), False, False, None, "ours"),
        (("budget_cap",), False, False, None, "ours"),
        (("country",), False, False, None, ""),
        ((), False, False, None, ""),
    ],
)
def test_only_what_was_ours_or_just_ended_was_missed(failed, applies, used, ended, why):
    assert why_missed(failed, applies=applies, used=used, ended_at=ended, placed_at=AT) == why


@pytest.fixture
def shop(db) -> Shop:
    return make_shop()


def bought(shop: Shop, *, guest: bool = False) -> orders.OrderFacts:
    order_id = place(make_cart(shop, {"A-1": 2})).order_id
    if not guest:
        Order.objects.filter(pk=order_id).update(customer=make_customer(email="ann@example.com").id)
    return orders.order(order_id)


def with_budget(cap: int = 10_000) -> None:
    loyalty.save_budget(
        name="Goodwill", cap=Money(cap, "EUR"), starts_on=(AT - DAY).date(), ends_on=(AT + DAY).date(),
        actor=ACTOR, at=AT,
    )  # fmt: skip


def grant(order: orders.OrderFacts, actor: Actor = ACTOR, code: str = "SPRING") -> int:
    return aftersales.grant_missed(order.id, code, reason="It had just ended", actor=actor, at=AT)


def test_mkt_20_a_code_that_had_just_ended_is_given_as_credit_once_with_its_conditions(shop: Shop):
    with_budget()
    promotion = make_promotion(
        code="SPRING", active_until=AT - DAY, ends_local=f"{AT - DAY:%Y-%m-%dT%H:%M}", timezone="UTC"
    )
    Promotion.objects.filter(pk=promotion.pk).update(state=Promotion.State.ENDED)
    order = bought(shop)
    found = aftersales.missed_benefit(order.id, "spring")
    assert (found.why, found.explanation.applies) == ("ended", False)
    assert found.amount.amount > 0
    key = grant(order)
    assert grant(order) == key and Goodwill.objects.count() == 1
    row = Goodwill.objects.get()
    assert (row.cost, row.promotion_id, row.code) == (found.amount.amount, promotion.pk, "SPRING")
    assert "not_ended" in {each["code"] for each in row.explanation["checks"] if not each["passed"]}
    assert loyalty.purse(order.customer_id, currency="EUR", at=AT).credit == found.amount


def test_mkt_20_a_code_that_holds_and_was_not_taken_is_given_too(shop: Shop):
    with_budget()
    make_promotion(code="SPRING")
    order = bought(shop)
    assert aftersales.missed_benefit(order.id, "SPRING").why == "not_given"
    grant(order)


def test_mkt_20_what_the_customer_could_know_is_not_given(shop: Shop):
    with_budget()
    make_promotion(code="SPRING", needs={"min_spend": {"EUR": 50_000}})
    order = bought(shop)
    found = aftersales.missed_benefit(order.id, "SPRING")
    assert found.why == "" and not found.explanation.applies
    for code in ("SPRING", "UNKNOWN"):
        with pytest.raises(aftersales.NothingMissed):
            grant(order, code=code)


def test_mkt_20_above_the_limit_it_waits_and_without_a_budget_it_is_refused(shop: Shop):
    make_promotion(code="SPRING", benefit={"percent_bp": 9000})
    order = bought(shop)
    with pytest.raises(loyalty.NoBudget):
        grant(order)
    with_budget()
    agent = Actor(kind="staff", id="x", label="Ann", permissions=frozenset({"loyalty.goodwill"}))
    approvals.set_limit(name="loyalty.goodwill", value=500, currency="EUR", actor=ACTOR, at=AT)
    with pytest.raises(loyalty.GoodwillAboveLimit):
        grant(order, agent)
    asked = aftersales.ask_to_grant(order.id, "SPRING", reason="ended", actor=agent, at=AT)
    assert asked.state == "pending"


def test_mkt_20_a_guest_is_sent_a_voucher(shop: Shop):
    with_budget()
    make_promotion(code="SPRING")
    order = bought(shop, guest=True)
    grant(order)
    row = Voucher.objects.get()
    assert row.recipient_email == order.email
    assert row.face_amount == aftersales.missed_benefit(order.id, "SPRING").amount.amount
    assert Goodwill.objects.get().order_id == order.id


def test_prv_02_a_guest_who_was_erased_is_sent_nothing(shop: Shop):
    with_budget()
    make_promotion(code="SPRING")
    order = bought(shop, guest=True)
    Order.objects.filter(pk=order.id).update(email="")
    with pytest.raises(aftersales.NoAccount):
        grant(order)


def test_mkt_20_the_budget_that_was_chosen_pays(shop: Shop):
    with_budget()
    make_promotion(code="SPRING")
    other = loyalty.save_budget(
        name="Campaigns", cap=Money(9_000, "EUR"), starts_on=(AT - DAY).date(), ends_on=(AT + DAY).date(),
        actor=ACTOR, at=AT,
    )  # fmt: skip
    order = bought(shop)
    aftersales.grant_missed(order.id, "SPRING", reason="ended", budget_id=other, actor=ACTOR, at=AT)
    assert Goodwill.objects.get().budget_id == other
