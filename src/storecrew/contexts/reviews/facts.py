"""Frozen values that cross the border of the reviews context."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReviewPhotoFacts:
    """A photo with a review, without its content."""

    id: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class ReviewFacts:
    """A review by somebody who bought the product. ``state``: "waiting", "published", "refused"."""

    id: int
    product_id: int
    order_id: int
    channel_id: int
    locale: str
    stars: int
    title: str
    words: str
    name: str
    state: str
    written_at: dt.datetime
    reason: str
    note: str
    reply: str
    replied_at: dt.datetime | None
    reports: int
    photos: tuple[ReviewPhotoFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """What the published reviews of a product say: how many, their mean times 100, and how many per star."""

    count: int
    mean_x100: int
    counts: tuple[int, ...]  # of one to five stars

    @property
    def stars(self) -> int:
        """Return the mean in whole stars, rounded half up: 1 to 5."""
        return (self.mean_x100 + 50) // 100

    @property
    def mean(self) -> str:
        """Return the mean with one decimal, as machines read it: ``4.3``."""
        tenths = (self.mean_x100 + 5) // 10
        return f"{tenths // 10}.{tenths % 10}"


@dataclass(frozen=True, slots=True)
class Reviewable:
    """A product of an order that can be reviewed, or was."""

    product_id: int
    title: str
    image_url: str
    review: ReviewFacts | None
