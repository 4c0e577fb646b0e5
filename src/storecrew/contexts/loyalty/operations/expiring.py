"""What runs out: points first in, first out; vouchers when their law's time is over."""

from __future__ import annotations

import datetime as dt
import logging

from django.db import transaction

from storecrew.contexts.loyalty.errors import NotEnoughLeft
from storecrew.contexts.loyalty.events import PointsExpired
from storecrew.contexts.loyalty.models import Account, Entry
from storecrew.contexts.loyalty.operations import booking
from storecrew.contexts.loyalty.queries import ledger
from storecrew.contexts.loyalty.rules import points
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor, system_actor

log = logging.getLogger(__name__)


def expire_points(account_id: int, *, actor: Actor, at: dt.datetime) -> int:
    """Take out what has run out, lot by lot, once each; return how many points.

    In the caller's transaction, where there is one.
    """
    gone = 0
    with transaction.atomic():
        # The row is the queue: somebody who pays with the same points waits, then sees what is left.
        row = Account.objects.select_for_update().get(pk=account_id)
        if row.next_expiry_at is None or row.next_expiry_at > at:
            return 0
        for lot in points.due(points.lots(ledger.bookings(account_id)), at):
            if booking.book(
                account_id,
                Entry.Kind.EXPIRE,
                -lot.left,
                source="lot",
                source_id=_times(lot.id),
                lot_id=lot.id,
                actor=actor,
                at=at,
            ):
                gone += lot.left
        booking.note_expiry(account_id)
        if gone and row.customer_id:
            outbox.publish(PointsExpired(row.customer_id, gone))
    return gone


def _times(lot_id: int) -> str:
    """Name one expiry of a lot; a lot that a return filled again after it had run out may run out again."""
    return f"{lot_id}/{Entry.objects.filter(lot_id=lot_id, kind=Entry.Kind.EXPIRE).count()}"


def expire_due(at: dt.datetime, *, limit: int = 500) -> int:
    """Take out what has run out of every account; return how many accounts were touched."""
    actor = system_actor("loyalty.expire")
    due = Account.objects.filter(kind=Account.Kind.POINTS, next_expiry_at__lte=at).order_by("next_expiry_at")
    ids = list(due.values_list("pk", flat=True)[:limit])
    for account_id in ids:
        expire_points(account_id, actor=actor, at=at)
    ended = Account.objects.filter(kind=Account.Kind.VOUCHER, expires_at__lte=at, balance__gt=0)
    rows = list(ended.order_by("pk").values_list("pk", "balance")[:limit])
    for account_id, left in rows:
        _expire_voucher(account_id, left, actor, at)
    return len(ids) + len(rows)


def _expire_voucher(account_id: int, left: int, actor: Actor, at: dt.datetime) -> None:
    try:
        with transaction.atomic():
            booking.book(
                account_id,
                Entry.Kind.EXPIRE,
                -left,
                source="voucher",
                source_id=f"{account_id}/{_times_ended(account_id)}",
                actor=actor,
                at=at,
            )
    except NotEnoughLeft:
        # Money was given back or taken in between; the next run sees what is there.
        log.info("voucher account %s moved while it expired", account_id)


def _times_ended(account_id: int) -> int:
    return Entry.objects.filter(account_id=account_id, kind=Entry.Kind.EXPIRE).count()
