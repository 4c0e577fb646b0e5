"""Which budgets for goodwill somebody may draw on."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet

from storecrew.contexts.loyalty.errors import NoBudget
from storecrew.contexts.loyalty.models import Budget
from storecrew.contexts.loyalty.queries.shops import day_in
from storecrew.contexts.people import public as people
from storecrew.kernel.actor import Actor


def running(currency: str, at: dt.datetime) -> QuerySet[Budget]:
    """Return the budgets of a currency that can be used now, the one that ends first first."""
    today = day_in(currency, at)
    rows = Budget.objects.filter(currency=currency, starts_on__lte=today, ends_on__gte=today)
    return rows.order_by("ends_on", "pk")


def usable_budgets(actor: Actor, *, currency: str, at: dt.datetime) -> QuerySet[Budget]:
    """Return the running budgets that an actor may draw on: those for everybody, and those of their teams.

    Who sets budgets up may use each.
    """
    rows = running(currency, at)
    if actor.kind in ("system", "job") or actor.can("loyalty.write"):
        return rows
    known = actor.kind == "staff" and actor.id.isdigit()
    return rows.filter(team__in=["", *(people.teams_of(int(actor.id)) if known else ())])


def require_usable(budget_id: int | None, currency: str, *, actor: Actor, at: dt.datetime) -> None:
    """Refuse a budget that was chosen and is not the actor's to use; without one there is nothing to refuse.

    :raises NoBudget: it is over, in another currency, or of a team the actor is not in
    """
    if budget_id is None:
        return
    if not usable_budgets(actor, currency=currency, at=at).filter(pk=budget_id).exists():
        raise NoBudget(currency=currency)
