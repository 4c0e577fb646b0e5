"""Reviews are written behind the link of an order, by whoever holds it, about what was sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews import queries, rules, states
from storecrew.contexts.reviews.errors import InvalidReview, NotBought, ReviewedAlready, UnknownReview
from storecrew.contexts.reviews.facts import ReviewFacts
from storecrew.contexts.reviews.models import Review
from storecrew.contexts.reviews.operations.counting import recount
from storecrew.contexts.reviews.operations.photos import checked_photos, keep_photos
from storecrew.kernel import audit, ratelimit
from storecrew.kernel.actor import Actor

LIMIT = "reviews.write"
RECORD = "reviews.review"
ratelimit.define(LIMIT, ip="20/1h", order="20/1d")


def write_review(
    order_id: int,
    product_id: int,
    *,
    stars: int,
    title: str = "",
    words: str = "",
    name: str = "",
    photos: Sequence[bytes] = (),
    actor: Actor,
    at: dt.datetime,
) -> ReviewFacts:
    """Keep what the buyer says of a product, to be looked at before the shop shows it.

    Photos are drawn anew and looked at with it. Call it outside transactions.
    Who calls it has proved that the buyer holds the order's link; that a unit was sent is proved here.

    :raises TooManyAttempts: too often from one address or for one order (ABU-08)
    :raises InvalidReview: stars out of bounds, too many words or a web address in them, no pictures; by field
    :raises NotBought: the order holds no unit of the product that was sent
    :raises ReviewedAlready: there is a review of this product of this order
    """
    ratelimit.hit(LIMIT, f"order:{order_id}", *([f"ip:{actor.ip}"] if actor.ip else []))
    title, words, name = title.strip(), words.strip(), name.strip()
    wrong = rules.wrong_fields(stars=stars, title=title, words=words, name=name)
    if wrong:
        raise InvalidReview(fields={field: _sentence(field) for field in wrong})
    order = orders.order(order_id)
    bought = {each.product_id for each in queries.reviewable(order_id)}
    if order.status == "canceled" or product_id not in bought:
        raise NotBought(product=product_id)
    drawn = checked_photos(photos)
    try:
        with transaction.atomic():
            row = Review.objects.create(
                product_id=product_id, order_id=order_id, customer_id=order.customer_id,
                channel_id=order.channel_id, locale=order.locale, stars=stars, title=title, words=words,
                name=name, written_at=at,
            )  # fmt: skip
            keep_photos(row.pk, drawn, at=at)
            _record("written", row, actor, at)
    except IntegrityError:
        raise ReviewedAlready() from None
    return queries.review(row.pk)


def take_back_review(order_id: int, product_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Delete the buyer's own review for good. Raises UnknownReview."""
    with transaction.atomic():
        row = Review.objects.filter(order_id=order_id, product_id=product_id).first()
        if row is None:
            raise UnknownReview()
        _record("taken_back", row, actor, at)
        shown = row.state == states.PUBLISHED
        row.delete()
        if shown:
            recount([product_id])


def _sentence(field: str) -> str:
    if field == "stars":
        return _("Choose one to five stars.")
    return _("Without web addresses, please, and a little shorter if it is long.")


def _record(what: str, row: Review, actor: Actor, at: dt.datetime) -> None:
    """Write into the trail; the product by its name, since a number says nothing to whoever reads it."""
    product = catalog.cards([row.product_id]).get(row.product_id)
    audit.record(
        actor=actor,
        action=f"reviews.{what}",
        record=RECORD,
        record_id=row.pk,
        at=at,
        after={"stars": row.stars, "product": product.title if product else row.product_id},
    )
