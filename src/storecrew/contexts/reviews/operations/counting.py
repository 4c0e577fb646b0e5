"""The rating of a product, made from its published reviews."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Count, F

from storecrew.contexts.reviews import states
from storecrew.contexts.reviews.events import RatingsChanged
from storecrew.contexts.reviews.models import ProductRating, Review
from storecrew.contexts.reviews.queries import NAMES
from storecrew.kernel import outbox, revisions


def recount(product_ids: Collection[int]) -> None:
    """Make the ratings of products anew, in the caller's transaction, and tell who shows them.

    The update of ``times`` holds the row until then, so that the last of two who decide at once sees both.
    """
    wanted = sorted(set(product_ids))
    if not wanted:
        return
    ProductRating.objects.bulk_create([ProductRating(pk=pk) for pk in wanted], ignore_conflicts=True)
    for product_id in wanted:
        ProductRating.objects.filter(pk=product_id).update(times=F("times") + 1)
        rows = Review.objects.filter(product_id=product_id, state=states.PUBLISHED).order_by()
        counts = dict(rows.values_list("stars").annotate(number=Count("pk")))
        values = {name: counts.get(stars, 0) for stars, name in enumerate(NAMES, start=1)}
        ProductRating.objects.filter(pk=product_id).update(**values)
    outbox.publish(RatingsChanged(product_ids=tuple(wanted)))
    revisions.bump_on_commit(*(f"product:{product_id}" for product_id in wanted))
