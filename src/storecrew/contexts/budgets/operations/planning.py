"""Versions of a budget: written, copied as scenarios, their lines changed while they are drafts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.budgets import queries, rules
from storecrew.contexts.budgets.errors import BudgetState, InvalidBudget
from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.budgets.providers.sources import channels
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

PLAN, LINE = "budgets.budgetplan", "budgets.budgetline"
PERMISSION = "budgets.write"


def make_plan(*, name: str, year: int, currency: str, actor: Actor, at: dt.datetime) -> int:
    """Begin a budget of a year; return its id. Raises InvalidBudget."""
    actor.require(PERMISSION)
    if not name.strip():
        raise InvalidBudget(name=_("Give it a name."))
    if not 2000 <= year <= 2100:
        raise InvalidBudget(year=_("Write the year with four digits."))
    Money(0, currency)
    with transaction.atomic():
        row = BudgetPlan.objects.create(
            name=name.strip()[:80], year=year, currency=currency, created_at=at, created_by=actor.label[:200]
        )
        note(PLAN, "made", row.pk, actor, at, after={"name": row.name, "year": year})
    return row.pk


def copy_plan(plan_id: int, *, name: str, percent: int = 0, actor: Actor, at: dt.datetime) -> int:
    """Make a new version of a budget, every line changed by so many percent; return its id.

    What was allowed beyond the plan becomes part of it. Raises UnknownBudget, InvalidBudget.
    """
    actor.require(PERMISSION)
    row = queries.plan(plan_id)
    if not name.strip():
        raise InvalidBudget(name=_("Give it a name."))
    if not -100 <= percent <= 500:
        raise InvalidBudget(percent=_("Between -100 and 500 percent."))
    with transaction.atomic():
        made = BudgetPlan.objects.create(
            name=name.strip()[:80], year=row.year, currency=row.currency, copied_from=row, created_at=at,
            created_by=actor.label[:200],
        )  # fmt: skip
        BudgetLine.objects.bulk_create(
            BudgetLine(
                plan=made, name=each.name, team=each.team, channel=each.channel, campaign=each.campaign,
                starts_on=each.starts_on, ends_on=each.ends_on,
                planned=rules.scaled(each.planned + each.more, percent),
            )
            for each in row.lines.all()
        )  # fmt: skip
        note(PLAN, "copied", made.pk, actor, at, after={"name": made.name, "percent": percent})
    return made.pk


def save_line(
    *,
    plan_id: int,
    line_id: int | None = None,
    name: str,
    team: str,
    channel: str,
    campaign: str,
    starts_on: dt.date,
    ends_on: dt.date,
    planned: int,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Write a line of a draft; return its id.

    :raises BudgetState: the budget holds or was replaced
    :raises InvalidBudget: a field is wrong, or the draft has such a line already
    """
    actor.require(PERMISSION)
    row = queries.plan(plan_id)
    _must_be_draft(row)
    values: dict[str, Any] = {
        "name": name.strip()[:120], "team": team, "channel": channel, "campaign": campaign.strip(),
        "starts_on": starts_on, "ends_on": ends_on, "planned": planned,
    }  # fmt: skip
    wrong = {}
    if not values["name"]:
        wrong["name"] = _("Give it a name.")
    if ends_on < starts_on:
        wrong["ends_on"] = _("The end comes before the start.")
    elif starts_on.year != row.year or ends_on.year != row.year:
        wrong["starts_on"] = _("Both days are in the year of the budget.")
    if planned < 0:
        wrong["planned"] = _("This cannot be less than nothing.")
    if channel and channel not in channels():
        wrong["channel"] = _("This is none of the choices.")
    if wrong:
        raise InvalidBudget(**wrong)
    try:
        with transaction.atomic():
            if line_id is None:
                line_id = BudgetLine.objects.create(plan=row, **values).pk
            elif not BudgetLine.objects.filter(pk=line_id, plan=row).update(**values):
                queries.line(line_id)
            shown = {**values, "starts_on": starts_on.isoformat(), "ends_on": ends_on.isoformat()}
            note(LINE, "line_saved", line_id, actor, at, after=shown)
    except IntegrityError as error:
        raise InvalidBudget(name=_("There is a line for this team, channel, campaign and time.")) from error
    return line_id


def remove_line(line_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Take a line out of a draft. Raises UnknownBudget, BudgetState."""
    actor.require(PERMISSION)
    row = queries.line(line_id)
    _must_be_draft(row.plan)
    with transaction.atomic():
        BudgetLine.objects.filter(pk=row.pk).delete()
        note(PLAN, "line_removed", row.plan_id, actor, at, before={"name": row.name, "planned": row.planned})


def note(record: str, action: str, key: int, actor: Actor, at: dt.datetime, **more: Any) -> None:
    """Write the audit line of a budget or a line."""
    audit.record(actor=actor, action=f"budgets.{action}", record=record, record_id=key, at=at, **more)


def _must_be_draft(row: BudgetPlan) -> None:
    if row.state != BudgetPlan.State.DRAFT:
        raise BudgetState(plan=row.pk, state=row.state)
