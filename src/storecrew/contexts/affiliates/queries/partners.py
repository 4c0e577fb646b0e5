"""Partners, what stands to their accounts, and the link to their own page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.core import signing
from django.db.models import F, Q, Sum

from storecrew.contexts.affiliates.errors import UnknownPartner
from storecrew.contexts.affiliates.facts import Balance, Brought, CommissionLine
from storecrew.contexts.affiliates.models import Commission, Entry, Partner
from storecrew.contexts.affiliates.rules.commissions import in_term
from storecrew.kernel.money import Money

SALT = "storecrew.affiliates.page"
LINK_SECONDS = 90 * 86_400
State = Commission.State


def find(partner_id: int) -> Partner:
    """Return a partner. Raises UnknownPartner."""
    row = Partner.objects.filter(pk=partner_id).first()
    if row is None:
        raise UnknownPartner()
    return row


def by_code(code: str, *, day: dt.date) -> Partner | None:
    """Return the partner behind a code whose agreement holds on that day, or None."""
    row = Partner.objects.filter(code=normal_code(code), active=True).first()
    return row if row is not None and in_term(day, row.starts_on, row.ends_on) else None


def codes_of_promotions(promotion_ids: Collection[int]) -> list[str]:
    """Return the codes of partners that save shoppers something by these promotions; one query."""
    rows = Partner.objects.filter(promotion_id__in=list(promotion_ids)).order_by()
    return list(rows.values_list("code", flat=True))


def normal_code(text: str) -> str:
    """Return a code as it is kept: letters and digits, in capitals."""
    return "".join(char for char in text.upper() if char.isalnum())[:40]


def page_link(partner: Partner) -> str:
    """Return the token of the partner's own page; it ends after 90 days, or when a new one is made."""
    return signing.dumps([partner.pk, partner.link_number], salt=SALT)


def by_link(token: str) -> Partner:
    """Return the partner behind a token. Raises UnknownPartner for an old, forged or recalled one."""
    try:
        partner_id, number = signing.loads(token, salt=SALT, max_age=LINK_SECONDS)
    except (signing.BadSignature, ValueError, TypeError) as error:
        raise UnknownPartner() from error
    row = Partner.objects.filter(pk=partner_id, link_number=number, active=True).first()
    if row is None:
        raise UnknownPartner()
    return row


def balances(partner_id: int) -> list[Balance]:
    """Return what stands to a partner's account by currency; one query."""
    open_states = Q(commission__state__in=(State.PENDING, State.FLAGGED))
    rows = (
        Entry.objects.filter(partner_id=partner_id)
        .order_by("currency")
        .values_list("currency")
        .annotate(
            pending=Sum("amount", filter=Q(commission__state=State.PENDING), default=0),
            waiting=Sum("amount", filter=Q(commission__state=State.FLAGGED), default=0),
            due=Sum("amount", filter=~open_states | Q(commission=None), default=0),
            paid=Sum("amount", filter=Q(kind=Entry.Kind.PAID), default=0),
        )
    )
    return [
        Balance(
            currency,
            Money(pending, currency),
            Money(waiting, currency),
            Money(due, currency),
            Money(-paid, currency),
        )
        for currency, pending, waiting, due, paid in rows
    ]


def lines(partner_id: int, *, limit: int = 100) -> list[CommissionLine]:
    """Return a partner's newest commissions as they may see them."""
    rows = Commission.objects.filter(partner_id=partner_id)[:limit]
    return [
        CommissionLine(
            row.booked_at.date(),
            row.get_via_display(),
            Money(row.base, row.currency),
            Money(row.amount, row.currency),
            Money(row.clawed, row.currency),
            row.get_state_display(),
            row.hold_until,
        )
        for row in rows
    ]


def commissions_of(order_ids: Collection[int], *, currency: str) -> dict[str, int]:
    """Return what the commissions of these orders cost by partner, less what was clawed back; one query."""
    rows = Commission.objects.filter(order_id__in=list(order_ids), currency=currency).exclude(
        state=State.VOID
    )
    sums = (
        rows.order_by("partner__name")
        .values_list("partner__name")
        .annotate(left=Sum(F("amount") - F("clawed")))
    )
    return dict(sums)


def brought_by(partner_id: int, *, currency: str) -> list[Brought]:
    """Return the orders that a partner brought, newest first, with void commissions too; one query."""
    rows = Commission.objects.filter(partner_id=partner_id, currency=currency)
    return [
        Brought(order_id, via, 0 if state == State.VOID else amount - clawed)
        for order_id, via, state, amount, clawed in rows.values_list(
            "order_id", "via", "state", "amount", "clawed"
        )
    ]
