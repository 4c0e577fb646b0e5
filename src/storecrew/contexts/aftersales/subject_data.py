"""Returns of a person: what was sent back, and what was written with it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.aftersales.models import Return, ReturnPhoto, Withdrawal
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor


class ReturnData:
    """Returns of a person's orders."""

    name = "returns"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return what the customer sent back."""
        rows = Return.objects.filter(order_id__in=list(orders.ids_of_person(customer_id, email)))
        return [
            {
                "number": row.number,
                "state": row.state,
                "announced": row.opened_at.isoformat(),
                "note": row.note,
                "photos": ReturnPhoto.objects.filter(parent=row, by_customer=True).count(),
                "lines": [
                    {"sku": line.sku, "quantity": line.quantity, "reason": line.reason or row.reason}
                    for line in row.lines.all()
                ],
            }
            for row in rows.prefetch_related("lines").order_by("pk")
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Keep what came back and why; what was written in free words goes."""
        ids = list(orders.ids_of_person(customer_id, email))
        Return.objects.filter(order_id__in=ids).exclude(note="").update(note="")
        # What the warehouse took a photo of is goods; what the customer took may be their home.
        ReturnPhoto.objects.filter(parent__order_id__in=ids, by_customer=True).delete()


class WithdrawalData:
    """Declared withdrawals of a person's orders."""

    name = "withdrawals"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return what the customer withdrew from."""
        rows = Withdrawal.objects.filter(order_id__in=list(orders.ids_of_person(customer_id, email)))
        return [
            {
                "number": row.number,
                "name": row.name,
                "declared": row.declared_at.isoformat(),
                "lines": [
                    {"line": line.order_line_id, "units": line.sent + line.unsent} for line in row.lines.all()
                ],
            }
            for row in rows.prefetch_related("lines").order_by("pk")
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Keep that and when it was declared; the name stands on the invoice."""
        ids = list(orders.ids_of_person(customer_id, email))
        Withdrawal.objects.filter(order_id__in=ids).exclude(name="").update(name="")
