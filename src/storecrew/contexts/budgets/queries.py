"""Reads of budgets: plans, how their lines stand, what no line was made for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from storecrew.contexts.budgets import rules
from storecrew.contexts.budgets.errors import UnknownBudget
from storecrew.contexts.budgets.facts import Cost, LineFacts, Standing
from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.budgets.providers.sources import costs_between


def line_facts(row: BudgetLine, currency: str) -> LineFacts:
    """Return a line as others see it."""
    return LineFacts(
        row.pk, row.name, row.team, row.channel, row.campaign, row.starts_on, row.ends_on, row.planned,
        row.more, currency,
    )  # fmt: skip


def plan(plan_id: int) -> BudgetPlan:
    """Return a plan; raises UnknownBudget."""
    row = BudgetPlan.objects.filter(pk=plan_id).first()
    if row is None:
        raise UnknownBudget(plan=plan_id)
    return row


def line(line_id: int) -> BudgetLine:
    """Return a line with its plan; raises UnknownBudget."""
    row = BudgetLine.objects.select_related("plan").filter(pk=line_id).first()
    if row is None:
        raise UnknownBudget(line=line_id)
    return row


def plan_that_holds(day: dt.date) -> BudgetPlan | None:
    """Return the budget of the year of a day."""
    return BudgetPlan.objects.filter(year=day.year, state=BudgetPlan.State.HOLDS).first()


def standing_of(plan_id: int, *, today: dt.date) -> tuple[list[Standing], list[Cost]]:
    """Return how the lines of a plan stand, and what was ordered or spent outside of all of them.

    Costs of other currencies belong to no line.
    """
    row = plan(plan_id)
    lines = [line_facts(each, row.currency) for each in row.lines.all()]
    if not lines:
        return [], []
    since, until = min(each.starts_on for each in lines), max(each.ends_on for each in lines)
    return rules.standings(lines, costs_between(since, until), today=today)


def standing_of_lines(plan_ids: Iterable[int], *, today: dt.date) -> dict[int, Standing]:
    """Return {id of the line: how it stands} for the lines of some plans."""
    found: dict[int, Standing] = {}
    for plan_id in sorted(set(plan_ids)):
        standings, _outside = standing_of(plan_id, today=today)
        found |= {each.line.id: each for each in standings}
    return found
