"""Carts and wait lists of a person: handed out on request, gone when they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.checkout.models import Cart, WaitListEntry
from storecrew.kernel.actor import Actor


def carts_of(customer_id: int, email: str) -> QuerySet[Cart]:
    """Return the carts of a customer, also those of a guest who gave the same address."""
    return Cart.objects.filter(Q(customer_id=customer_id) | Q(customer=None, email__iexact=email)).order_by(
        "pk"
    )


class CartData:
    """Carts with what was typed into them."""

    name = "carts"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return every cart."""
        rows = carts_of(customer_id, email).prefetch_related("lines__variant")
        return [
            {
                "state": row.state,
                "email": row.email,
                "phone": row.phone,
                "shipping_address": row.shipping_address,
                "vat_number": row.vat_number,
                "gift_message": row.gift_message,
                "presents": list(row.presents.values()),
                "codes": row.codes,
                "updated_at": row.updated_at.isoformat(),
                "lines": [{"sku": each.variant.sku, "quantity": each.quantity} for each in row.lines.all()],
            }
            for row in rows
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Delete what was never bought; a cart that became an order keeps nothing but its token.

        A cart in payment belongs to an order under way, which refuses the erasure.
        """
        rows = carts_of(customer_id, email)
        rows.filter(order=None).exclude(state=Cart.State.PLACING).delete()
        rows.update(
            email="",
            phone="",
            shipping_address={},
            vat_number="",
            gift_message="",
            codes=[],
            tenders=[],
            presents={},
            customer=None,
        )


class WaitListData:
    """What a person wants to hear of."""

    name = "wait_list"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return every entry with what was agreed to."""
        return [
            {
                "sku": row.variant.sku,
                "email": row.email,
                "state": row.state,
                "consent": row.consent,
                "asked_at": row.asked_at.isoformat(),
                "confirmed_at": row.confirmed_at.isoformat() if row.confirmed_at else None,
                "told_at": row.told_at.isoformat() if row.told_at else None,
            }
            for row in self._rows(customer_id, email).select_related("variant").order_by("pk")
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Take the person off every list."""
        self._rows(customer_id, email).delete()

    def _rows(self, customer_id: int, email: str) -> QuerySet[WaitListEntry]:
        return WaitListEntry.objects.filter(Q(customer_id=customer_id) | Q(email__iexact=email))
