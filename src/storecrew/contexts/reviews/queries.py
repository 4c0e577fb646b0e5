"""Reads of reviews."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from django.db.models import QuerySet

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews import rules, states
from storecrew.contexts.reviews.errors import UnknownReview
from storecrew.contexts.reviews.facts import Rating, Reviewable, ReviewFacts, ReviewPhotoFacts
from storecrew.contexts.reviews.models import ProductRating, Review, ReviewAsk, ReviewPhoto, ReviewReport
from storecrew.kernel.kept import Memory

NAMES = ("one", "two", "three", "four", "five")


def review(review_id: int) -> ReviewFacts:
    """Return one review. Raises UnknownReview."""
    row = Review.objects.filter(pk=review_id).first()
    if row is None:
        raise UnknownReview(id=review_id)
    return facts_of(row, _photos([row.pk]).get(row.pk, ()))


_kept_ratings: Memory[Rating | None] = Memory(most=20_000)


def ratings(product_ids: Collection[int]) -> dict[int, Rating]:
    """Return the ratings of products that have any; one query for those that are not kept in memory."""
    found = _kept_ratings.get_many(product_ids, lambda product_id: (f"product:{product_id}",), _read_ratings)
    return {product_id: rating for product_id, rating in found.items() if rating is not None}


def _read_ratings(product_ids: list[int]) -> dict[int, Rating | None]:
    found: dict[int, Rating | None] = dict.fromkeys(product_ids)
    rows = ProductRating.objects.filter(product_id__in=product_ids).order_by()
    for product_id, *numbers in rows.values_list("product_id", *NAMES):
        if any(numbers):
            found[product_id] = Rating(sum(numbers), rules.mean_x100(numbers), tuple(numbers))
    return found


def reviews_of_product(
    product_id: int, *, stars: int = 0, skip: int = 0, limit: int = 10
) -> tuple[ReviewFacts, ...]:
    """Return published reviews of a product, newest first; with ``stars`` only those; two queries."""
    rows = Review.objects.filter(product_id=product_id, state=states.PUBLISHED)
    if stars:
        rows = rows.filter(stars=stars)
    return _many(rows.order_by("-written_at", "-pk")[skip : skip + limit])


def reviewable(order_id: int) -> tuple[Reviewable, ...]:
    """Return the products of an order that were sent, each with its review; none of what was given away.

    Raises OrderNotFound.
    """
    order = orders.order(order_id)
    if order.purpose:
        return ()
    sent = [line for line in order.lines if line.fulfilled_quantity]
    owners = catalog.product_ids_of_variants([line.variant_id for line in sent])
    written = {one.product_id: one for one in _many(Review.objects.filter(order_id=order_id))}
    found: dict[int, Reviewable] = {}
    for line in sent:
        product_id = owners.get(line.variant_id)
        if product_id is not None and product_id not in found:
            found[product_id] = Reviewable(product_id, line.title, line.image_url, written.get(product_id))
    return tuple(found.values())


def reports_of(review_id: int) -> Sequence[tuple[str, str, dt.datetime]]:
    """Return the reports of a review as (reason, words, when), newest first."""
    rows = ReviewReport.objects.filter(review_id=review_id)
    return list(rows.order_by("-pk").values_list("reason", "words", "at")[:50])


def handled_orders() -> QuerySet[Any]:
    """Return the ids of orders that were asked about or never will be, to narrow reads by."""
    return ReviewAsk.objects.order_by().values("order_id")


def review_photo(review_id: int, photo_id: int, *, small: bool = False) -> tuple[bytes, str]:
    """Return a photo of a review and its type, large or small; empty when there is none."""
    rows = ReviewPhoto.objects.filter(pk=photo_id, review_id=review_id)
    content = bytes(rows.values_list("small" if small else "content", flat=True).first() or b"")
    for start, kind in ((b"\x89PNG", "image/png"), (b"RIFF", "image/webp")):
        if content.startswith(start):
            return content, kind
    return content, "image/jpeg"


def _many(rows: QuerySet[Review]) -> tuple[ReviewFacts, ...]:
    found = list(rows)
    photos = _photos([row.pk for row in found]) if found else {}
    return tuple(facts_of(row, photos.get(row.pk, ())) for row in found)


def _photos(review_ids: Collection[int]) -> dict[int, tuple[ReviewPhotoFacts, ...]]:
    found: dict[int, tuple[ReviewPhotoFacts, ...]] = {}
    rows = ReviewPhoto.objects.filter(review_id__in=review_ids).order_by("pk")
    for review_id, *facts in rows.values_list("review_id", "pk", "width", "height"):
        found[review_id] = (*found.get(review_id, ()), ReviewPhotoFacts(*facts))
    return found


def facts_of(row: Review, photos: tuple[ReviewPhotoFacts, ...] = ()) -> ReviewFacts:
    """Return a row as facts."""
    return ReviewFacts(
        row.pk,
        row.product_id,
        row.order_id,
        row.channel_id,
        row.locale,
        row.stars,
        row.title,
        row.words,
        row.name,
        row.state,
        row.written_at,
        row.reason,
        row.note,
        row.reply,
        row.replied_at,
        row.reports,
        photos,
    )
