"""Money that was taken in our own ledgers: vouchers, credit, points. Nobody outside has to be asked."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.payments.errors import InvalidPaymentAmount, OperationKeyReused
from storecrew.contexts.payments.models import Payment
from storecrew.contexts.payments.operations import _ledger
from storecrew.contexts.payments.providers import gateway as provider_of
from storecrew.kernel import rows
from storecrew.kernel.actor import Actor
from storecrew.kernel.money import Money


def record_tender(
    *, order_id: int, gateway: str, amount: Money, key: str, actor: Actor, at: dt.datetime
) -> int:
    """Write down a payment that was claimed in the caller's transaction, and return its id.

    This function will insert it as taken, once per ``key``. It tells nobody that an order is paid: that is
    decided by the payment of what is left, or by whoever placed an order that has nothing left to pay.

    :raises GatewayNotAvailable: there is no such kind of tender
    :raises InvalidPaymentAmount: the amount is not more than zero
    :raises OperationKeyReused: the key belongs to another order or amount
    """
    provider_of(gateway)
    if amount.amount <= 0:
        raise InvalidPaymentAmount(amount=amount.amount)
    payment = Payment(
        order_id=order_id,
        gateway=gateway,
        gateway_reference=key,
        key=key,
        currency=amount.currency,
        amount=amount.amount,
        status="captured",
        authorized_amount=amount.amount,
        captured_amount=amount.amount,
        created_at=at,
        updated_at=at,
    )
    if not rows.insert([payment], once_per="key"):
        earlier = Payment.objects.get(key=key)
        if (earlier.order_id, earlier.amount) != (order_id, amount.amount):
            raise OperationKeyReused(key=key)
        return earlier.pk
    for operation in ("authorize", "capture"):
        _ledger.add_event(
            payment,
            operation=operation,
            kind="success",
            key=key,
            amount=amount.amount,
            source="call",
            at=at,
            actor=actor,
        )
    _ledger.store_order_state(order_id)
    return payment.pk
