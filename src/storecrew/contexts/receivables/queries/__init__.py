"""Reads of credit and open items."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.db.models import Count, F, QuerySet, Sum

from storecrew.contexts.channels import public as channels
from storecrew.contexts.receivables import rules
from storecrew.contexts.receivables.errors import UnknownGrant, UnknownItem
from storecrew.contexts.receivables.facts import (
    CreditFacts,
    GrantFacts,
    InvoiceFacts,
    ItemFacts,
    PayToFacts,
    ReceiptFacts,
    ReminderFacts,
)
from storecrew.contexts.receivables.models import (
    DunningLevel,
    Grant,
    GrantLimit,
    GrantMember,
    OpenItem,
    PaidInvoice,
    PayTo,
    Receipt,
)
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def credit_of(customer_id: int, currency: str, *, at: dt.datetime) -> CreditFacts | None:
    """Return what a customer may do on account; None when nothing was granted. Two queries."""
    member = GrantMember.objects.select_related("grant").filter(customer_id=customer_id).first()
    if member is None:
        return None
    row = member.grant
    limit = GrantLimit.objects.filter(grant=row, currency=currency).first()
    refusal = ""
    if row.ended_at is not None or (row.ends_on is not None and row.ends_on < channels.house_day(at)):
        refusal = "ended"
    elif row.held_at is not None:
        refusal = "on_hold"
    elif limit is None or not limit.amount:
        refusal = "no_limit"
    return CreditFacts(
        grant_id=row.pk,
        name=row.name,
        terms_days=row.terms_days,
        limit=Money(limit.amount if limit else 0, currency),
        used=Money(limit.used if limit else 0, currency),
        refusal=refusal,
        held_because=row.held_because,
    )


def grant(grant_id: int) -> GrantFacts:
    """Return one grant. Raises UnknownGrant."""
    row = Grant.objects.prefetch_related("limits", "members").filter(pk=grant_id).first()
    if row is None:
        raise UnknownGrant(credit=grant_id)
    return _grant(row)


def _grant(row: Grant) -> GrantFacts:
    return GrantFacts(
        id=row.pk,
        name=row.name,
        terms_days=row.terms_days,
        reason=row.reason,
        ends_on=row.ends_on,
        held_at=row.held_at,
        held_because=row.held_because,
        ended_at=row.ended_at,
        granted_by=row.granted_by,
        created_at=row.created_at,
        version=row.version,
        limits={each.currency: each.amount for each in row.limits.all()},
        used={each.currency: each.used for each in row.limits.all()},
        customer_ids=tuple(each.customer_id for each in row.members.all()),
    )


def visible_grants() -> QuerySet[Grant]:
    """Return all grants, for lists."""
    return Grant.objects.prefetch_related("limits")


def visible_items(actor: Actor) -> QuerySet[OpenItem]:
    """Return the invoices of the actor's channels, of orders that were placed for good."""
    rows = OpenItem.objects.select_related("grant", "order__channel").exclude(number="")
    allowed = actor.scopes.get("channel")
    return rows if allowed is None else rows.filter(order__channel__code__in=allowed)


def late_sums(actor: Actor, today: dt.date) -> tuple[int, tuple[Money, ...]]:
    """Return how many invoices are late, and what they owe by currency, the most first. One query."""
    owed = Sum(F("amount") - F("paid") - F("credited"))
    late = visible_items(actor).filter(state=OpenItem.State.OPEN, due_on__lt=today).order_by()
    rows = late.values_list("currency").annotate(count=Count("pk"), sum=owed)
    found = sorted(rows, key=lambda row: -row[2])
    return sum(row[1] for row in found), tuple(Money(row[2], row[0]) for row in found)


def item(item_id: int) -> ItemFacts:
    """Return one invoice. Raises UnknownItem."""
    row = OpenItem.objects.filter(pk=item_id).first()
    if row is None:
        raise UnknownItem(item=item_id)
    return item_facts(row)


def item_of_order(order_id: int) -> ItemFacts | None:
    """Return the invoice of an order that is paid on account and has its number, or None."""
    row = OpenItem.objects.filter(order_id=order_id).exclude(number="").first()
    return item_facts(row) if row else None


def invoice_of_order(order_id: int) -> InvoiceFacts | None:
    """Return the invoice of an order that was paid at once, or None."""
    row = PaidInvoice.objects.filter(order_id=order_id).first()
    return _invoice(row) if row else None


def invoices_of_customer(customer_id: int, *, limit: int = 100) -> tuple[InvoiceFacts, ...]:
    """Return the invoices of a customer's own orders that were paid at once, the newest first."""
    rows = PaidInvoice.objects.filter(order__customer_id=customer_id)[:limit]
    return tuple(_invoice(row) for row in rows)


def has_invoices(customer_id: int) -> bool:
    """Say whether a customer has an invoice, or may pay by one."""
    paid = PaidInvoice.objects.filter(order__customer_id=customer_id)
    return paid.exists() or is_on_account(customer_id)


def _invoice(row: PaidInvoice) -> InvoiceFacts:
    return InvoiceFacts(row.order_id, row.number, row.issued_at)


def items_of_customer(customer_id: int, *, limit: int = 100) -> tuple[ItemFacts, ...]:
    """Return the invoices of a customer's own orders: what is open first, by due day, then the newest."""
    rows = OpenItem.objects.filter(order__customer_id=customer_id).exclude(number="")
    still = rows.filter(state=OpenItem.State.OPEN).order_by("due_on", "pk")
    done = rows.exclude(state=OpenItem.State.OPEN).order_by("-issued_at", "-pk")
    return tuple(item_facts(row) for row in [*still[:limit], *done[:limit]])


def is_on_account(customer_id: int) -> bool:
    """Say whether a customer pays on account, or did."""
    member = GrantMember.objects.filter(customer_id=customer_id).exists()
    return member or OpenItem.objects.filter(order__customer_id=customer_id).exclude(number="").exists()


def open_of_grant(grant_id: int) -> tuple[ItemFacts, ...]:
    """Return what is open on one account, the earliest due day first."""
    rows = OpenItem.objects.filter(grant_id=grant_id, state=OpenItem.State.OPEN).exclude(number="")
    return tuple(item_facts(row) for row in rows.order_by("due_on", "pk"))


def item_facts(row: OpenItem) -> ItemFacts:
    """Build the facts of an invoice from its row."""

    def money(amount: int) -> Money:
        return Money(amount, row.currency)

    return ItemFacts(
        id=row.pk,
        grant_id=row.grant_id,
        payment_id=row.payment_id,
        order_id=row.order_id,
        number=row.number,
        amount=money(row.amount),
        paid=money(row.paid),
        credited=money(row.credited),
        owed=money(row.owed),
        state=row.state,
        issued_at=row.issued_at,
        due_on=row.due_on,
        closed_at=row.closed_at,
        hold=row.hold,
        hold_reason=row.hold_reason,
    )


def receipts_of(item_id: int) -> tuple[ReceiptFacts, ...]:
    """Return what arrived for an invoice, oldest first."""
    return tuple(map(receipt_of, Receipt.objects.select_related("item").filter(item_id=item_id)))


def receipt_of(row: Receipt) -> ReceiptFacts:
    """Build the facts of a receipt from its row."""
    currency = row.item.currency
    return ReceiptFacts(
        id=row.pk,
        amount=Money(row.amount, currency),
        surplus=Money(row.surplus, currency),
        left_over=Money(row.surplus_left, currency),
        reference=row.reference,
        received_on=row.received_on,
        note=row.note,
        actor_label=row.actor_label,
        at=row.at,
    )


def reminders_of(item_id: int) -> tuple[ReminderFacts, ...]:
    """Return the reminders that were sent of an invoice, oldest first."""
    found = OpenItem.objects.prefetch_related("reminders").filter(pk=item_id).first()
    rows = found.reminders.all() if found else ()
    return tuple(ReminderFacts(row.level, Money(row.owed, found.currency), row.at) for row in rows)  # type: ignore[union-attr]


def all_levels() -> list[tuple[int, int, bool]]:
    """Return each level of reminders with its days after the due day and whether it is sent."""
    stored = {row.level: (row.days, row.active) for row in DunningLevel.objects.all()}
    return [(level, *stored.get(level, (days, True))) for level, days in rules.LEVELS]


def levels() -> list[tuple[int, int]]:
    """Return the levels that are sent, with their days after the due day."""
    return [(level, days) for level, days, active in all_levels() if active]


def pay_to(channel_id: int) -> PayToFacts | None:
    """Return where customers of a channel pay to, or None where nobody said it."""
    row = PayTo.objects.filter(channel_id=channel_id).first()
    return PayToFacts(row.holder, row.bank, row.account, row.bic) if row else None


def differences() -> Iterator[tuple[int, str, int, int]]:
    """Yield (grant, currency, used, sum of its items) of each limit that is not what its items add up to."""
    for row in GrantLimit.objects.order_by("pk").iterator(chunk_size=2000):
        rows = OpenItem.objects.filter(grant_id=row.grant_id, currency=row.currency)
        counted = rows.aggregate(sum=Sum("counted"))["sum"] or 0
        if counted != row.used:
            yield row.grant_id, row.currency, row.used, counted
