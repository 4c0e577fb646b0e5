"""Members: joining, leaving, and points given or taken by hand."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction

from storecrew.contexts.loyalty.errors import InvalidUnits, NoProgram, ReasonNeeded, UnknownMember
from storecrew.contexts.loyalty.events import MemberJoined
from storecrew.contexts.loyalty.models import Account, Entry, Membership, Program
from storecrew.contexts.loyalty.operations import booking, tiers
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor

MOST_UNITS = 10_000_000


def join(customer_id: int, *, actor: Actor, at: dt.datetime) -> int:
    """Make a customer a member, or a former one again; return the membership's id. Repeating changes nothing.

    :raises NoProgram: there is no program that takes members
    """
    program = Program.objects.filter(open=True).first()
    if program is None:
        raise NoProgram()
    with transaction.atomic():
        account = booking.money_account(Account.Kind.POINTS, customer_id, "", at=at)
        try:
            with transaction.atomic():
                row = Membership.objects.create(
                    customer_id=customer_id, program=program, account=account, joined_at=at
                )
        except IntegrityError:
            row = Membership.objects.get(customer_id=customer_id)
            if not Membership.objects.filter(pk=row.pk, left_at__isnull=False).update(left_at=None):
                return row.pk
        tiers.review(row.pk, at=at)
        _record(actor, "loyalty.member_joined", row.pk, at)
        outbox.publish(MemberJoined(customer_id, program.code))
    return row.pk


def leave(customer_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """End a membership; what was earned stays until it is spent or runs out.

    :raises UnknownMember: the customer is no member
    """
    with transaction.atomic():
        row = Membership.objects.filter(customer_id=customer_id, left_at=None).first()
        if row is None:
            raise UnknownMember()
        Membership.objects.filter(pk=row.pk).update(left_at=at)
        _record(actor, "loyalty.member_left", row.pk, at)


def adjust_points(
    customer_id: int, units: int, *, reason: str, key: str, actor: Actor, at: dt.datetime
) -> bool:
    """Give or take points by hand, once per ``key``; False when it was done before.

    :raises Denied: the actor may not
    :raises ReasonNeeded: no reason
    :raises InvalidUnits: no points, too many, or more taken than are there
    :raises UnknownMember: the customer is no member
    """
    actor.require("loyalty.write")
    if not reason.strip():
        raise ReasonNeeded()
    if not 0 < abs(units) <= MOST_UNITS:
        raise InvalidUnits(units=units)
    row = Membership.objects.select_related("program", "account").filter(customer_id=customer_id).first()
    if row is None:
        raise UnknownMember()
    if units < 0 and row.account.balance + units < 0:
        raise InvalidUnits(units=units, left=row.account.balance)
    with transaction.atomic():
        new = booking.book(
            row.account_id,
            Entry.Kind.ADJUST,
            units,
            source="staff",
            source_id=key,
            expires_at=at + dt.timedelta(days=row.program.expiry_days) if units > 0 else None,
            reason=reason.strip(),
            actor=actor,
            at=at,
        )
        if new:
            booking.note_expiry(row.account_id)
            _record(actor, "loyalty.points_adjusted", row.pk, at, units=units, reason=reason.strip())
    return new


def _record(
    actor: Actor, action: str, membership_id: int, at: dt.datetime, units: int = 0, reason: str = ""
) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="loyalty.membership",
        record_id=membership_id,
        at=at,
        after={"units": units} if units else {},
        reason=reason,
    )
