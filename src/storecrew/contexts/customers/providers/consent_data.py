"""What an address agreed to, for its owner: handed out on request, gone when they leave."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q

from storecrew.contexts.customers.models import Contact
from storecrew.kernel.actor import Actor


class ConsentData:
    """Consents with their proofs."""

    name = "consents"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return every proof of every address of a person."""
        rows = Contact.objects.filter(Q(customer_id=customer_id) | Q(email__iexact=email)).order_by("pk")
        return [
            {
                "email": row.email,
                "topic": proof.topic,
                "state": proof.state,
                "sentence": proof.sentence,
                "source": proof.source,
                "ip": proof.ip,
                "at": proof.at.isoformat(),
            }
            for row in rows.prefetch_related("proofs")
            for proof in row.proofs.all()
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Delete the addresses with all they agreed to."""
        Contact.objects.filter(Q(customer_id=customer_id) | Q(email__iexact=email)).delete()
