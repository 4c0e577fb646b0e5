"""Money that customers transfer by themselves."""

from __future__ import annotations

from storecrew.contexts.payments.facts import AwaitedTransfer
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.providers.by_hand import BankTransfer
from storecrew.kernel.money import Money


def awaited_transfer(order_id: int) -> AwaitedTransfer | None:
    """Return the bank transfer that an order waits for, or None."""
    row = (
        Payment.objects.filter(order_id=order_id, gateway=BankTransfer.code, status="pending")
        .order_by("-id")
        .first()
    )
    if row is None or row.captured_amount >= row.amount:
        return None
    left = Money(row.amount - row.captured_amount, row.currency)
    return AwaitedTransfer(left, row.created_at + BankTransfer.patience)
