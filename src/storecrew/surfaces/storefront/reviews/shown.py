"""Reviews as pages show them."""

from __future__ import annotations

from collections.abc import Mapping
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.reviews import public as reviews
from storecrew.surfaces.ui.shell import Shell

ON_THE_PRODUCT = 3
PER_PAGE = 10


def of_product(product_id: int, shop: Shell, slug: str) -> Any:
    """Return rating and newest reviews of a product for its page; two queries, one without reviews."""
    rating = reviews.ratings([product_id]).get(product_id)
    found = reviews.reviews_of_product(product_id, limit=ON_THE_PRODUCT) if rating else ()
    return SimpleNamespace(
        rating=rating,
        rows=bars(rating, shop, slug) if rating else (),
        shown=tuple(one(each, shop) for each in found),
        all_url=shop.url("product_reviews", slug),
        more=bool(rating and rating.count > ON_THE_PRODUCT),
    )


def bars(rating: reviews.Rating, shop: Shell, slug: str) -> tuple[Any, ...]:
    """Return how many reviews have how many stars, best first, each with the address of those reviews."""
    url = shop.url("product_reviews", slug)
    return tuple(
        SimpleNamespace(stars=stars, count=rating.counts[stars - 1], url=f"{url}?stars={stars}")
        for stars in range(5, 0, -1)
    )


def one(found: reviews.ReviewFacts, shop: Shell) -> Any:
    """Return a review as a page shows it."""
    return SimpleNamespace(
        id=found.id,
        stars=found.stars,
        title=found.title,
        words=found.words,
        name=found.name or _("A buyer"),
        locale=found.locale,
        at=found.written_at,
        reply=found.reply,
        replied_at=found.replied_at,
        photos=tuple(
            SimpleNamespace(
                url=shop.url("review_photo", found.id, each.id), width=each.width, height=each.height
            )
            for each in found.photos
        ),
        report_url=shop.url("review_report", found.id),
    )


def structured(rating: reviews.Rating | None, shown: tuple[Any, ...]) -> Mapping[str, Any]:
    """Return what machines read of real reviews; nothing where there are none."""
    if rating is None:
        return {}
    return {
        "aggregateRating": {
            "@type": "AggregateRating",
            "ratingValue": rating.mean,
            "reviewCount": rating.count,
            "bestRating": 5,
            "worstRating": 1,
        },
        "review": [
            {
                "@type": "Review",
                "name": each.title,
                "reviewBody": each.words,
                "inLanguage": each.locale,
                "datePublished": each.at.date().isoformat(),
                "author": {"@type": "Person", "name": each.name},
                "reviewRating": {"@type": "Rating", "ratingValue": each.stars, "bestRating": 5},
            }
            for each in shown
        ],
    }
