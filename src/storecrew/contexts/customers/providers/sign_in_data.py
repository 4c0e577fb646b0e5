"""The outside services that open a customer's account: handed out on request, gone with the sign-in."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.customers.models import Customer
from storecrew.contexts.people import public as people
from storecrew.kernel.actor import Actor


class SignInData:
    """Links with sign-in services."""

    name = "sign_in_services"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return each service with the address it told and since when it opens the account."""
        user_id = Customer.objects.filter(pk=customer_id).values_list("user_id", flat=True).first()
        links = people.linked_sign_ins(user_id) if user_id else ()
        return [
            {"service": link.name, "email": link.email, "since": link.linked_at.isoformat()} for link in links
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Leave it to ``people.erase_account``, which closes the sign-in with its links."""
