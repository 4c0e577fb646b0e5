"""A refused payment in our own words, by the code of the gateway."""

from __future__ import annotations

from storecrew.contexts.checkout.errors import CartChanged, PaymentDeclined
from storecrew.contexts.checkout.queries import quoting
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel.errors import DomainError


def declined(code: str, **details: str) -> PaymentDeclined:
    """Return the refusal that a shopper gets when a gateway said this."""
    told = payments.decline_for_shopper(code)
    return PaymentDeclined(told.message, next_step=told.next_step, reason=told.code, **details)


def why_undone(token: str) -> DomainError:
    """Return why the last order of a cart came to nothing, for its shopper who has the cart again."""
    payment_id = quoting.load(token).payment_id
    if payment_id is None:
        return declined("canceled")
    payment = payments.payment(payment_id)
    if was_had_before(orders.order(payment.order_id)):
        return CartChanged(promotions.HAD_WITH_THIS_CARD, next_step=promotions.PromotionTaken.next_step)
    return declined(payment.code or "canceled")


def was_had_before(order: orders.OrderFacts) -> bool:
    """Say whether an order ended because a discount was had before with the same card."""
    return order.cancellation is not None and order.cancellation.reason == promotions.PromotionTaken.code
