"""Payments of a person. The ledger holds sums and references of gateways, which the books need."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments.models import Dispute, EvidenceFile, Payment, WebhookMessage
from storecrew.kernel.actor import Actor


class PaymentData:
    """What was paid, how, and what went back."""

    name = "payments"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return the payments of the customer's orders with their ledger."""
        ids = orders.ids_of_person(customer_id, email)
        rows = Payment.objects.filter(order_id__in=ids).prefetch_related("events", "disputes").order_by("pk")
        fields = "gateway gateway_reference currency amount captured_amount refunded_amount status".split()
        return [
            {name: getattr(row, name) for name in fields}
            | {
                "created_at": row.created_at.isoformat(),
                "events": [
                    {"operation": each.operation, "kind": each.kind, "amount": each.amount}
                    for each in row.events.all()
                ],
                "disputes": [
                    {
                        "reason": each.reason,
                        "amount": each.amount,
                        "state": each.state,
                        "sent": each.evidence,
                        "files": [file.name for file in each.files.defer("content")],
                    }
                    for each in row.disputes.all()
                ],
            }
            for row in rows
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Empty messages, evidence of ended disputes and names of cards, which know the person; sums stay."""
        rows = Payment.objects.filter(order_id__in=orders.ids_of_person(customer_id, email))
        keys = list(rows.values_list("key", flat=True))
        rows.exclude(card="").update(card="")
        references = [found for found in rows.values_list("gateway_reference", flat=True) if found]
        settled = WebhookMessage.objects.exclude(state="parked")
        settled.filter(payment_key__in=keys).update(payload={})
        settled.filter(reference__in=references).update(payload={})
        ended = Dispute.objects.filter(payment__in=rows).exclude(closed_at=None)
        EvidenceFile.objects.filter(dispute__in=ended).delete()
        ended.update(evidence={})
