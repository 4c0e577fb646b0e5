"""Reads of the ledger."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Sum

from storecrew.contexts.loyalty.facts import LedgerDifference, LedgerLine, LiabilityRow
from storecrew.contexts.loyalty.models import Account, Entry, Program
from storecrew.contexts.loyalty.rules.points import Booking
from storecrew.kernel.money import Money


def bookings(account_id: int) -> list[Booking]:
    """Return what changed a balance, oldest first."""
    rows = Entry.objects.filter(account_id=account_id).exclude(amount=0).order_by("id")
    return [Booking(*row) for row in rows.values_list("id", "amount", "expires_at", "lot_id")]


def history(account_id: int, *, limit: int = 100) -> tuple[LedgerLine, ...]:
    """Return the lines of an account, newest first."""
    rows = Entry.objects.filter(account_id=account_id).order_by("-at", "-id")[:limit]
    return tuple(
        LedgerLine(
            row.pk,
            row.kind,
            Entry.Kind(row.kind).label,
            row.amount,
            row.pending,
            row.at,
            row.expires_at,
            row.order_id,
            row.reason,
            row.actor_label,
        )
        for row in rows
    )


def liability() -> tuple[LiabilityRow, ...]:
    """Return what we owe, by kind and currency; points at what they pay, per currency."""
    found = []
    rows = Account.objects.values_list("kind", "currency").annotate(
        owed=Sum("balance"), coming=Sum("pending")
    )
    counts = _counts()
    for kind, currency, owed, coming in rows.order_by("kind", "currency"):
        label = Account.Kind(kind).label
        count = counts.get((kind, currency), 0)
        if kind != Account.Kind.POINTS:
            found.append(LiabilityRow(kind, label, currency, count, owed, 0, Money(owed, currency)))
            continue
        worth = Program.objects.values_list("worth", flat=True).first() or {}
        for code, minor in sorted(worth.items()):
            found.append(LiabilityRow(kind, label, code, count, owed, coming, Money(owed * minor, code)))
        if not worth:
            found.append(LiabilityRow(kind, label, "", count, owed, coming, None))
    return tuple(found)


def _counts() -> dict[tuple[str, str], int]:
    rows = Account.objects.exclude(balance=0, pending=0).values_list("kind", "currency")
    return {(kind, currency): n for kind, currency, n in rows.annotate(n=Count("id")).order_by()}


def differences() -> Iterator[LedgerDifference]:
    """Yield every account whose sums are not the sums of its ledger (MON-10)."""
    rows = Account.objects.annotate(booked=Sum("entries__amount"), coming=Sum("entries__pending"))
    for row in rows.order_by("id").iterator(chunk_size=2000):
        booked, coming = row.booked or 0, row.coming or 0
        if (row.balance, row.pending) != (booked, coming):
            yield LedgerDifference(row.pk, row.balance, row.pending, booked, coming)
