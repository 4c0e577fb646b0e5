"""Goodwill: what agents give to make up for what went wrong, within a limit, booked to a budget.

Above the limit of the role it waits for a second person. Who has no account gets a voucher by mail, or a free
return: points and credit would lie where nobody could use them.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, NamedTuple

from django.db import IntegrityError, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.customers import public as customers
from storecrew.contexts.loyalty.errors import (
    AccountNeeded,
    InvalidUnits,
    ReasonNeeded,
)
from storecrew.contexts.loyalty.models import Account, Entry, Goodwill, Program, Voucher
from storecrew.contexts.loyalty.operations import booking, budgeting, goodwill_limits, issuing
from storecrew.contexts.loyalty.queries.budgets import require_usable
from storecrew.contexts.orders import public as orders
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

KIND = "loyalty.goodwill"
MOST = 1_000_000_000
WITHOUT_ACCOUNT = (Goodwill.Form.VOUCHER, Goodwill.Form.RETURN)


class Gift(NamedTuple):
    """What is to be given: ``units`` are points for "points", else minor units of ``currency``.

    Without a customer it is for the guest of the order. ``budget_id`` names the budget that pays; without
    one it is the first with enough left of those the giver may use.
    """

    customer_id: int | None
    form: str
    units: int
    currency: str
    reason: str
    key: str
    order_id: int | None = None
    promotion_id: int | None = None
    code: str = ""
    explanation: dict[str, Any] = {}
    budget_id: int | None = None


def register() -> None:
    """Tell the approvals what such a gift is, who decides about it and where its limit is."""
    approvals.register(
        approvals.Kind(
            KIND, gettext_lazy("Goodwill"), "loyalty.goodwill_approve", title=title, apply=apply,
            lifetime=dt.timedelta(days=3),
        )
    )  # fmt: skip
    goodwill_limits.register()


def give_goodwill(gift: Gift, *, actor: Actor, at: dt.datetime) -> int:
    """Give a customer store credit, points or a gift voucher, once per key; return the id.

    :raises Denied: the actor may not
    :raises ReasonNeeded: no reason
    :raises InvalidUnits: nothing, or too much to be meant
    :raises AccountNeeded: points or credit for a guest
    :raises GoodwillAboveLimit: more than the role gives alone at once, or (GoodwillAboveDayLimit) than is
        left of the day; ``ask_goodwill`` lets it wait
    :raises NoBudget: there is none in this currency now that the actor may use
    :raises BudgetExhausted: it has not enough left
    """
    actor.require("loyalty.goodwill")
    cost = cost_of(gift)
    require_usable(gift.budget_id, gift.currency, actor=actor, at=at)
    known = _known(gift)
    if known is not None:
        return known
    goodwill_limits.require_within_limits(cost, actor=actor, at=at)
    return _give(gift, cost, alone=True, actor=actor, at=at)


def ask_goodwill(gift: Gift, *, actor: Actor, at: dt.datetime) -> approvals.ApprovalFacts:
    """Let goodwill that is above the actor's limit wait for a second person; once per key."""
    actor.require("loyalty.goodwill")
    cost = cost_of(gift)
    require_usable(gift.budget_id, gift.currency, actor=actor, at=at)
    record, record_id = _record(gift)
    return approvals.ask(
        kind=KIND,
        key=gift.key[:120],
        payload=gift._asdict(),
        facts={
            "customer": _recipient(gift.customer_id, gift.order_id).called,
            "form": gift.form,
            "units": gift.units,
            "currency": gift.currency,
            "amount": cost.amount,
        },
        reason=gift.reason,
        record=record,
        record_id=record_id,
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
    known = _known(gift)
    if known is not None:
        return {"goodwill": known}
    return {"goodwill": _give(gift, cost_of(gift), alone=False, actor=both, at=at)}


def cost_of(gift: Gift) -> Money:
    """Return what a gift costs us. Raises ReasonNeeded, InvalidUnits, AccountNeeded."""
    if not gift.reason.strip():
        raise ReasonNeeded()
    if not 0 < gift.units <= MOST or gift.form not in Goodwill.Form.values:
        raise InvalidUnits(units=gift.units)
    if gift.customer_id is None and (gift.order_id is None or gift.form not in WITHOUT_ACCOUNT):
        raise AccountNeeded(form=gift.form)
    if gift.form != Goodwill.Form.POINTS:
        return Money(gift.units, gift.currency)
    worth = Program.objects.values_list("worth", flat=True).first() or {}
    if not worth.get(gift.currency):
        raise InvalidUnits(currency=gift.currency)
    return Money(gift.units * int(worth[gift.currency]), gift.currency)


def _known(gift: Gift) -> int | None:
    """Return the id of what was given under this key; None when nothing was."""
    return Goodwill.objects.filter(key=gift.key).values_list("pk", flat=True).first()


def _give(gift: Gift, cost: Money, *, alone: bool, actor: Actor, at: dt.datetime) -> int:
    try:
        with transaction.atomic():
            if alone:
                goodwill_limits.count(cost, actor=actor, at=at)
            budget = budgeting.claim(cost, gift.budget_id, actor=actor, at=at)
            row = Goodwill.objects.create(
                key=gift.key,
                customer_id=gift.customer_id,
                order_id=gift.order_id,
                form=gift.form,
                units=gift.units,
                currency=gift.currency,
                cost=cost.amount,
                reason=gift.reason.strip()[:300],
                promotion_id=gift.promotion_id,
                code=gift.code[:40],
                explanation=gift.explanation,
                state=Goodwill.State.GIVEN,
                budget=budget,
                actor_id=actor.id[:64],
                actor_label=actor.label[:200],
                asked_at=at,
                given_at=at,
            )
            account_id = _book(row, cost, actor, at)
            Goodwill.objects.filter(pk=row.pk).update(account_id=account_id)
            record, record_id = _record(gift)
            audit.record(
                actor=actor,
                action="loyalty.goodwill_given",
                record=record,
                record_id=record_id,
                at=at,
                after={
                    "form": gift.form,
                    "units": gift.units,
                    "cost": cost.amount,
                    "currency": gift.currency,
                    **({"promotion": gift.promotion_id, "code": gift.code} if gift.promotion_id else {}),
                },
                reason=row.reason,
            )
    except IntegrityError:
        return int(Goodwill.objects.values_list("pk", flat=True).get(key=gift.key))
    return int(row.pk)


class _Recipient(NamedTuple):
    """Whom something is for, as mails address them."""

    email: str
    name: str
    locale: str

    @property
    def called(self) -> str:
        """Return the name, or the address of who gave none."""
        return self.name or self.email


def _recipient(customer_id: int | None, order_id: int | None) -> _Recipient:
    if customer_id is not None:
        person = customers.customer(customer_id)
        return _Recipient(person.email, person.name, person.locale)
    if order_id is None:
        raise AccountNeeded()
    order = orders.order(order_id)
    if not order.email:
        raise AccountNeeded()
    return _Recipient(order.email, str(order.billing_address.get("name", "")), order.locale)


def _record(gift: Gift) -> tuple[str, int]:
    """Return the record that tells of it: of the customer, else the order of the guest."""
    if gift.customer_id is not None:
        return "customers.customer", gift.customer_id
    if gift.order_id is not None:
        return "orders.order", gift.order_id
    raise AccountNeeded()


def _book(row: Goodwill, cost: Money, actor: Actor, at: dt.datetime) -> int | None:
    """Put what is given where the customer has it; a free return is a label and no account."""
    if row.form == Goodwill.Form.RETURN:
        return None
    if row.form == Goodwill.Form.VOUCHER:
        person = _recipient(row.customer_id, row.order_id)
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
    if row.customer_id is None:
        raise AccountNeeded(form=row.form)
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
