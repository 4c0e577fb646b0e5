"""Budgets for goodwill: set up by marketing, claimed by who gives.

A budget is claimed by one conditional statement, so that agents at the same time cannot give more than there
is.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.loyalty.errors import BudgetExhausted, InvalidVoucher, NoBudget
from storecrew.contexts.loyalty.models import Budget
from storecrew.contexts.loyalty.queries.budgets import running, usable_budgets
from storecrew.contexts.people import public as people
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def claim(cost: Money, budget_id: int | None, *, actor: Actor, at: dt.datetime) -> Budget:
    """Take the cost from the budget that was chosen, else from the first that has enough.

    Whoever asked for a chosen budget was checked then; a second person who agrees need not be of its team.

    :raises NoBudget: there is none in this currency now
    :raises BudgetExhausted: none has enough left
    """
    rows = list(
        running(cost.currency, at).filter(pk=budget_id)
        if budget_id is not None
        else usable_budgets(actor, currency=cost.currency, at=at)
    )
    if not rows:
        raise NoBudget(currency=cost.currency)
    for row in rows:
        enough = Budget.objects.filter(pk=row.pk, cap__gte=F("spent") + cost.amount)
        if enough.update(spent=F("spent") + cost.amount):
            return row
    raise BudgetExhausted(currency=cost.currency, requested=cost.amount)


def save_budget(
    *,
    name: str,
    cap: Money,
    starts_on: dt.date,
    ends_on: dt.date,
    team: str = "",
    budget_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Set up a budget for goodwill or change it; never below what was given. Return its id.

    ``team`` is the code of the one whose people may use it, "" for everybody who may give.

    :raises Denied: the actor may not
    :raises InvalidVoucher: no name, no amount, an end before the start, an unknown team, or less than was
        given
    """
    actor.require("loyalty.write")
    if not name.strip() or cap.amount <= 0 or ends_on < starts_on:
        raise InvalidVoucher(_("A budget has a name, an amount and an end after its start."))
    if team and team not in {each.code for each in people.all_teams()}:
        raise InvalidVoucher(_("There is no such team."))
    values = {
        "name": name.strip(),
        "team": team,
        "cap": cap.amount,
        "starts_on": starts_on,
        "ends_on": ends_on,
    }
    with transaction.atomic():
        if budget_id is None:
            budget_id = Budget.objects.create(currency=cap.currency, **values).pk
        elif not Budget.objects.filter(pk=budget_id, currency=cap.currency, spent__lte=cap.amount).update(
            **values
        ):
            raise InvalidVoucher(_("More than that was given already."))
        audit.record(
            actor=actor,
            action="loyalty.budget_saved",
            record="loyalty.budget",
            record_id=budget_id,
            at=at,
            after={**values, "starts_on": str(starts_on), "ends_on": str(ends_on), "currency": cap.currency},
        )
    return int(budget_id)
