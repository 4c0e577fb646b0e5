"""Orders that were paid in several ways."""

from __future__ import annotations

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.models import Payment, SimulatorCharge
from storecrew.contexts.payments.tests.factories import cents


def paid_by_two() -> orders.OrderFacts:
    """An order of three articles and shipping, 10.00 of it paid by a card that takes no refunds."""
    placed = place(make_cart(make_shop(), {"A-1": 3}))
    [first] = payments.payments_of_order(placed.order_id)
    rest = first.amount.amount - 1000
    Payment.objects.filter(pk=first.id).update(amount=rest, authorized_amount=rest)
    SimulatorCharge.objects.filter(reference=first.reference).update(amount=rest)
    second = payments.begin(
        order_id=placed.order_id, gateway="simulator", amount=cents(1000), key="second", actor=ACTOR, at=AT
    )
    outcome = payments.authorize(second.id, token="tok_refund_declined", return_url="/back/")
    payments.settle(second.id, outcome, at=AT, actor=ACTOR)
    payments.capture_order(placed.order_id, key="test", actor=ACTOR, at=AT)
    return orders.order(placed.order_id)
