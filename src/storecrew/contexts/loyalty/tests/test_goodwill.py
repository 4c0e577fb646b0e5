"""Goodwill within limits, booked to a budget; above them by a second person."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.approvals.models import Approval
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.errors import (
    AccountNeeded,
    BudgetExhausted,
    GoodwillAboveDayLimit,
    GoodwillAboveLimit,
    InvalidUnits,
    InvalidVoucher,
    NoBudget,
    ReasonNeeded,
)
from storecrew.contexts.loyalty.models import Budget, Goodwill, Voucher
from storecrew.contexts.loyalty.providers import budget_costs
from storecrew.contexts.loyalty.subject_data import LoyaltyData
from storecrew.contexts.loyalty.tests.factories import (
    ACTOR,
    AT,
    assert_ledgers_balance,
    make_customer,
    make_program,
)
from storecrew.contexts.orders.tests.factories import make_order
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

AGENT = Actor("staff", "7", "Agent", permissions=frozenset({"loyalty.goodwill"}))
BOSS = Actor("staff", "8", "Boss", permissions=frozenset({"loyalty.goodwill_approve"}))


@pytest.fixture
def me(db):
    return make_customer()


def budget(cap=5000, currency="EUR", **more):
    values = {"name": "March", "starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)} | more
    return loyalty.save_budget(cap=Money(cap, currency), actor=ACTOR, at=AT, **values)


def gift(me, units=500, form="credit", key="k", **more):
    values = {"currency": "EUR", "reason": "It came broken"} | more
    return loyalty.Gift(customer_id=me, form=form, units=units, key=key, **values)


def test_mkt_20_an_agent_gives_credit_once_and_the_budget_pays(me):
    budget()
    first = loyalty.give_goodwill(gift(me), actor=AGENT, at=AT)
    assert loyalty.give_goodwill(gift(me), actor=AGENT, at=AT) == first
    assert loyalty.purse(me, currency="EUR", at=AT).credit == Money(500, "EUR")
    assert Budget.objects.get().spent == 500
    row = Goodwill.objects.get()
    assert (row.actor_label, row.state, row.cost) == ("Agent", "given", 500)
    assert_ledgers_balance()


def test_mkt_20_points_cost_what_they_pay_and_vouchers_are_mailed(me):
    budget()
    with pytest.raises(InvalidUnits):
        loyalty.give_goodwill(gift(me, 100, "points"), actor=AGENT, at=AT)
    make_program()
    loyalty.give_goodwill(gift(me, 100, "points"), actor=AGENT, at=AT)
    loyalty.give_goodwill(gift(me, 700, "voucher", "k2"), actor=AGENT, at=AT)
    assert Budget.objects.get().spent == 500 + 700
    assert loyalty.purse(me, currency="EUR", at=AT).points == 100
    row = Voucher.objects.get()
    assert (row.origin, row.deliver_at) == ("goodwill", AT)


def test_mkt_20_above_the_limit_a_second_person_decides(me):
    budget()
    big = gift(me, 2001)
    with pytest.raises(GoodwillAboveLimit):
        loyalty.give_goodwill(big, actor=AGENT, at=AT)
    asked = loyalty.ask_goodwill(big, actor=AGENT, at=AT)
    assert loyalty.ask_goodwill(big, actor=AGENT, at=AT).id == asked.id
    approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    assert Approval.objects.get().state != "pending"
    assert loyalty.purse(me, currency="EUR", at=AT).credit == Money(2001, "EUR")


def test_mkt_20_a_limit_set_on_screen_holds(me):
    assert loyalty.goodwill_limit(ACTOR, "EUR") is None
    assert loyalty.goodwill_limit(AGENT, "EUR") == 2000
    assert loyalty.goodwill_limit(AGENT, "KRW") == 30_000


def five_gifts(me, at=AT, prefix="d"):
    for number in range(5):
        loyalty.give_goodwill(gift(me, 1000, key=f"{prefix}{number}"), actor=AGENT, at=at)


def set_limit(name, value, role=""):
    approvals.set_limit(
        name=name, value=value, role=role, currency="EUR", at=AT,
        actor=Actor("staff", "1", "Chief", permissions=frozenset({"approvals.write"})),
    )  # fmt: skip


def test_mkt_20_a_day_has_a_limit_and_the_refusal_says_what_is_left(me):
    budget(50_000)
    set_limit("loyalty.goodwill_day", 5700)
    five_gifts(me)
    assert loyalty.goodwill_left_today(AGENT, "EUR", at=AT) == 700
    with pytest.raises(GoodwillAboveDayLimit, match=r"€7\.00 more alone today") as refused:
        loyalty.give_goodwill(gift(me, 701), actor=AGENT, at=AT)
    assert "second person" in str(refused.value) and refused.value.details["left"] == 700
    assert Budget.objects.get().spent == 5000
    loyalty.give_goodwill(gift(me, 700), actor=AGENT, at=AT)
    with pytest.raises(GoodwillAboveDayLimit, match="You gave what you may give alone today"):
        loyalty.give_goodwill(gift(me, 1, key="k2"), actor=AGENT, at=AT)
    # Said again it is the same gift, and neither another person nor the next day is in its way.
    loyalty.give_goodwill(gift(me, 700), actor=AGENT, at=AT)
    other = Actor("staff", "9", "Other", permissions=AGENT.permissions)
    loyalty.give_goodwill(gift(me, 700, key="k3"), actor=other, at=AT)
    loyalty.give_goodwill(gift(me, 700, key="k4"), actor=AGENT, at=AT + timedelta(days=1))


def test_mkt_20_what_a_second_person_agreed_to_counts_for_nobodys_day(me):
    budget(50_000)
    set_limit("loyalty.goodwill_day", 5000)
    five_gifts(me)
    asked = loyalty.ask_goodwill(gift(me, 900), actor=AGENT, at=AT)
    both = Actor("staff", "8", "Boss", permissions=BOSS.permissions | AGENT.permissions)
    approvals.approve(approval_id=asked.id, actor=both, at=AT)
    assert loyalty.purse(me, currency="EUR", at=AT).credit == Money(5900, "EUR")
    assert loyalty.goodwill_left_today(both, "EUR", at=AT) == 5000


def test_mkt_20_without_a_limit_of_its_own_a_day_is_five_gifts(me):
    assert loyalty.goodwill_left_today(AGENT, "EUR", at=AT) == 10_000
    assert loyalty.goodwill_left_today(ACTOR, "EUR", at=AT) is None
    set_limit("loyalty.goodwill", 3000)
    assert loyalty.goodwill_left_today(AGENT, "EUR", at=AT) == 15_000
    set_limit("loyalty.goodwill", None)
    assert loyalty.goodwill_left_today(AGENT, "EUR", at=AT) is None
    set_limit("loyalty.goodwill_day", 0)
    assert loyalty.goodwill_left_today(AGENT, "EUR", at=AT) == 0


def test_mkt_20_days_are_those_of_the_shop(me):
    make_channel(code="kr", currency="KRW", timezone="Asia/Seoul")
    budget(500_000, "KRW")
    evening = AT.replace(day=31, hour=14)
    loyalty.give_goodwill(gift(me, 30_000, currency="KRW"), actor=AGENT, at=evening)
    assert loyalty.goodwill_left_today(AGENT, "KRW", at=evening) == 120_000
    in_seoul_it_is_april = AT.replace(day=31, hour=16)
    assert loyalty.goodwill_left_today(AGENT, "KRW", at=in_seoul_it_is_april) == 150_000
    with pytest.raises(NoBudget):
        loyalty.give_goodwill(gift(me, currency="KRW", key="k2"), actor=AGENT, at=in_seoul_it_is_april)


def test_a_budget_is_never_overrun(me):
    with pytest.raises(NoBudget):
        loyalty.give_goodwill(gift(me), actor=AGENT, at=AT)
    known = budget(900)
    loyalty.give_goodwill(gift(me), actor=AGENT, at=AT)
    with pytest.raises(BudgetExhausted):
        loyalty.give_goodwill(gift(me, key="k2"), actor=AGENT, at=AT)
    for wrong in ({"cap": 400, "budget_id": known}, {"name": " "}, {"ends_on": date(2026, 2, 1)}, {"cap": 0}):
        with pytest.raises(InvalidVoucher):
            budget(**wrong)
    budget(1000, budget_id=known)
    loyalty.give_goodwill(gift(me, key="k2"), actor=AGENT, at=AT)
    assert Budget.objects.get().spent == 1000


def test_what_is_refused(me):
    budget()
    with pytest.raises(Denied):
        loyalty.give_goodwill(gift(me), actor=BOSS, at=AT)
    with pytest.raises(ReasonNeeded):
        loyalty.give_goodwill(gift(me, reason=" "), actor=AGENT, at=AT)
    for units, form in ((0, "credit"), (5, "cash")):
        with pytest.raises(InvalidUnits):
            loyalty.give_goodwill(gift(me, units, form), actor=AGENT, at=AT)


def guest_order(email="guest@example.com"):
    return make_order(email=email).id


def agent_of_service():
    user = make_staff("customer_service", team="customer-service")
    return people.actor_for(user)


def test_mkt_20_a_guest_gets_a_voucher_by_mail_and_nothing_that_needs_an_account(db):
    budget()
    order_id = guest_order()
    to_guest = gift(None, 700, "voucher", order_id=order_id)
    loyalty.give_goodwill(to_guest, actor=AGENT, at=AT)
    row = Voucher.objects.get()
    assert (row.recipient_email, row.deliver_at) == ("guest@example.com", AT)
    assert loyalty.deliver_due(AT) == 1
    assert Goodwill.objects.get().customer is None and Budget.objects.get().spent == 700
    for wrong in (gift(None, 5, "credit", "c", order_id=order_id), gift(None, 5, "voucher", "v")):
        with pytest.raises(AccountNeeded):
            loyalty.give_goodwill(wrong, actor=AGENT, at=AT)
    assert_ledgers_balance()


def test_mkt_20_above_the_limit_what_a_guest_gets_waits_on_the_order(db):
    budget()
    order_id = guest_order()
    asked = loyalty.ask_goodwill(gift(None, 2001, "voucher", order_id=order_id), actor=AGENT, at=AT)
    assert (asked.record, asked.record_id) == ("orders.order", str(order_id))
    approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    assert Voucher.objects.get().face_amount == 2001


def test_prv_07_what_a_guest_was_given_is_handed_out_with_the_address(db):
    budget()
    loyalty.give_goodwill(gift(None, 700, "voucher", order_id=guest_order()), actor=AGENT, at=AT)
    found = LoyaltyData().export(customer_id=make_customer("guest@example.com"), email="guest@example.com")
    assert [row["units"] for row in found["goodwill"]] == [700]


def test_mkt_20_an_agent_chooses_among_the_budgets_of_everybody_and_of_the_own_teams(me):
    agent = agent_of_service()
    everybody = budget(name="All", ends_on=date(2026, 4, 30))
    ours, theirs = budget(name="Care", team="customer-service"), budget(name="Ads", team="marketing")
    usable = loyalty.usable_budgets(agent, currency="EUR", at=AT)
    assert [row.pk for row in usable] == [ours, everybody]
    assert {row.pk for row in loyalty.usable_budgets(ACTOR, currency="EUR", at=AT)} == {
        ours, theirs, everybody,
    }  # fmt: skip
    loyalty.give_goodwill(gift(me, budget_id=everybody), actor=agent, at=AT)
    loyalty.give_goodwill(gift(me, key="k2"), actor=agent, at=AT)
    spent = dict(Budget.objects.values_list("pk", "spent"))
    assert spent == {everybody: 500, ours: 500, theirs: 0}
    with pytest.raises(NoBudget):
        loyalty.give_goodwill(gift(me, key="k3", budget_id=theirs), actor=agent, at=AT)
    with pytest.raises(NoBudget):
        loyalty.ask_goodwill(gift(me, 3000, key="k4", budget_id=theirs), actor=agent, at=AT)
    with pytest.raises(InvalidVoucher):
        budget(name="Nobody", team="nobody")


def test_mkt_20_a_second_person_need_not_be_of_the_team_whose_budget_pays(me):
    agent = agent_of_service()
    ours = budget(name="Care", team="customer-service")
    asked = loyalty.ask_goodwill(gift(me, 3000, budget_id=ours), actor=agent, at=AT)
    approvals.approve(approval_id=asked.id, actor=BOSS, at=AT)
    assert Budget.objects.get().spent == 3000


def test_hod_6_what_was_given_is_a_cost_of_the_budget_of_the_business(me):
    budget()
    loyalty.give_goodwill(gift(me), actor=AGENT, at=AT)
    loyalty.give_goodwill(gift(me, 300, key="k2"), actor=AGENT, at=AT)
    [cost] = budget_costs.costs(date(2026, 3, 1), date(2026, 3, 31))
    assert (cost.actual, cost.committed, cost.team, cost.channel) == (
        800,
        800,
        "customer-service",
        "goodwill",
    )
    assert list(budget_costs.costs(date(2026, 4, 1), date(2026, 4, 30))) == []
