"""Shops and carts by the hundred, without the cost of a hundred views."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, make_shop, place
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders.models import Order

# A card that is held at once and that the pretended bank remembers, so that it can be asked about.
REMEMBERED = "tok_capture_declined"


def open_shop(**quantities: int) -> None:
    """A shop with articles A, B, ... of the given stock."""
    make_shop(quantities)


def carts(count: int, lines: Mapping[str, int]) -> list[str]:
    """Return the tokens of carts that are ready to be placed."""
    channel = Channel.objects.get()
    variants = dict(Variant.objects.values_list("sku", "id"))
    rows = Cart.objects.bulk_create(
        Cart(
            channel=channel,
            locale="en",
            currency="EUR",
            email=f"buyer{number}@example.com",
            shipping_address=ADDRESS,
            shipping_method="standard",
            created_at=AT,
            updated_at=AT,
        )
        for number in range(count)
    )
    CartLine.objects.bulk_create(
        CartLine(cart=row, variant_id=variants[sku], quantity=quantity)
        for row in rows
        for sku, quantity in lines.items()
    )
    return [row.token for row in rows]


def cart(**lines: int) -> str:
    """Return the token of one cart that is ready to be placed."""
    return carts(1, lines)[0]


def buy(token: str, payment_token: str = REMEMBERED, **more: Any) -> checkout.Placed:
    """Place a cart."""
    return place(token, payment_token, **more)


def left(sku: str) -> int:
    """Return how many units can still be promised."""
    variant = Variant.objects.get(sku=sku).pk
    channel = Channel.objects.get().pk
    return inventory.available_to_promise([variant], channel_id=channel)[variant].available


def count_orders(status: str = "confirmed") -> int:
    """Return how many orders have a status."""
    return Order.objects.filter(status=status).count()
