"""Partners and orders that they brought, for tests of any context."""

from __future__ import annotations

import datetime as dt
from typing import Any

from storecrew.contexts.affiliates import public as affiliates
from storecrew.contexts.affiliates.models import Commission, Partner
from storecrew.contexts.checkout.tests.factories import AT, Shop, make_cart, place
from storecrew.contexts.orders import public as orders
from storecrew.kernel.actor import system_actor

ACTOR = system_actor("tests")
DAY = dt.timedelta(days=1)


def make_partner(code: str = "MINA", *, at: dt.datetime = AT, **changes: Any) -> Partner:
    """A partner with 10%, since ten days."""
    terms: dict[str, Any] = {
        "name": "Mina Writes",
        "email": "mina@partner.example",
        "kind": "creator",
        "code": code,
        "rate_bp": 1000,
        "starts_on": (at - 10 * DAY).date(),
        "iban": "DE89370400440532013000",
    }
    return affiliates.save_partner(affiliates.Terms(**(terms | changes)), actor=ACTOR, at=at)


def brought_order(shop: Shop, code: str = "MINA", *, quantity: int = 2, **cart: Any) -> orders.OrderFacts:
    """An order whose shopper followed the link an hour ago; its commission is not booked yet."""
    token = make_cart(shop, {"A-1": quantity}, **cart)
    affiliates.refer(token, code, clicked_at=AT - dt.timedelta(hours=1), at=AT)
    return orders.order_by_token(place(token).order_token)


def booked(shop: Shop, code: str = "MINA", **more: Any) -> Commission:
    """A booked commission."""
    row = affiliates.book(brought_order(shop, code, **more).id, at=AT)
    assert row is not None
    return row
