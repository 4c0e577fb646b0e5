"""A shop that can sell, and carts in it, for tests of any context."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.models import Cart
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.pricing.tests.factories import make_prices, seed_taxes
from storecrew.contexts.shipping import public as shippings
from storecrew.kernel.actor import guest_actor, system_actor
from storecrew.kernel.tests.remembering import remembered

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ACTOR = system_actor("tests")
GUEST = guest_actor("ann", ip="203.0.113.7")
ADDRESS = {
    "name": "Ann Example",
    "street": "Unter den Linden 1",
    "city": "Berlin",
    "postal_code": "10117",
    "country": "DE",
}


@dataclass(frozen=True, slots=True)
class Shop:
    """A channel with articles: `variants` maps SKUs to ids."""

    channel: channels.ChannelFacts
    variants: Mapping[str, int]


def make_shop(
    quantities: Mapping[str, int] | None = None,
    *,
    price: int = 1000,
    shipping: int = 490,
    code: str = "eu",
    **changes: Any,
) -> Shop:
    """A shop with one warehouse, two shipping methods and articles of the given stock, all at one price."""
    wanted = dict(quantities or {"A-1": 10, "B-1": 10, "C-1": 10})
    given = (wanted, price, shipping, code, changes)
    return remembered(partial(_make_shop, *given), make_shop, repr(given))


def _make_shop(
    wanted: Mapping[str, int], price: int, shipping: int, code: str, changes: Mapping[str, Any]
) -> Shop:
    channel = make_channel(code, **changes)
    make_location("main", channels=[channel.id])
    rows = tuple(VariantRow(sku=sku, options={"Size": sku}, weight_g=200) for sku in wanted)
    variants = dict(make_product("tee", variants=rows, channels=(code,)).variant_ids)
    make_prices(channel, dict.fromkeys(variants.values(), price))
    seed_taxes()
    for position, (method, amount) in enumerate((("standard", shipping), ("express", shipping + 500))):
        shippings.save_method(
            code=method,
            name=method.title(),
            rates=[shippings.RateRow(amount=amount, currency=channel.currency)],
            position=position,
            actor=ACTOR,
            at=AT,
        )
    for sku, quantity in wanted.items():
        if quantity:
            stock(variants[sku], quantity, threshold=0)
    return Shop(channel, variants)


def make_cart(
    shop: Shop,
    lines: Mapping[str, int],
    *,
    email: str = "ann@example.com",
    ready: bool = True,
    way: str = "standard",
) -> str:
    """A cart of {sku: quantity}; `ready` gives it address and a way to send it. Returns its token."""
    token = checkout.open_cart(channel_code=shop.channel.code, locale="en", actor=GUEST, at=AT).token
    for sku, quantity in lines.items():
        checkout.add_line(token, sku, quantity, actor=GUEST, at=AT)
    if ready:
        checkout.set_details(
            token, email=email, shipping_address=ADDRESS, shipping_method=way, actor=GUEST, at=AT
        )
    return token


def place(token: str, payment_token: str = "tok_ok", *, at: datetime = AT, **more: Any) -> checkout.Placed:
    """Place a cart with the simulator."""
    values = {"gateway": "simulator", "payment_token": payment_token, "actor": GUEST, "at": at}
    return checkout.place_order(token, **(values | more))


def left(shop, sku="A-1"):
    """Return how many units of an article may still be promised."""
    variant = shop.variants[sku]
    return inventory.available_to_promise([variant], channel_id=shop.channel.id)[variant].available


def state(token):
    """Return where a cart stands."""
    return Cart.objects.get(token=token).state
