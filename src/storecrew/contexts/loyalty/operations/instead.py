"""Vouchers that customers take instead of their money."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.loyalty.models import Entry, Voucher
from storecrew.contexts.loyalty.operations import issuing
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

SOURCE = "refund"


def give_instead(
    amount: Money,
    *,
    key: str,
    order_id: int,
    email: str,
    name: str,
    locale: str,
    message: str,
    reason: str,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Issue a voucher in place of a refund, once per ``key``, in the caller's transaction; return its id.

    Its code leaves by mail. The caller has decided about the money and holds what makes that happen once.
    Raises InvalidVoucher.
    """
    known = Entry.objects.filter(source=SOURCE, source_id=key, kind=Entry.Kind.ISSUE).first()
    if known is not None:
        return Voucher.objects.values_list("pk", flat=True).get(account_id=known.account_id)
    issuing.check_amount(amount)
    row = issuing.issue(
        amount,
        origin=Voucher.Origin.REFUND,
        source=SOURCE,
        source_id=key,
        order_id=order_id,
        recipient_email=email,
        recipient_name=name[:120],
        message=message[:500],
        locale=locale,
        deliver_at=at,
        reason=reason,
        actor=actor,
        at=at,
    )
    audit.record(
        actor=actor,
        action="loyalty.voucher_made",
        record="loyalty.voucher",
        record_id=row.pk,
        at=at,
        after={"amount": amount.amount, "currency": amount.currency},
        reason=reason,
    )
    return int(row.pk)
