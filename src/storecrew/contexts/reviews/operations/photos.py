"""Photos with a review: drawn anew before they are kept, looked at with it, taken out one by one."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.reviews import queries, rules, states
from storecrew.contexts.reviews.errors import InvalidReview, UnknownReviewPhoto
from storecrew.contexts.reviews.models import ReviewPhoto
from storecrew.contexts.reviews.operations.counting import recount
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

FORMAT = "webp"


class Photo(NamedTuple):
    """A picture as it is kept: as large as pages show it, and small for the row below the words."""

    content: bytes
    small: bytes
    width: int
    height: int


def checked_photos(contents: Sequence[bytes]) -> tuple[Photo, ...]:
    """Return pictures drawn anew, without what cameras add, for this context's own operations.

    Call it outside transactions. Raises InvalidReview (``fields``: "photos") for anything that is no picture
    below 12 MB, and for more than four.
    """
    wanted = [content for content in contents if content]
    if len(wanted) > rules.MOST_PHOTOS or any(len(content) > rules.LARGEST_PHOTO for content in wanted):
        raise _wrong()
    try:
        return tuple(map(_drawn, wanted))
    except catalog.InvalidImage:
        raise _wrong() from None


def keep_photos(review_id: int, photos: Sequence[Photo], *, at: dt.datetime) -> None:
    """Keep checked photos; the same one sent twice is kept once."""
    rows = [
        ReviewPhoto(
            review_id=review_id, content=one.content, small=one.small, width=one.width, height=one.height,
            digest=hashlib.sha256(one.content).hexdigest(), added_at=at,
        )
        for one in photos
    ]  # fmt: skip
    ReviewPhoto.objects.bulk_create(rows, ignore_conflicts=True)


def drop_photo(review_id: int, photo_id: int, *, reason: str, actor: Actor, at: dt.datetime) -> None:
    """Take one photo out of a review for good, while its words stay.

    :raises Denied: the actor may not decide about reviews
    :raises UnknownReview, UnknownReviewPhoto: there is no such review, or no such photo of it
    """
    actor.require("reviews.write")
    with transaction.atomic():
        known = queries.review(review_id)
        if not ReviewPhoto.objects.filter(pk=photo_id, review_id=review_id).delete()[0]:
            raise UnknownReviewPhoto()
        audit.record(
            actor=actor, action="reviews.photo_dropped", record="reviews.review", record_id=review_id, at=at,
            after={"photo": photo_id}, reason=reason.strip()[:300],
        )  # fmt: skip
        if known.state == states.PUBLISHED:
            recount([known.product_id])


def _drawn(content: bytes) -> Photo:
    clean = catalog.clean_picture(content, (FORMAT,))
    made = sorted(clean.made, key=lambda one: one.width)
    if not made:
        return Photo(clean.content, clean.content, clean.width, clean.height)
    return Photo(made[-1].content, made[0].content, made[-1].width, made[-1].height)


def _wrong() -> InvalidReview:
    words = _("Up to four pictures (JPEG, PNG or WebP), each below 12 MB.")
    return InvalidReview(fields={"photos": words})
