"""Orders of people who may write reviews."""

from __future__ import annotations

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.reviews import public as reviews
from storecrew.kernel.actor import guest_actor

GUEST = guest_actor(ip="203.0.113.7")


def sent_order(*, shop=None, at=AT) -> orders.OrderFacts:
    """An order of one article that left the warehouse."""
    order = orders.order(place(make_cart(shop or make_shop(), {"A-1": 1}), at=at).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=at)
    return orders.order(order.id)


def product_of(order: orders.OrderFacts) -> int:
    """The product of an order's first line."""
    return catalog.product_ids_of_variants([order.lines[0].variant_id])[order.lines[0].variant_id]


def review_of(
    order: orders.OrderFacts, *, stars: int = 4, published: bool = False, **more
) -> reviews.ReviewFacts:
    """A review of an order's first product."""
    given = {"title": "Warm", "words": "Keeps the tea warm.", "name": "Ann E.", **more}
    made = reviews.write_review(order.id, product_of(order), stars=stars, **given, actor=GUEST, at=AT)
    return reviews.publish_review(made.id, actor=ACTOR, at=AT) if published else made
