"""Reads of payouts, and which entry of the ledger a line means."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db.models import Q, QuerySet

from storecrew.contexts.payments.facts import PayoutPreview, Statement, StatementLine
from storecrew.contexts.payments.models import Difference, Payment, PaymentEvent, Payout, PayoutLine
from storecrew.contexts.payments.providers import enabled
from storecrew.contexts.payments.providers.statements import TellsPayouts
from storecrew.contexts.payments.rules import matching
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def visible_payouts(actor: Actor) -> QuerySet[Payout]:
    """Return the payouts; who works for single channels sees none, since payouts mix them."""
    return Payout.objects.all() if actor.scopes.get("channel") is None else Payout.objects.none()


def visible_differences(actor: Actor) -> QuerySet[Difference]:
    """Return the differences with what they are about, for who sees payouts."""
    rows = Difference.objects.select_related("payout", "line__event__payment__order", "event__payment__order")
    return rows if actor.scopes.get("channel") is None else rows.none()


def tells_payouts() -> bool:
    """Say whether a gateway that is switched on can be asked for its payouts."""
    return any(isinstance(provider, TellsPayouts) for provider in enabled())


def find_entry(
    gateway: str, line: StatementLine | PayoutLine, *, besides: Collection[int] = ()
) -> matching.Match:
    """Find what a line means in the ledger of a gateway, among entries that no payout has yet."""
    entries = _entries(gateway, line.named, line.kind)
    return matching.match(
        kind=line.kind,
        amount=line.original_amount,
        currency=line.original_currency,
        hint=line.hint,
        entries=[entry for entry in entries if entry.id not in besides],
    )


def _entries(gateway: str, named: str, operation: str) -> list[matching.Entry]:
    """Return the entries of the named payment and kind that no payout has, oldest first."""
    if not named:
        return []
    wanted = Q(gateway_reference=named) | Q(key=named) | Q(order__number=named)
    ids = list(Payment.objects.filter(wanted, gateway=gateway).values_list("pk", flat=True)[:20])
    rows = PaymentEvent.objects.filter(
        payment_id__in=ids, operation=operation, kind="success", payout_line=None
    ).select_related("payment")
    return [
        matching.Entry(row.pk, row.key, row.amount, row.currency or row.payment.currency)
        for row in rows.order_by("id")
    ]


def preview_payouts(gateway: str, statements: Sequence[Statement]) -> list[PayoutPreview]:
    """Return what importing would do, line by line; nothing is written."""
    references = [statement.reference for statement in statements]
    known = set(
        Payout.objects.filter(gateway=gateway, reference__in=references).values_list("reference", flat=True)
    )
    shown: list[PayoutPreview] = []
    used: set[int] = set()
    for statement in statements:
        for line in statement.lines:
            found = find_entry(gateway, line, besides=used)
            if found.entry:
                used.add(found.entry.id)
            shown.append(
                PayoutPreview(
                    payout=statement.reference,
                    line=line.reference,
                    kind=line.kind,
                    named=line.named,
                    amount=Money(line.amount, statement.currency),
                    ours=Money(found.entry.amount, found.entry.currency) if found.entry else None,
                    state="known" if statement.reference in known else found.state,
                )
            )
    return shown
