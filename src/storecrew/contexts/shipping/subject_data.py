"""Parcels of a person: labels carry the address they were sent to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Prefetch

from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping.models import (
    AddressHold,
    ClaimPhoto,
    DamageClaim,
    Label,
    LabelDocument,
    ProofOfDelivery,
    TrackingEvent,
)
from storecrew.kernel.actor import Actor


class ShippingData:
    """Where parcels of a person's orders went, and when they arrived."""

    name = "parcels"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return the labels of the customer's orders with their address and state."""
        rows = Label.objects.filter(order_ref__in=_numbers(customer_id, email)).order_by("pk")
        rows = rows.prefetch_related(Prefetch("proofs", ProofOfDelivery.objects.defer("photo", "signature")))
        return [
            {
                "order": row.order_ref,
                "carrier": row.service_name,
                "tracking_number": row.tracking_number,
                "to_address": row.to_address,
                "status": row.status,
                "delivered_at": row.delivered_at.isoformat() if row.delivered_at else None,
                "handed_to": [proof.received_by for proof in row.proofs.all() if proof.received_by],
            }
            for row in rows
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Keep the country and the costs, which the books need; the rest of the address and the files go."""
        rows = Label.objects.filter(order_ref__in=_numbers(customer_id, email))
        for row in rows:
            Label.objects.filter(pk=row.pk).update(
                to_address={"country": row.to_address.get("country", "")}, message=""
            )
        LabelDocument.objects.filter(label__in=rows).delete()
        ProofOfDelivery.objects.filter(label__in=rows).delete()
        ClaimPhoto.objects.filter(claim__label__in=rows).delete()
        DamageClaim.objects.filter(label__in=rows).update(description="", result_note="")
        # A sentence of why an order waited may repeat what was typed.
        AddressHold.objects.filter(number__in=_numbers(customer_id, email)).update(because="")
        TrackingEvent.objects.filter(label__in=rows).update(description="", place="")


def _numbers(customer_id: int, email: str) -> list[str]:
    return list(orders.numbers_of(orders.ids_of_person(customer_id, email)).values())
