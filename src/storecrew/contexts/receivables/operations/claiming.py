"""Take a part of the limit for an order, in the transaction that drafts it.

The grant's row is the queue and the limit is claimed by one conditional statement, so that two orders at once
never owe more than was granted (R1).
"""

from __future__ import annotations

import datetime as dt

from django.db.models import F, Q

from storecrew.contexts.channels import public as channels
from storecrew.contexts.receivables import queries
from storecrew.contexts.receivables.errors import CreditLimitExceeded, CreditOnHold, InvoiceNotOffered
from storecrew.contexts.receivables.models import Grant, GrantLimit, OpenItem
from storecrew.contexts.receivables.queries.due import due_day, today_of
from storecrew.kernel.money import Money


def claim(
    *,
    order_id: int,
    payment_id: int,
    customer_id: int | None,
    amount: Money,
    channel_id: int,
    at: dt.datetime,
) -> int:
    """Open an item for an order that is to be paid on account, in the caller's transaction; return its id.

    :raises InvoiceNotOffered: nothing was granted to this customer in this currency, or it has ended
    :raises CreditOnHold: the account is held; ``reason`` says why
    :raises CreditLimitExceeded: more than is left of the limit
    """
    credit = None if customer_id is None else queries.credit_of(customer_id, amount.currency, at=at)
    if customer_id is None or credit is None:
        raise InvoiceNotOffered()
    channel = channels.facts_by_id(channel_id)
    today = today_of(channel, at)
    usable = Grant.objects.filter(pk=credit.grant_id, held_at=None, ended_at=None)
    if not usable.filter(Q(ends_on=None) | Q(ends_on__gte=today)).update(asked_at=at):
        now = queries.credit_of(customer_id, amount.currency, at=at)
        if now is not None and now.refusal == "on_hold":
            raise CreditOnHold(reason=now.held_because)
        raise InvoiceNotOffered()
    row = GrantLimit.objects.filter(grant_id=credit.grant_id, currency=amount.currency)
    if not row.filter(amount__gte=F("used") + amount.amount).update(used=F("used") + amount.amount):
        left = queries.credit_of(customer_id, amount.currency, at=at) or credit
        raise CreditLimitExceeded(
            limit=left.limit.amount, left=left.left.amount, asked=amount.amount, currency=amount.currency
        )
    item = OpenItem.objects.create(
        grant_id=credit.grant_id,
        payment_id=payment_id,
        order_id=order_id,
        currency=amount.currency,
        amount=amount.amount,
        counted=amount.amount,
        issued_at=at,
        due_on=due_day(channel, credit.terms_days, at),
    )
    return item.pk
