"""Give a person who proved an email address the orders that were made with it as a guest."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.orders.models import Order
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def adopt(*, email: str, customer_id: int, actor: Actor, at: dt.datetime) -> int:
    """Join guest orders of this email address to a customer; return how many.

    The caller vouches that the address was proved. Orders of another customer stay where they are.
    """
    with transaction.atomic():
        found = Order.objects.filter(customer=None, email=email.strip().lower()).update(
            customer_id=customer_id
        )
        if found:
            audit.record(
                actor=actor,
                action="orders.adopted",
                record="customers.customer",
                record_id=customer_id,
                at=at,
                after={"orders": found},
            )
        return found
