"""Refunds that wait until staff have sent them."""

from __future__ import annotations

from storecrew.contexts.payments.facts import WaitingRefund
from storecrew.contexts.payments.models import Payment, PaymentEvent
from storecrew.contexts.payments.providers import gateway
from storecrew.kernel.money import Money


def waiting_refunds(payment_id: int) -> tuple[WaitingRefund, ...]:
    """Return the refunds of a payment that no gateway sends by itself and nobody has confirmed, oldest first.

    What a refund lowered of an invoice on account has to be sent to nobody and is left out.
    """
    payment = Payment.objects.filter(pk=payment_id, refunding_amount__gt=0).first()
    if payment is None or not gateway(payment.gateway).by_hand:
        return ()
    events = list(PaymentEvent.objects.filter(payment=payment, operation__in=("refund", "capture")))
    done = {each.key for each in events if each.operation == "refund" and each.kind in ("success", "failure")}
    credited = {each.key: each.amount for each in events if each.code == "credited"}
    return tuple(
        WaitingRefund(
            each.key,
            Money(each.amount - credited.get(f"{each.key}/credit", 0), payment.currency),
            each.reason,
            each.at,
        )
        for each in sorted(events, key=lambda event: event.pk)
        if each.operation == "refund" and each.kind == "request" and each.key not in done
    )
