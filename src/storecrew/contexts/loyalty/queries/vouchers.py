"""Reads of gift vouchers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from storecrew.contexts.loyalty.errors import UnknownVoucher, VoucherRefused
from storecrew.contexts.loyalty.facts import Bought, VoucherFacts
from storecrew.contexts.loyalty.models import Account, SoldWish, Voucher, VoucherProduct
from storecrew.contexts.loyalty.queries.shops import day_of
from storecrew.contexts.loyalty.rules import codes
from storecrew.kernel.money import Money


def find_voucher(code: str, *, currency: str, at: dt.datetime) -> int:
    """Return the account behind a code that pays in a currency now.

    Whatever is wrong, the same steps are taken and the same refusal is raised, so nobody learns whether a
    code exists (ABU-02): the database is asked once, also for what cannot be a code.

    :raises VoucherRefused: it is unknown, used up, expired, blocked or in another currency
    """
    digest = codes.digest(codes.normalize(code) or code[:100])
    row = Account.objects.filter(voucher__digest=digest).values_list(
        "id", "currency", "balance", "blocked", "expires_at"
    )
    found = row.first() or (0, "", 0, True, None)
    account_id, own_currency, balance, blocked, expires_at = found
    good = balance > 0 and not blocked and own_currency == currency
    if not good or (expires_at is not None and expires_at <= at):
        raise VoucherRefused()
    return int(account_id)


def voucher_of_code(code: str, *, at: dt.datetime) -> VoucherFacts:
    """Return the voucher behind a code, also one that is used up or ran out: who has the code may know.

    :raises VoucherRefused: it is unknown or blocked
    """
    digest = codes.digest(codes.normalize(code) or code[:100])
    row = Voucher.objects.select_related("account").filter(digest=digest, account__blocked=False).first()
    if row is None:
        raise VoucherRefused()
    return facts_of(row, at)


def may_be_a_code(text: str) -> bool:
    """Say whether something typed has the form of a voucher code; nothing is looked up."""
    return bool(codes.normalize(text))


def vouchers_for_sale(variant_ids: Iterable[int]) -> set[int]:
    """Return those of the variants that are gift vouchers."""
    rows = VoucherProduct.objects.filter(variant_id__in=list(variant_ids))
    return set(rows.values_list("variant_id", flat=True))


def presents_of(order_id: int) -> list[Bought]:
    """Return whom the vouchers of an order go to, and when; before it is paid what the buyer wished for."""
    made = Voucher.objects.filter(order_id=order_id, origin=Voucher.Origin.SOLD).order_by("pk")
    found = [
        Bought(row.recipient_email, row.deliver_at and day_of(row.deliver_at, order_id), row.delivered_at)
        for row in made
    ]
    wished = SoldWish.objects.filter(order_id=order_id).order_by("pk").values_list("email", "deliver_on")
    return found or [Bought(*row) for row in wished]


def state_of(row: Account, at: dt.datetime) -> str:
    """Return the word for where a voucher stands."""
    if row.blocked:
        return "blocked"
    if row.expires_at is not None and row.expires_at <= at:
        return "expired"
    return "active" if row.balance > 0 else "used"


def facts_of(row: Voucher, at: dt.datetime) -> VoucherFacts:
    """Build the facts of a voucher whose account is loaded."""
    account = row.account
    return VoucherFacts(
        id=row.pk,
        account_id=account.pk,
        hint=row.hint,
        state=state_of(account, at),
        face=Money(row.face_amount, account.currency),
        left=Money(account.balance, account.currency),
        origin=row.origin,
        expires_at=account.expires_at,
        deliver_at=row.deliver_at,
        delivered_at=row.delivered_at,
    )


def voucher(voucher_id: int, *, at: dt.datetime) -> VoucherFacts:
    """Return one voucher. Raises UnknownVoucher."""
    row = Voucher.objects.select_related("account").filter(pk=voucher_id).first()
    if row is None:
        raise UnknownVoucher()
    return facts_of(row, at)
