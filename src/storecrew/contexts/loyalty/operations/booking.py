"""The one writer of the ledger: each cause once, sums moved in the same transaction."""

from __future__ import annotations

import datetime as dt

from django.db import IntegrityError, transaction
from django.db.models import F, Q

from storecrew.contexts.loyalty.errors import NotEnoughLeft
from storecrew.contexts.loyalty.models import Account, Entry
from storecrew.contexts.loyalty.queries import ledger
from storecrew.contexts.loyalty.rules import points
from storecrew.kernel.actor import Actor
from storecrew.kernel.sentence import short


def book(
    account_id: int,
    kind: str,
    amount: int = 0,
    *,
    pending: int = 0,
    source: str,
    source_id: str,
    actor: Actor,
    at: dt.datetime,
    guard: Q | None = None,
    lot_id: int | None = None,
    expires_at: dt.datetime | None = None,
    order_id: int | None = None,
    reason: str = "",
) -> bool:
    """Write one line and move the sums, in the caller's transaction; False when the cause was booked before.

    ``guard`` is what the account must be like at that moment; it is part of the one statement that moves the
    sums, so two who want the last of it cannot both have it (CON-20).

    :raises NotEnoughLeft: the guard does not hold, or more would be taken than is there
    """
    entry = Entry(
        account_id=account_id,
        kind=kind,
        amount=amount,
        pending=pending,
        source=source,
        source_id=source_id[:200],
        lot_id=lot_id,
        expires_at=expires_at,
        order_id=order_id,
        reason=short(reason, 300),
        actor_label=actor.label[:200],
        at=at,
    )
    try:
        with transaction.atomic():
            entry.save(force_insert=True)
    except IntegrityError:
        if Entry.objects.filter(source=source, source_id=source_id[:200], kind=kind).exists():
            return False
        raise
    rows = Account.objects.filter(guard or Q(), pk=account_id)
    try:
        with transaction.atomic():
            changed = rows.update(balance=F("balance") + amount, pending=F("pending") + pending)
    except IntegrityError:
        changed = 0
    if not changed:
        raise NotEnoughLeft()
    return True


def note_expiry(account_id: int) -> None:
    """Keep beside a points account when its next points run out."""
    found = points.lots(ledger.bookings(account_id))
    Account.objects.filter(pk=account_id).update(next_expiry_at=points.next_expiry(found))


def money_account(kind: str, customer_id: int, currency: str, *, at: dt.datetime) -> Account:
    """Return a customer's account of a kind, opened when there is none yet."""
    wanted = {"kind": kind, "customer_id": customer_id, "currency": currency}
    found = Account.objects.filter(**wanted).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            return Account.objects.create(**wanted, created_at=at)
    except IntegrityError:
        return Account.objects.get(**wanted)
