"""What vouchers, credit and points would pay of a total. Nothing is claimed here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.loyalty.facts import Purse, Tender, Wish
from storecrew.contexts.loyalty.models import Account, Program
from storecrew.contexts.loyalty.queries import ledger
from storecrew.contexts.loyalty.rules import points
from storecrew.kernel.money import Money

Kind = Account.Kind
ORDER = (Kind.VOUCHER, Kind.CREDIT, Kind.POINTS)


def tenders(
    wishes: Sequence[Wish], *, customer_id: int | None, total: Money, at: dt.datetime
) -> tuple[Tender, ...]:
    """Return what each wish pays now, vouchers first, then credit, then points; what pays nothing is left
    out.

    A voucher pays in its own currency only; credit and points only for the customer who owns them.
    """
    found: list[Tender] = []
    due = total.amount
    rows = _rows(wishes, customer_id, total.currency) if wishes and due > 0 else []
    for row, wish in rows:
        if due <= 0 or not usable(row, at):
            continue
        tender = _points(row, wish, due, total.currency, at) if row.kind == Kind.POINTS else _money(row, due)
        if tender is not None:
            found.append(tender)
            due -= tender.amount.amount
    return tuple(found)


def usable(row: Account, at: dt.datetime) -> bool:
    """Say whether an account may pay at a moment."""
    return not row.blocked and (row.expires_at is None or row.expires_at > at) and row.balance > 0


def purse(customer_id: int, *, currency: str, at: dt.datetime) -> Purse:
    """Return what a customer could pay with."""
    rows = {
        row.kind: row
        for row in Account.objects.filter(customer_id=customer_id, currency__in=("", currency)).exclude(
            kind=Kind.VOUCHER
        )
    }
    credit, held = rows.get(Kind.CREDIT), rows.get(Kind.POINTS)
    program = Program.objects.first() if held is not None else None
    worth = int(program.worth.get(currency, 0)) if program and program.open else 0
    units = spendable(held, at) if held is not None and usable(held, at) else 0
    return Purse(
        Money(credit.balance if credit and usable(credit, at) else 0, currency),
        units,
        Money(units * worth, currency),
        program.least_units if program else 0,
    )


def spendable(row: Account, at: dt.datetime) -> int:
    """Return the points of an account that have not run out."""
    if row.next_expiry_at is None or row.next_expiry_at > at:
        return row.balance
    found = points.lots(ledger.bookings(row.pk))
    return row.balance - sum(lot.left for lot in points.due(found, at))


def _rows(wishes: Sequence[Wish], customer_id: int | None, currency: str) -> list[tuple[Account, Wish]]:
    by_voucher = {wish.account_id or 0: wish for wish in wishes if wish.kind == Kind.VOUCHER}
    by_kind = {wish.kind: wish for wish in wishes if wish.kind != Kind.VOUCHER}
    found: list[tuple[Account, Wish]] = []
    if by_voucher:
        rows = Account.objects.filter(pk__in=by_voucher, kind=Kind.VOUCHER, currency=currency)
        found += [(row, by_voucher[row.pk]) for row in rows.select_related("voucher").order_by("pk")]
    if by_kind and customer_id is not None:
        own = Account.objects.filter(customer_id=customer_id, kind__in=by_kind, currency__in=("", currency))
        found += [(row, by_kind[row.kind]) for row in own.order_by("pk")]
    return sorted(found, key=lambda pair: (ORDER.index(Kind(pair[0].kind)), pair[0].pk))


def _money(row: Account, due: int) -> Tender:
    paid = min(row.balance, due)
    hint = row.voucher.hint if row.kind == Kind.VOUCHER else ""
    return Tender(row.kind, row.pk, Money(paid, row.currency), paid, row.balance - paid, hint)


def _points(row: Account, wish: Wish, due: int, currency: str, at: dt.datetime) -> Tender | None:
    program = Program.objects.filter(open=True).first()
    worth = int(program.worth.get(currency, 0)) if program else 0
    there = spendable(row, at)
    most = min(wish.units, there) if wish.units else there
    units = points.units_for(due, worth=worth, most=most)
    if program is None or units < program.least_units:
        return None
    return Tender(row.kind, row.pk, Money(units * worth, currency), units, there - units)
