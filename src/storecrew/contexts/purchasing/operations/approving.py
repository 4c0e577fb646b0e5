"""From draft to approved: within one's own limit at once, above it by a second person."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from storecrew.contexts.budgets import public as budgets
from storecrew.contexts.people import public as people
from storecrew.contexts.purchasing.errors import AboveLimit, ReasonNeeded, SecondPersonNeeded, WrongState
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.contexts.purchasing.operations import calendar
from storecrew.contexts.purchasing.operations.moving import RECORD, find, key_of, move, who
from storecrew.contexts.purchasing.providers.budget_costs import cost_of
from storecrew.contexts.purchasing.rules import buying
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import say

APPROVER = "head_of_digital"


def submit_order(order_id: int, *, actor: Actor, at: dt.datetime) -> PurchaseOrder:
    """Hand a draft in: approved at once within the actor's limit, else it waits for a second person."""
    actor.require("purchasing.write")
    order = find(order_id)
    limit = approval_limit(actor, order.currency)
    with transaction.atomic():
        if limit is None or order.total_amount <= limit:
            return move(
                order, [buying.DRAFT], buying.APPROVED, action="purchasing.order_approved", actor=actor,
                at=at, submitted_by=key_of(actor), approved_by=who(actor), approved_at=at,
            )  # fmt: skip
        order = move(
            order, [buying.DRAFT], buying.WAITING, action="purchasing.order_submitted", actor=actor, at=at,
            submitted_by=key_of(actor),
        )  # fmt: skip
        work.raise_finding(
            code="purchase_waits",
            title=say(
                "%(number)s at %(supplier)s waits for your approval",
                number=order.number,
                supplier=order.supplier.name,
            ),
            detail=say("It costs %(total)s.", total=Money(order.total_amount, order.currency)),
            owner_role=APPROVER,
            severity="info",
            record=RECORD,
            record_id=order.pk,
            url=calendar.page_of(order.pk),
            dedupe_key=_key(order),
            actor=system_actor("purchasing.approvals"),
            at=at,
        )
    return order


def approve_order(order_id: int, *, actor: Actor, at: dt.datetime) -> PurchaseOrder:
    """Approve what waits.

    :raises SecondPersonNeeded: for whoever submitted it
    :raises AboveLimit: the order is above what the actor may approve
    :raises WrongState: it does not wait
    :raises budgets.OverBudget: the budget has no room for it
    """
    actor.require("purchasing.approve")
    order = find(order_id)
    if order.state != buying.WAITING:
        raise WrongState(number=order.number, state=order.state)
    if order.submitted_by == key_of(actor):
        raise SecondPersonNeeded(number=order.number)
    limit = approval_limit(actor, order.currency)
    if limit is not None and order.total_amount > limit:
        raise AboveLimit(limit=limit, total=order.total_amount, currency=order.currency)
    with transaction.atomic():
        budgets.require_room(cost_of(order, state=buying.APPROVED), actor=actor)
        order = move(
            order, [buying.WAITING], buying.APPROVED, action="purchasing.order_approved", actor=actor, at=at,
            approved_by=who(actor), approved_at=at,
        )  # fmt: skip
        settle(order, at)
    return order


def refuse_order(order_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> PurchaseOrder:
    """Send a waiting order back to its writer, with a reason."""
    actor.require("purchasing.approve")
    if not reason.strip():
        raise ReasonNeeded
    with transaction.atomic():
        order = move(
            find(order_id), [buying.WAITING], buying.DRAFT, action="purchasing.order_refused", actor=actor,
            at=at, reason=reason.strip(),
        )  # fmt: skip
        settle(order, at)
    return order


def approval_limit(actor: Actor, currency: str) -> int | None:
    """Return up to which total the actor orders without a second person; None without limit."""
    if actor.kind in ("system", "job"):
        return None
    roles = [role.code for role in people.roles_of(int(actor.id))] if actor.id.isdigit() else []
    return people.limit_for(roles, settings.STORECREW_PURCHASE_LIMITS, currency)


def settle(order: PurchaseOrder, at: dt.datetime) -> None:
    """Take the approval off the approver's desk; harmless when it is not there."""
    work.resolve_finding(dedupe_key=_key(order), actor=system_actor("purchasing.approvals"), at=at)


def _key(order: PurchaseOrder) -> str:
    return f"purchase_waits:{order.pk}"
