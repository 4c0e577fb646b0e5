"""Taking, releasing and refunding share one shape: claim, call the gateway, settle (R1, R3).

The claim is a conditional update: the amount moves into an "in flight" sum only while it is there,
so two refunds that together exceed the payment cannot both pass (F17, F19).
"""

from __future__ import annotations

import datetime as dt
import logging
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import F

from storecrew.contexts.payments import rules
from storecrew.contexts.payments.errors import OperationKeyReused
from storecrew.contexts.payments.events import MoneyTaken, RefundFailed, RefundSettled
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.contexts.payments.operations import _ledger
from storecrew.contexts.payments.providers import gateway
from storecrew.contexts.payments.providers.protocol import FollowUpCall, GatewayAnswer
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money

log = logging.getLogger(__name__)

HELD = (
    F("authorized_amount")
    - F("captured_amount")
    - F("capturing_amount")
    - F("voiding_amount")
    - F("voided_amount")
)
# What a bank took back cannot be refunded as well.
TAKEN = F("captured_amount") - F("refunded_amount") - F("refunding_amount") - F("charged_back_amount")
AVAILABLE = {"capture": HELD, "void": HELD, "refund": TAKEN}
IN_FLIGHT = {"capture": "capturing_amount", "void": "voiding_amount", "refund": "refunding_amount"}
SETTLED = {"capture": "captured_amount", "void": "voided_amount", "refund": "refunded_amount"}


@dataclass(frozen=True, slots=True)
class Step:
    """One operation on a payment."""

    operation: str
    amount: int
    key: str
    reason: str = ""


def claim(payment: Payment, step: Step, *, actor: Actor, at: dt.datetime) -> PaymentEvent | None:
    """Write the request and take its amount; return the earlier request when the key was used.

    :raises LookupError: the amount is not there any more
    :raises OperationKeyReused: the key was used for another amount
    """
    try:
        with transaction.atomic():
            _ledger.add_event(
                payment,
                operation=step.operation,
                kind="request",
                key=step.key,
                amount=step.amount,
                source="call",
                at=at,
                actor=actor,
                reason=step.reason,
            )
            in_flight = IN_FLIGHT[step.operation]
            changed = (
                Payment.objects.filter(pk=payment.pk)
                .annotate(available=AVAILABLE[step.operation])
                .filter(available__gte=step.amount)
                .update(
                    **{
                        in_flight: F(in_flight) + step.amount,
                        "updated_at": at,
                        "check_at": at + rules.NEVER_ARRIVED,
                    }
                )
            )
            if not changed:
                raise LookupError(step.operation)
            audit.record(
                actor=actor,
                action=f"payments.{step.operation}_asked",
                record="payments.payment",
                record_id=payment.pk,
                at=at,
                after={"amount": step.amount, "currency": payment.currency, "key": step.key},
                reason=step.reason,
            )
    except IntegrityError:
        earlier = PaymentEvent.objects.filter(
            payment=payment, operation=step.operation, key=step.key, kind="request"
        ).first()
        if earlier is None:
            raise
        if earlier.amount != step.amount:
            raise OperationKeyReused(key=step.key) from None
        return earlier
    return None


def gateway_key(payment: Payment, key: str) -> str:
    """Return a step's key as the gateway sees it: ours are unique within a payment, theirs everywhere."""
    return f"{payment.key}/{key}"


def call(payment: Payment, step: Step) -> GatewayAnswer:
    """Ask the gateway, outside any transaction."""
    _ledger.outside_transaction()
    provider = gateway(payment.gateway)
    request = FollowUpCall(
        reference=payment.gateway_reference,
        payment_key=payment.key,
        key=gateway_key(payment, step.key),
        amount=Money(step.amount, payment.currency),
        reason=step.reason,
    )
    try:
        answer: GatewayAnswer = getattr(provider, step.operation)(request)
    except Exception:
        log.exception("gateway %s broke on %s of payment %s", payment.gateway, step.operation, payment.pk)
        return GatewayAnswer("unknown", code="gateway_error")
    return answer


def write_outcome(
    payment: Payment,
    step: Step,
    answer: GatewayAnswer,
    *,
    at: dt.datetime,
    source: str = "call",
    actor: Actor | None = None,
    kept: int = 0,
) -> bool:
    """Write what came of a claimed step, once; say whether this call wrote a final outcome.

    ``kept`` is what of a refund that failed stands all the same, since it lowered what was owed.
    """
    with transaction.atomic():
        outcome = {"success": "success", "failure": "failure", "pending": "pending"}.get(
            answer.result, "unknown"
        )
        event = {
            "operation": step.operation,
            "kind": outcome,
            "key": step.key,
            "amount": step.amount,
            "source": source,
            "at": at,
            "actor": actor,
            "code": answer.code,
            "message": answer.message,
            "reason": step.reason,
        }
        rows = Payment.objects.filter(pk=payment.pk)
        if outcome in ("pending", "unknown"):
            _ledger.add_event(payment, **event)  # type: ignore[arg-type]
            waits = None if gateway(payment.gateway).by_hand else rules.next_check(at, 0)
            rows.update(check_at=waits, updated_at=at)
            return False
        if not _ledger.add_outcome_once(payment, **event):
            return False
        in_flight, settled = IN_FLIGHT[step.operation], SETTLED[step.operation]
        change = {in_flight: F(in_flight) - step.amount, "updated_at": at}
        if outcome == "success":
            change[settled] = F(settled) + step.amount
        rows.update(**change)
        if outcome == "success" and answer.voided_amount:
            release_rest(payment, key=f"{step.key}/rest", source=source, at=at)
        _finish(payment, step, outcome, answer.code, at, kept)
    return True


def release_rest(payment: Payment, *, key: str, source: str, at: dt.datetime) -> None:
    """Write that the gateway released what is still held, by itself."""
    rest = Payment.objects.annotate(rest=HELD).values_list("rest", flat=True).get(pk=payment.pk)
    if rest > 0 and _ledger.add_outcome_once(
        payment, operation="void", kind="success", key=key, amount=rest, source=source, at=at
    ):
        Payment.objects.filter(pk=payment.pk).update(voided_amount=F("voided_amount") + rest)


def _finish(payment: Payment, step: Step, outcome: str, code: str, at: dt.datetime, kept: int) -> None:
    """Derive the statuses and tell the others."""
    row = _ledger.refresh_status(payment.pk, at=at)
    nothing_open = not (row.capturing_amount or row.voiding_amount or row.refunding_amount)
    if nothing_open:
        # Money that must go back is looked at again until nothing is left; the mark may be a moment old.
        rows = Payment.objects.filter(pk=row.pk)
        rows.filter(return_due_at=None).update(check_at=None) or rows.update(check_at=at)
    _ledger.store_order_state(row.order_id)
    if step.operation == "capture" and outcome == "success":
        outbox.publish(MoneyTaken(row.pk, row.order_id, step.amount, row.currency))
    if step.operation != "refund":
        return
    if outcome == "success":
        outbox.publish(RefundSettled(row.pk, row.order_id, step.key, step.amount, row.currency))
    else:
        outbox.publish(RefundFailed(row.pk, row.order_id, step.key, step.amount - kept, row.currency, code))
