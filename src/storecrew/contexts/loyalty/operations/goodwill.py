"""Goodwill: what agents give to make up for what went wrong, within a limit, booked to a budget.

Above the limit of the role it waits for a second person. The budget is claimed by one conditional statement,
so that agents at the same time cannot give more than there is.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty.errors import (
    BudgetExhausted,
    GoodwillAboveLimit,
    InvalidUnits,
    InvalidVoucher,
    NoBudget,
    ReasonNeeded,
)
from storecrew.contexts.loyalty.models import Account, Budget, Entry, Goodwill, Program, Voucher
from storecrew.contexts.loyalty.operations import booking, issuing
from storecrew.contexts.people import public as people
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

LIMIT = "loyalty.goodwill"
KIND = "loyalty.goodwill"
# What one person gives alone where nobody set a limit, in minor units by currency.
DEFAULT_LIMITS = {"EUR": 2_000, "USD": 2_000, "KRW": 30_000}
MOST = 1_000_000_000


class Gift(NamedTuple):
    """What is to be given: ``units`` are points for "points", else minor units of ``currency``."""

    customer_id: int
    form: str
    units: int
    currency: str
    reason: str
    key: str
    order_id: int | None = None


def register() -> None:
    """Tell the approvals what such a gift is, who decides about it and where its limit is."""
    approvals.register(
        approvals.Kind(
            KIND, gettext_lazy("Goodwill"), "loyalty.goodwill_approve", title=title, apply=apply,
            lifetime=dt.timedelta(days=3),
        )
    )  # fmt: skip
    approvals.register_limit(
        approvals.LimitKind(
            LIMIT,
            gettext_lazy("How much goodwill one person may give at once"),
            gettext_lazy("Points count with what they pay."),
            "money",
            None,
        )
    )


def give_goodwill(gift: Gift, *, actor: Actor, at: dt.datetime) -> int:
    """Give a customer store credit, points or a gift voucher, once per key; return the id.

    :raises Denied: the actor may not
    :raises ReasonNeeded: no reason
    :raises InvalidUnits: nothing, or too much to be meant
    :raises GoodwillAboveLimit: more than the role gives alone; ``ask_goodwill`` lets it wait
    :raises NoBudget: there is none in this currency now
    :raises BudgetExhausted: it has not enough left
    """
    actor.require("loyalty.goodwill")
    cost = cost_of(gift)
    limit = limit_of(actor, gift.currency)
    if limit is not None and cost.amount > limit:
        raise GoodwillAboveLimit(limit=limit, requested=cost.amount, currency=gift.currency)
    return _give(gift, cost, actor=actor, at=at)


def ask_goodwill(gift: Gift, *, actor: Actor, at: dt.datetime) -> approvals.ApprovalFacts:
    """Let goodwill that is above the actor's limit wait for a second person; once per key."""
    actor.require("loyalty.goodwill")
    cost = cost_of(gift)
    person = customers.customer(gift.customer_id)
    return approvals.ask(
        kind=KIND,
        key=gift.key[:120],
        payload=gift._asdict(),
        facts={
            "customer": person.name or person.email,
            "form": gift.form,
            "units": gift.units,
            "currency": gift.currency,
            "amount": cost.amount,
        },
        reason=gift.reason,
        record="customers.customer",
        record_id=gift.customer_id,
        actor=actor,
        at=at,
    )


def title(facts: Mapping[str, Any]) -> str:
    """Say in a line what would be given."""
    money = Money(facts["amount"], facts["currency"]).format((get_language() or "en").split("-")[0])
    return _("Goodwill of %(amount)s for %(name)s") % {"amount": money, "name": facts["customer"]}


def apply(approval: approvals.ApprovalFacts, actor: Actor, at: dt.datetime) -> dict[str, Any]:
    """Give what was asked for; the limit of one person does not count for two."""
    gift = Gift(**approval.payload)
    both = dataclasses.replace(
        actor, permissions=actor.permissions | {"loyalty.goodwill"}, on_behalf_of=approval.requester
    )
    return {"goodwill": _give(gift, cost_of(gift), actor=both, at=at)}


def cost_of(gift: Gift) -> Money:
    """Return what a gift costs us. Raises ReasonNeeded, InvalidUnits."""
    if not gift.reason.strip():
        raise ReasonNeeded()
    if not 0 < gift.units <= MOST or gift.form not in Goodwill.Form.values:
        raise InvalidUnits(units=gift.units)
    if gift.form != Goodwill.Form.POINTS:
        return Money(gift.units, gift.currency)
    worth = Program.objects.values_list("worth", flat=True).first() or {}
    if not worth.get(gift.currency):
        raise InvalidUnits(currency=gift.currency)
    return Money(gift.units * int(worth[gift.currency]), gift.currency)


def limit_of(actor: Actor, currency: str) -> int | None:
    """Return what an actor may give alone, in minor units; None for no limit."""
    if actor.kind in ("system", "job"):
        return None
    known = actor.kind == "staff" and actor.id.isdigit()
    roles = [role.code for role in people.roles_of(int(actor.id))] if known else []
    largest = 0
    for _role, value, is_set in approvals.limits(LIMIT, roles=roles, currency=currency):
        if is_set and value is None:
            return None
        largest = max(largest, value if is_set and value is not None else DEFAULT_LIMITS.get(currency, 0))
    return largest


def _give(gift: Gift, cost: Money, *, actor: Actor, at: dt.datetime) -> int:
    known = Goodwill.objects.filter(key=gift.key).values_list("pk", flat=True).first()
    if known is not None:
        return int(known)
    try:
        with transaction.atomic():
            budget = _claim_budget(cost, at)
            row = Goodwill.objects.create(
                key=gift.key,
                customer_id=gift.customer_id,
                order_id=gift.order_id,
                form=gift.form,
                units=gift.units,
                currency=gift.currency,
                cost=cost.amount,
                reason=gift.reason.strip()[:300],
                state=Goodwill.State.GIVEN,
                budget=budget,
                actor_id=actor.id[:64],
                actor_label=actor.label[:200],
                asked_at=at,
                given_at=at,
            )
            account_id = _book(row, cost, actor, at)
            Goodwill.objects.filter(pk=row.pk).update(account_id=account_id)
            audit.record(
                actor=actor,
                action="loyalty.goodwill_given",
                record="customers.customer",
                record_id=gift.customer_id,
                at=at,
                after={
                    "form": gift.form,
                    "units": gift.units,
                    "cost": cost.amount,
                    "currency": gift.currency,
                },
                reason=row.reason,
            )
    except IntegrityError:
        return int(Goodwill.objects.values_list("pk", flat=True).get(key=gift.key))
    return int(row.pk)


def _claim_budget(cost: Money, at: dt.datetime) -> Budget:
    """Take the cost from the budget of the day, by one conditional statement."""
    today = at.date()
    rows = Budget.objects.filter(currency=cost.currency, starts_on__lte=today, ends_on__gte=today)
    for row in rows.order_by("ends_on", "pk"):
        enough = Budget.objects.filter(pk=row.pk, cap__gte=F("spent") + cost.amount)
        if enough.update(spent=F("spent") + cost.amount):
            return row
    if not rows.exists():
        raise NoBudget(currency=cost.currency)
    raise BudgetExhausted(currency=cost.currency, requested=cost.amount)


def _book(row: Goodwill, cost: Money, actor: Actor, at: dt.datetime) -> int:
    if row.form == Goodwill.Form.VOUCHER:
        person = customers.customer(row.customer_id)
        voucher = issuing.issue(
            cost,
            origin=Voucher.Origin.GOODWILL,
            source="goodwill",
            source_id=str(row.pk),
            order_id=row.order_id,
            reason=row.reason,
            recipient_email=person.email,
            recipient_name=person.name[:120],
            locale=person.locale or "en",
            deliver_at=at,
            actor=actor,
            at=at,
        )
        return int(voucher.account_id)
    program = Program.objects.first()
    is_points = row.form == Goodwill.Form.POINTS
    currency = "" if is_points else row.currency
    account = booking.money_account(
        Account.Kind.POINTS if is_points else Account.Kind.CREDIT, row.customer_id, currency, at=at
    )
    days = program.expiry_days if program else 730
    booking.book(
        account.pk,
        Entry.Kind.GOODWILL,
        row.units,
        source="goodwill",
        source_id=str(row.pk),
        expires_at=at + dt.timedelta(days=days) if is_points else None,
        order_id=row.order_id,
        reason=row.reason,
        actor=actor,
        at=at,
    )
    if is_points:
        booking.note_expiry(account.pk)
    return int(account.pk)


def save_budget(
    *,
    name: str,
    cap: Money,
    starts_on: dt.date,
    ends_on: dt.date,
    budget_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Set up a budget for goodwill or change it; never below what was given. Return its id.

    :raises Denied: the actor may not
    :raises InvalidVoucher: no name, no amount, an end before the start, or less than was given
    """
    actor.require("loyalty.write")
    if not name.strip() or cap.amount <= 0 or ends_on < starts_on:
        raise InvalidVoucher(_("A budget has a name, an amount and an end after its start."))
    values = {"name": name.strip(), "cap": cap.amount, "starts_on": starts_on, "ends_on": ends_on}
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
