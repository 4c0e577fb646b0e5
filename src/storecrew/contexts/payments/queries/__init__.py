"""Reads of the payment ledger."""

from __future__ import annotations

from collections.abc import Iterator

from django.conf import settings
from django.db.models import QuerySet, Sum
from django.utils.functional import Promise

from storecrew.contexts.payments.errors import DisputeNotFound, PaymentNotFound
from storecrew.contexts.payments.facts import (
    DisputeFacts,
    Evidence,
    GatewayFacts,
    LedgerDifference,
    PaymentEventFacts,
    PaymentFacts,
    PaymentOutcome,
    RefundResult,
    RefundStatus,
)
from storecrew.contexts.payments.models import (
    Dispute,
    Payment,
    PaymentEvent,
    SimulatorCharge,
)
from storecrew.contexts.payments.providers import enabled, gateway, is_on_account
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money
from storecrew.kernel.reads import compiled_once

UNUSABLE = ("late", "amount_differs")


def available_gateways(channel_code: str = "") -> tuple[GatewayFacts, ...]:
    """Return the ways to pay that a channel offers, in the order of the setting."""
    return tuple(
        GatewayFacts(
            code=provider.code,
            name=provider.name,
            description=provider.description,
            needs_token=provider.needs_token,
            confirms_at_placing=provider.confirms_at_placing,
            origins=provider.origins,
        )
        for provider in enabled(channel_code)
    )


def gateway_name(code: str) -> str | Promise:
    """Return what shoppers call a way to pay, also one that is switched off or of a context above."""
    return gateway(code).name


def captures_at_placing() -> bool:
    """Say whether money is taken when an order is placed; else it is taken when it ships."""
    return str(getattr(settings, "STORECREW_CAPTURE", "shipping")) == "placing"


@compiled_once
def _by_id(payment_id: int) -> QuerySet[Payment]:
    return Payment.objects.filter(pk=payment_id)


def row(payment_id: int) -> Payment | None:
    """Return the row of a payment, for this context's own use."""
    found: Payment | None = _by_id.first(payment_id=payment_id)
    return found


def payment(payment_id: int) -> PaymentFacts:
    """Return one payment. Raises PaymentNotFound."""
    return _one(row(payment_id))


def payment_by_key(key: str) -> PaymentFacts:
    """Return the payment that was begun with a key. Raises PaymentNotFound."""
    return _one(Payment.objects.filter(key=key).first())


def payments_of_order(order_id: int) -> tuple[PaymentFacts, ...]:
    """Return all payments of an order, oldest first."""
    return tuple(facts_of(row) for row in Payment.objects.filter(order_id=order_id).order_by("id"))


def events_of_order(order_id: int) -> tuple[PaymentEventFacts, ...]:
    """Return the ledger of an order, oldest line first."""
    rows = PaymentEvent.objects.filter(payment__order_id=order_id).select_related("payment").order_by("id")
    return tuple(
        PaymentEventFacts(
            id=row.pk,
            payment_id=row.payment_id,
            gateway=row.payment.gateway,
            operation=row.operation,
            kind=row.kind,
            amount=Money(row.amount, row.currency or row.payment.currency),
            key=row.key,
            source=row.source,
            code=row.code,
            message=row.message,
            reason=row.reason,
            actor_label=row.actor_label,
            at=row.at,
        )
        for row in rows
    )


def request_amount(payment_id: int, operation: str, key: str) -> int | None:
    """Return the amount that was asked for under a key, or None when it was not used."""
    return (
        PaymentEvent.objects.filter(payment_id=payment_id, operation=operation, key=key, kind="request")
        .values_list("amount", flat=True)
        .first()
    )


def credited(payment_id: int) -> Money:
    """Return how much of what was owed on account refunds have settled. Raises PaymentNotFound."""
    found = _one(row(payment_id))
    rows = PaymentEvent.objects.filter(
        payment_id=payment_id, operation="capture", kind="success", code="credited"
    )
    return Money(rows.aggregate(sum=Sum("amount"))["sum"] or 0, found.amount.currency)


def refusals(payment_id: int, operation: str) -> int:
    """Return how often an operation on a payment ended in a refusal."""
    return PaymentEvent.objects.filter(payment_id=payment_id, operation=operation, kind="failure").count()


def refund_result(payment_id: int, key: str, *, replayed: bool = False) -> RefundResult:
    """Return what became of a refund by its key. Raises PaymentNotFound."""
    rows = list(
        PaymentEvent.objects.filter(payment_id=payment_id, operation="refund", key=key)
        .select_related("payment")
        .order_by("id")
    )
    if not rows:
        raise PaymentNotFound(key=key)
    words: dict[str, RefundStatus] = {
        "success": "refunded",
        "failure": "refused",
        "pending": "pending",
        "unknown": "unknown",
        "request": "pending",
    }
    # A final outcome counts, else the newest line.
    last = next((row for row in rows if row.kind in ("success", "failure")), rows[-1])
    amount = Money(last.amount, last.payment.currency)
    return RefundResult(payment_id, key, amount, words[last.kind], last.code, last.message, replayed)


def simulated_charge(reference: str) -> tuple[Money, str]:
    """Return amount and state of a charge of the simulator. Raises PaymentNotFound."""
    row = SimulatorCharge.objects.filter(reference=reference).first()
    if row is None:
        raise PaymentNotFound()
    return Money(row.amount, row.currency), row.state


def simulated_way_back(reference: str) -> str:
    """Return where the simulator will send the shopper of a charge; "" when there is no such charge."""
    return (
        SimulatorCharge.objects.filter(reference=reference).values_list("return_url", flat=True).first() or ""
    )


def dispute(dispute_id: int) -> DisputeFacts:
    """Return one dispute. Raises DisputeNotFound."""
    return _dispute(Dispute.objects.select_related("payment").filter(pk=dispute_id).first())


def dispute_by_reference(gateway_code: str, reference: str) -> DisputeFacts:
    """Return the dispute that a gateway calls so. Raises DisputeNotFound."""
    rows = Dispute.objects.select_related("payment").filter(gateway=gateway_code, reference=reference)
    return _dispute(rows.first())


def disputes_of_order(order_id: int) -> tuple[DisputeFacts, ...]:
    """Return the disputes of an order's payments, oldest first."""
    rows = Dispute.objects.filter(payment__order_id=order_id).select_related("payment").order_by("id")
    return tuple(map(_dispute, rows))


def visible_disputes(actor: Actor) -> QuerySet[Dispute]:
    """Return the disputes of the actor's channels, with their orders."""
    rows = Dispute.objects.select_related("payment__order__channel")
    allowed = actor.scopes.get("channel")
    return rows if allowed is None else rows.filter(payment__order__channel__code__in=allowed)


def _dispute(row: Dispute | None) -> DisputeFacts:
    if row is None:
        raise DisputeNotFound()
    return DisputeFacts(
        id=row.pk,
        payment_id=row.payment_id,
        order_id=row.payment.order_id,
        gateway=row.gateway,
        reference=row.reference,
        reason=row.reason,
        amount=Money(row.amount, row.currency),
        fee=Money(row.fee_amount, row.fee_currency) if row.fee_currency else None,
        state=row.state,
        inquiry=row.inquiry,
        due_at=row.due_at,
        opened_at=row.opened_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        closed_at=row.closed_at,
        evidence=Evidence(**row.evidence) if row.evidence else None,
    )


def ledger_differences() -> Iterator[LedgerDifference]:
    """Yield every payment whose sums are not the sums of its ledger (MON-05, MON-11)."""
    pairs = {
        "captured_amount": "capture",
        "voided_amount": "void",
        "refunded_amount": "refund",
        "charged_back_amount": "charge_back",
    }
    for row in Payment.objects.order_by("id").iterator(chunk_size=2000):
        totals = dict(
            PaymentEvent.objects.filter(payment=row, kind="success")
            .values_list("operation")
            .annotate(total=Sum("amount"))
        )
        sums = {name: getattr(row, name) for name in pairs}
        ledger = {name: totals.get(operation, 0) for name, operation in pairs.items()}
        ledger["charged_back_amount"] -= totals.get("reinstate", 0)
        if sums != ledger:
            yield LedgerDifference(row.pk, sums, ledger)


def outcome_of(row: Payment) -> PaymentOutcome:
    """Return the outcome of a payment as its row knows it."""
    if row.status in ("action_required", "pending", "unknown"):
        status = row.status
    elif row.status == "requested":
        status = "unknown"
    else:
        status = "declined" if row.status in ("failed", "voided") or row.return_due_at else "authorized"
    provider = gateway(row.gateway)
    return PaymentOutcome(
        payment_id=row.pk,
        status=status,  # type: ignore[arg-type]
        confirms_order=status == "authorized" or (status == "pending" and provider.confirms_at_placing),
        redirect_url=row.redirect_url,
        code=row.code,
        message=row.message,
        reference=row.gateway_reference,
        authorized_amount=row.authorized_amount,
        captured_amount=row.captured_amount,
    )


def facts_of(row: Payment) -> PaymentFacts:
    """Build the facts of a payment from its row."""

    def money(amount: int) -> Money:
        return Money(amount, row.currency)

    return PaymentFacts(
        id=row.pk,
        order_id=row.order_id,
        gateway=row.gateway,
        key=row.key,
        reference=row.gateway_reference,
        # Money that came too late or in another amount pays for nothing; it is on its way back.
        status="failed" if row.return_reason in UNUSABLE else row.status,
        amount=money(row.amount),
        authorized=money(row.authorized_amount),
        captured=money(row.captured_amount),
        capturing=money(row.capturing_amount),
        voiding=money(row.voiding_amount),
        voided=money(row.voided_amount),
        refunded=money(row.refunded_amount),
        refunding=money(row.refunding_amount),
        charged_back=money(row.charged_back_amount),
        code=row.code,
        message=row.message,
        redirect_url=row.redirect_url,
        created_at=row.created_at,
        return_due_at=row.return_due_at,
        on_account=is_on_account(row.gateway),
        card=row.card,
    )


def _one(row: Payment | None) -> PaymentFacts:
    if row is None:
        raise PaymentNotFound()
    return facts_of(row)
