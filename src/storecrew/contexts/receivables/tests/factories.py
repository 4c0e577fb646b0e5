"""Customers on account and what they owe, for tests of any context."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.checkout.tests.factories import AT, Shop, make_cart, place
from storecrew.contexts.customers import public as customers
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import OpenItem
from storecrew.kernel import outbox
from storecrew.kernel.actor import system_actor

ACTOR = system_actor("tests")
_counter = itertools.count(1)


def make_buyer(email: str = "") -> int:
    """A customer; returns the id."""
    email = email or f"buyer{next(_counter)}@company.example"
    return customers.ensure_customer(email=email, name="Bea Buyer", actor=ACTOR, at=AT).id


def make_grant(*customer_ids: int, limit: int = 10_000, **changes: Any) -> receivables.GrantFacts:
    """Credit of 100 euro at 14 days for some customers."""
    values: dict[str, Any] = {
        "name": "Company", "terms_days": 14, "limits": {"EUR": limit},
        "customer_ids": customer_ids or (make_buyer(),), "reason": "Known for years",
    }  # fmt: skip
    return receivables.save_grant(receivables.Terms(**(values | changes)), actor=ACTOR, at=AT)


def cart_of(shop: Shop, customer_id: int, lines: dict[str, int]) -> str:
    """A cart of a signed-in customer that is ready to be placed."""
    token = make_cart(shop, lines)
    Cart.objects.filter(token=token).update(customer_id=customer_id)
    return token


def buy(token: str, *, at: dt.datetime = AT) -> checkout.Placed:
    """Place a cart on account."""
    return place(token, "", gateway="invoice", at=at)


def make_item(shop: Shop, customer_id: int, lines: dict[str, int], *, at: dt.datetime = AT) -> OpenItem:
    """An order on account with its invoice."""
    placed = buy(cart_of(shop, customer_id, lines), at=at)
    outbox.drain()
    return OpenItem.objects.get(order_id=placed.order_id)
