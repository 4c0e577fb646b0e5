"""A shop that can sell, and carts in it that wait to be placed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import connection

from storecrew.config import bootstrap
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.models import Cart, CartLine
from storecrew.contexts.people import public as people
from storecrew.kernel.actor import system_actor

AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("bench")
OWNER = bootstrap.OWNER
ADDRESS = {
    "name": "Ann Example",
    "street": "Unter den Linden 1",
    "city": "Berlin",
    "postal_code": "10117",
    "country": "DE",
}


def open_shop() -> None:
    """One channel in euro, one location, taxes, one way to ship, an owner."""
    bootstrap.open_shop(at=AT)


def channel() -> channels.ChannelFacts:
    """The shop's channel."""
    return channels.facts(bootstrap.CHANNEL)


def owner() -> people.PersonFacts:
    """The owner's account."""
    person = people.person_by_email(OWNER)
    if person is None:
        raise LookupError(OWNER)
    return person


def make_carts(baskets: Sequence[Sequence[int]]) -> list[str]:
    """Make carts that are ready to be placed, one unit of each variant; return their tokens.

    The rows are written directly: filling carts through the operations is what `checkout` measures.
    """
    shop = channel()
    carts = Cart.objects.bulk_create(
        [
            Cart(
                channel_id=shop.id, locale="en", currency=shop.currency, email=f"buyer{number}@example.com",
                shipping_address=ADDRESS, shipping_method=bootstrap.METHOD, created_at=AT, updated_at=AT,
            )
            for number in range(len(baskets))
        ],
        batch_size=500,
    )  # fmt: skip
    CartLine.objects.bulk_create(
        [
            CartLine(cart=cart, variant_id=variant_id, quantity=1)
            for cart, basket in zip(carts, baskets, strict=True)
            for variant_id in basket
        ],
        batch_size=1000,
    )
    return [cart.token for cart in carts]


def settle_database() -> None:
    """Let the planner know the tables, as an installation's database does after a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def data_folder() -> str:
    """Where this installation lies."""
    return str(settings.STORECREW_DATA)
