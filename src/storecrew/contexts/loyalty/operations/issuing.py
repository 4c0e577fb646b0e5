"""Making gift vouchers: what is made is owed from then on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.loyalty.errors import InvalidVoucher, ReasonNeeded, VoucherState
from storecrew.contexts.loyalty.events import VoucherIssued
from storecrew.contexts.loyalty.facts import NewVoucher
from storecrew.contexts.loyalty.models import Account, Entry, Voucher
from storecrew.contexts.loyalty.operations import booking
from storecrew.contexts.loyalty.operations.coding import new_code
from storecrew.contexts.loyalty.queries.shops import timezone_of, year_end
from storecrew.contexts.loyalty.queries.vouchers import voucher as facts_by_id
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.sentence import short

YEARS = 3
LARGEST = 100_000_000


def issue(
    amount: Money,
    *,
    origin: str,
    source: str,
    source_id: str,
    actor: Actor,
    at: dt.datetime,
    years: int = YEARS,
    order_id: int | None = None,
    reason: str = "",
    timezone: str = "",
    **fields: Any,
) -> Voucher:
    """Write one voucher, for this context's own operations, in the caller's transaction. It has no code yet.

    It is good until the end of the year that is ``years`` away, as laws count, by the clock of its shop.
    """
    until = year_end(at, years, timezone or timezone_of(order_id, amount.currency))
    account = Account.objects.create(
        kind=Account.Kind.VOUCHER, currency=amount.currency, expires_at=until, created_at=at
    )
    row = Voucher.objects.create(
        account=account, origin=origin, face_amount=amount.amount, order_id=order_id, **fields
    )
    booking.book(
        account.pk,
        Entry.Kind.ISSUE,
        amount.amount,
        source=source,
        source_id=source_id,
        order_id=order_id,
        reason=reason,
        actor=actor,
        at=at,
    )
    outbox.publish(VoucherIssued(row.pk, origin, amount.amount, amount.currency))
    return row


def check_amount(amount: Money) -> None:
    """Refuse an amount that makes no voucher. Raises InvalidVoucher."""
    if not 0 < amount.amount <= LARGEST:
        most = Money(LARGEST, amount.currency).format(get_language() or "en")
        raise InvalidVoucher(
            _("A gift voucher is worth more than nothing and at most %(most)s.") % {"most": most},
            next_step=_("Write another amount."),
            amount=amount.amount,
        )


def make_voucher(
    amount: Money, *, reason: str, key: str, actor: Actor, at: dt.datetime, years: int = YEARS
) -> NewVoucher:
    """Make one voucher by hand and return its code, which is shown this once.

    :raises Denied: the actor may not
    :raises ReasonNeeded: no reason
    :raises InvalidVoucher: the amount makes no voucher
    """
    actor.require("loyalty.write")
    check_amount(amount)
    if not reason.strip():
        raise ReasonNeeded()
    with transaction.atomic():
        row = issue(
            amount,
            origin=Voucher.Origin.STAFF,
            source="staff",
            source_id=key,
            years=years,
            reason=reason.strip(),
            delivered_at=at,
            actor=actor,
            at=at,
        )
        code = new_code(row)
        audit.record(
            actor=actor,
            action="loyalty.voucher_made",
            record="loyalty.voucher",
            record_id=row.pk,
            at=at,
            after={"amount": amount.amount, "currency": amount.currency},
            reason=reason.strip(),
        )
    return NewVoucher(row.pk, code, amount, row.account.expires_at)


def replace_code(voucher_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> NewVoucher:
    """Make a new code for a voucher whose code was lost; the old one is worth nothing from now on.

    :raises Denied: the actor may not
    :raises UnknownVoucher: there is none
    :raises ReasonNeeded: no reason
    :raises VoucherState: it is not active
    """
    actor.require("loyalty.write")
    if not reason.strip():
        raise ReasonNeeded()
    with transaction.atomic():
        found = facts_by_id(voucher_id, at=at)
        if found.state != "active":
            raise VoucherState(state=found.state)
        code = new_code(Voucher.objects.get(pk=voucher_id))
        Voucher.objects.filter(pk=voucher_id).update(delivered_at=at)
        audit.record(
            actor=actor,
            action="loyalty.voucher_code_replaced",
            record="loyalty.voucher",
            record_id=voucher_id,
            at=at,
            reason=reason.strip(),
        )
    return NewVoucher(voucher_id, code, found.left, found.expires_at)


def set_blocked(voucher_id: int, *, blocked: bool, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Block a voucher, or open it again.

    :raises Denied: the actor may not
    :raises UnknownVoucher: there is none
    :raises ReasonNeeded: no reason
    """
    actor.require("loyalty.write")
    if not reason.strip():
        raise ReasonNeeded()
    with transaction.atomic():
        found = facts_by_id(voucher_id, at=at)
        Account.objects.filter(pk=found.account_id).update(blocked=blocked)
        Voucher.objects.filter(pk=voucher_id).update(
            block_reason=short(reason.strip(), 300) if blocked else ""
        )
        audit.record(
            actor=actor,
            action="loyalty.voucher_blocked" if blocked else "loyalty.voucher_opened",
            record="loyalty.voucher",
            record_id=voucher_id,
            at=at,
            reason=reason.strip(),
        )
