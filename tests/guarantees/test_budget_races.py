"""HOD-6: orders at once on one line of the budget; real processes, both databases."""

from __future__ import annotations

from functools import partial

import pytest

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.budgets.models import BudgetPlan
from storecrew.contexts.budgets.tests.test_budgets import activity, bare_campaign, held, staff
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.tests.factories import AT
from storecrew.kernel.actor import Actor
from tests.guarantees.machinery.arena import attempt
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race


def prepare() -> tuple[int, Actor]:
    """Let a budget of 1,000.00 for print hold; return a campaign and who orders for it."""
    planner = staff("marketing_manager")
    held(planner, staff("head_of_digital"), planned=100_000)
    return bare_campaign().pk, planner


def order(campaign_id: int, planner: Actor, cost: int) -> int:
    """Order something for the campaign."""
    return marketing.save_activity(campaign_id, activity(cost), actor=planner, at=AT)


def committed() -> int:
    """Return what the line has given away."""
    (standing,), _outside = budgets.standing_of(BudgetPlan.objects.get().pk, today=AT.date())
    return standing.committed


def test_six_orders_at_once_never_take_more_than_the_line_has(arena):
    campaign, planner = arena.run(prepare)
    outcomes = arena.stampede([partial(order, campaign, planner, 40_000) for _ in range(6)])
    assert sorted(each.code or each.status for each in outcomes) == ["ok"] * 2 + ["over_budget"] * 4
    assert arena.run(committed) == 80_000


def test_a_colleague_who_orders_exactly_in_between_waits_for_the_answer(arena):
    campaign, planner = arena.run(prepare)

    def run():
        point = "storecrew.contexts.budgets.queries.standing_of"
        with race(arena, before=point, do=partial(order, campaign, planner, 60_000)) as other:
            outcome = attempt(partial(order, campaign, planner, 60_000))
        assert other.came, "nobody came in between"
        return outcome, other.outcome

    results = arena.run(run)
    assert sorted(each.code or each.status for each in results) == ["ok", "over_budget"]
    assert arena.run(committed) == 60_000
