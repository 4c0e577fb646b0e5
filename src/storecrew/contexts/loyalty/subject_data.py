"""What loyalty knows about a person: handed out on request; what is owed stays without the person."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from storecrew.contexts.loyalty.models import (
    Account,
    Goodwill,
    Membership,
    ServicePreference,
    SoldWish,
    Voucher,
)
from storecrew.contexts.loyalty.queries import ledger
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import Actor


class LoyaltyData:
    """Points, credit, vouchers that were sent to a person, goodwill, and how they want to be served."""

    name = "loyalty"

    def export(self, *, customer_id: int, email: str) -> dict[str, Any]:
        """Return everything, without codes: nobody has them."""
        accounts = Account.objects.filter(customer_id=customer_id).order_by("pk")
        preference = ServicePreference.objects.filter(customer_id=customer_id).first()
        return {
            "accounts": [
                {
                    "kind": row.kind,
                    "currency": row.currency,
                    "balance": row.balance,
                    "pending": row.pending,
                    "lines": [
                        {
                            "what": line.kind,
                            "amount": line.amount,
                            "pending": line.pending,
                            "at": line.at.isoformat(),
                        }
                        for line in ledger.history(row.pk, limit=10_000)
                    ],
                }
                for row in accounts
            ],
            "vouchers": [
                {
                    "ends_with": row.hint,
                    "amount": row.face_amount,
                    "name": row.recipient_name,
                    "message": row.message,
                }
                for row in Voucher.objects.filter(recipient_email__iexact=email).order_by("pk")
            ],
            "vouchers_to_come": [
                {"name": row.name, "message": row.message}
                for row in SoldWish.objects.filter(email__iexact=email).order_by("pk")
            ],
            "goodwill": [
                {"what": row.form, "units": row.units, "reason": row.reason, "at": row.asked_at.isoformat()}
                for row in Goodwill.objects.filter(
                    Q(customer_id=customer_id)
                    | Q(customer=None, order_id__in=orders.ids_of_person(customer_id, email))
                ).order_by("pk")
            ],
            "service": _service(preference) if preference else {},
        }

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Forget the member and who vouchers were for; the ledgers stay as numbers of nobody."""
        Membership.objects.filter(customer_id=customer_id).delete()
        ServicePreference.objects.filter(customer_id=customer_id).delete()
        mine = Q(recipient_email__iexact=email) if email else Q(pk=None)
        Voucher.objects.filter(mine).update(
            recipient_email="", recipient_name="", sender="", message="", deliver_at=None
        )
        SoldWish.objects.filter(Q(order__customer_id=customer_id) | Q(email__iexact=email or "-")).delete()
        Account.objects.filter(customer_id=customer_id).update(customer=None)


def _service(row: ServicePreference) -> dict[str, str]:
    hours = (row.hours_from, row.hours_until)
    return {
        "way": row.way,
        "note": row.note,
        "language": row.language,
        "hours": " – ".join(f"{each:%H:%M}" for each in hours if each),
    }
