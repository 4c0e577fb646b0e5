"""What a signed-in customer could pay with besides a gateway."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.http import HttpRequest

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.loyalty import public as loyalty
from storecrew.kernel import clock
from storecrew.surfaces.storefront.visitor import customer_of


def offered(request: HttpRequest, cart: checkout.CartView) -> Any:
    """Return what the signed-in customer could pay with besides what the cart has already; None for
    nothing.
    """
    customer = customer_of(request)
    if customer is None or cart.customer_id != customer.id:
        return None
    purse = loyalty.purse(customer.id, currency=cart.currency, at=clock.now())
    used = {each.kind for each in cart.tenders}
    has_points = purse.points >= max(purse.least_points, 1) and bool(purse.points_worth)
    return SimpleNamespace(
        credit=purse.credit if purse.credit and "credit" not in used else None,
        points=purse.points if has_points and "points" not in used else 0,
        points_worth=purse.points_worth,
    )
