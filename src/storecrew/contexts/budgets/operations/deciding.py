"""What a second person decides: that a budget holds, and that a line may be overdrawn (AUT-10)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Sum
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.budgets import queries, rules
from storecrew.contexts.budgets.errors import BudgetState, InvalidBudget, OverBudget
from storecrew.contexts.budgets.facts import Cost
from storecrew.contexts.budgets.models import BudgetLine, BudgetPlan
from storecrew.contexts.budgets.operations.planning import LINE, PERMISSION, PLAN, note
from storecrew.contexts.people import public as people
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

HOLDS, MORE = "budgets.holds", "budgets.more"
LIMIT = "budgets.overdraw"
State = BudgetPlan.State


def register() -> None:
    """Tell the approvals what is asked, who decides, and how far one person may overdraw a line."""
    approvals.register(
        approvals.Kind(HOLDS, gettext_lazy("Budget"), "budgets.approve", title=_title_holds, apply=_let_hold)
    )
    approvals.register(
        approvals.Kind(
            MORE, gettext_lazy("More than the budget"), "budgets.approve", title=_title_more, apply=_allow
        )
    )
    approvals.register_limit(
        approvals.LimitKind(
            LIMIT,
            gettext_lazy("By how much one person may overdraw a line of the budget"),
            gettext_lazy("Counted together for what is ordered on one line."),
            "money",
            0,
        )
    )


def ask_to_hold(plan_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> approvals.ApprovalFacts:
    """Let a draft wait for a second person; approved it replaces the budget of its year."""
    actor.require(PERMISSION)
    row = queries.plan(plan_id)
    if row.state != State.DRAFT:
        raise BudgetState(plan=row.pk, state=row.state)
    total = row.lines.aggregate(total=Sum("planned"))["total"]
    if total is None:
        raise InvalidBudget(lines=_("A budget needs a line before it can hold."))
    return approvals.ask(
        kind=HOLDS,
        key=str(row.pk),
        payload={"plan": row.pk},
        facts={"name": row.name, "year": row.year, "amount": total, "currency": row.currency},
        reason=reason,
        record=PLAN,
        record_id=row.pk,
        actor=actor,
        at=at,
    )


def ask_for_more(
    line_id: int, *, amount: int, reason: str, actor: Actor, at: dt.datetime
) -> approvals.ApprovalFacts:
    """Let more money for a line of the budget that holds wait for a second person."""
    actor.require(PERMISSION)
    row = queries.line(line_id)
    if amount <= 0:
        raise InvalidBudget(amount=_("Write how much more is needed."))
    if row.plan.state != State.HOLDS:
        raise BudgetState(plan=row.plan_id, state=row.plan.state)
    return approvals.ask(
        kind=MORE,
        key=f"{row.pk}/{amount}",
        payload={"line": row.pk, "amount": amount},
        facts={"name": row.name, "amount": amount, "planned": row.planned, "currency": row.plan.currency},
        reason=reason,
        record=LINE,
        record_id=row.pk,
        actor=actor,
        at=at,
    )


def require_room(cost: Cost, *, besides: int = 0, actor: Actor) -> None:
    """Refuse an order that its line of the budget has no room for, within the transaction that places it.

    The budget stays locked until then, so two orders at once cannot both find the last room.
    ``besides`` is what the same order takes of it already. Without a budget, or without a line for it,
    nothing is refused: the overview shows it as not planned. A line is not overdrawn by more than the limit
    of the person, all orders together.

    :raises OverBudget: with the line and what is left
    """
    plan = queries.plan_that_holds(cost.day)
    if plan is None or cost.committed <= besides:
        return
    BudgetPlan.objects.select_for_update().filter(pk=plan.pk).first()
    lines = [queries.line_facts(each, plan.currency) for each in plan.lines.all()]
    line = rules.line_of(cost, lines)
    if line is None:
        return
    standings, _outside = queries.standing_of(plan.pk, today=cost.day)
    standing = next(each for each in standings if each.line.id == line.id)
    over = standing.committed - besides + cost.committed - line.allowed
    most = _most(actor, plan.currency)
    if over > 0 and (most is not None and over > most):
        left = Money(standing.left + besides, plan.currency).format((get_language() or "en").split("-")[0])
        raise OverBudget(
            _("The line “%(name)s” of the budget has %(left)s left.") % {"name": line.name, "left": left},
            line=line.id,
            left=standing.left + besides,
            over=over,
        )


def _most(actor: Actor, currency: str) -> int | None:
    """Return by how much the actor may overdraw a line; None without a limit."""
    if actor.kind in ("system", "job") or actor.can("budgets.approve"):
        return None
    roles = [role.code for role in people.roles_of(int(actor.id))] if actor.id.isdigit() else []
    return approvals.widest_limit(LIMIT, roles=roles, currency=currency)


def _let_hold(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    row = queries.plan(approval.payload["plan"])
    with transaction.atomic():
        BudgetPlan.objects.filter(year=row.year, state=State.HOLDS).update(state=State.REPLACED)
        if not BudgetPlan.objects.filter(pk=row.pk, state=State.DRAFT).update(
            state=State.HOLDS, approved_at=at, approved_by=actor.label[:200]
        ):
            raise BudgetState(plan=row.pk, state=row.state)
        note(PLAN, "holds", row.pk, actor, at, after={"year": row.year})
    return {"plan": row.pk}


def _allow(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    key, amount = approval.payload["line"], approval.payload["amount"]
    with transaction.atomic():
        BudgetLine.objects.filter(pk=queries.line(key).pk).update(more=F("more") + amount)
        note(LINE, "more_allowed", key, actor, at, after={"more": amount})
    return {"line": key}


def _title_holds(facts: Mapping[str, Any]) -> str:
    words = {"name": facts["name"], "year": facts["year"], "amount": _money(facts)}
    return _("Budget “%(name)s” of %(year)s over %(amount)s") % words


def _title_more(facts: Mapping[str, Any]) -> str:
    return _("%(amount)s more for “%(name)s”") % {"name": facts["name"], "amount": _money(facts)}


def _money(facts: Mapping[str, Any]) -> str:
    return Money(facts["amount"], facts["currency"]).format((get_language() or "en").split("-")[0])
