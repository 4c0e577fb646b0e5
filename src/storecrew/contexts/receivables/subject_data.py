"""What receivables know about a person: invoices stay for the books, the person's name goes."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.orders import public as orders
from storecrew.contexts.receivables.models import Grant, GrantMember, OpenItem, PaidInvoice
from storecrew.kernel.actor import Actor


class ReceivablesData:
    """Whether somebody may pay on account, and the invoices of their orders."""

    name = "receivables"

    def export(self, *, customer_id: int, email: str) -> dict[str, Any]:
        """Return the grant with its limits, and the invoices."""
        row = Grant.objects.prefetch_related("limits").filter(members__customer_id=customer_id).first()
        own = orders.ids_of_person(customer_id, email)
        items = OpenItem.objects.filter(order_id__in=own).order_by("pk")
        return {
            "account": {
                "name": row.name,
                "reason": row.reason,
                "terms_days": row.terms_days,
                "held_because": row.held_because,
                "limits": {limit.currency: limit.amount for limit in row.limits.all()},
            }
            if row
            else {},
            "invoices": [
                {
                    "number": item.number,
                    "amount": item.amount,
                    "currency": item.currency,
                    "paid": item.paid,
                    "state": item.state,
                    "due_on": item.due_on.isoformat(),
                    "held_because": item.hold_reason,
                }
                for item in items
            ],
            "paid_invoices": [
                {"number": row.number, "order": row.order_id, "issued_at": row.issued_at.isoformat()}
                for row in PaidInvoice.objects.filter(order_id__in=own).order_by("pk")
            ],
        }

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Take the person off the account, which loses its name when nobody else is on it."""
        grants = list(GrantMember.objects.filter(customer_id=customer_id).values_list("grant_id", flat=True))
        GrantMember.objects.filter(customer_id=customer_id).delete()
        alone = Grant.objects.filter(pk__in=grants, members=None)
        alone.update(name="", reason="", held_because="", ended_at=at)
        mine = OpenItem.objects.filter(order_id__in=orders.ids_of_person(customer_id, email))
        mine.exclude(state=OpenItem.State.OPEN).update(hold_reason="")
