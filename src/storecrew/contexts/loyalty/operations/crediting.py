"""Store credit that staff give, for example instead of a refund."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.loyalty.errors import InvalidUnits, NotEnoughLeft, ReasonNeeded
from storecrew.contexts.loyalty.models import Account, Entry
from storecrew.contexts.loyalty.operations import booking
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def give_credit(
    customer_id: int, amount: Money, *, reason: str, key: str, actor: Actor, at: dt.datetime
) -> int:
    """Give a customer store credit, or take some with an amount below zero, once per ``key``.

    Return the account's id.

    :raises Denied: the actor may not
    :raises ReasonNeeded: no reason
    :raises InvalidUnits: nothing, or more taken than is there
    """
    actor.require("loyalty.write")
    if not reason.strip():
        raise ReasonNeeded()
    if not amount.amount:
        raise InvalidUnits(amount=0)
    with transaction.atomic():
        account = booking.money_account(Account.Kind.CREDIT, customer_id, amount.currency, at=at)
        try:
            new = booking.book(
                account.pk,
                Entry.Kind.ADJUST,
                amount.amount,
                source="credit",
                source_id=key,
                reason=reason.strip(),
                actor=actor,
                at=at,
            )
        except NotEnoughLeft:
            raise InvalidUnits(left=account.balance, requested=amount.amount) from None
        if new:
            audit.record(
                actor=actor,
                action="loyalty.credit_adjusted",
                record="loyalty.account",
                record_id=account.pk,
                at=at,
                after={"amount": amount.amount, "currency": amount.currency},
                reason=reason.strip(),
            )
    return account.pk
