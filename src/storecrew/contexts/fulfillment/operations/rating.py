"""The customer's word about the packaging, after it arrived."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.fulfillment import queries
from storecrew.contexts.fulfillment.errors import InvalidRating, NotArrivedYet
from storecrew.contexts.fulfillment.models import PackagingRating
from storecrew.contexts.fulfillment.operations import changing
from storecrew.kernel import rows


def rate_packaging(order_id: int, *, stars: int, comment: str = "", at: dt.datetime) -> bool:
    """Keep a customer's rating of 1 to 5 stars; say whether it is new, since the first one stays.

    The caller knows the order's secret link. Bad ratings of an article ask for other packaging of it.

    :raises InvalidRating: not 1 to 5 stars
    :raises NotArrivedYet: nothing of the order has arrived
    """
    if stars not in range(1, 6):
        raise InvalidRating()
    if PackagingRating.objects.filter(order_id=order_id).exists():
        return False
    if not queries.may_rate(order_id):
        raise NotArrivedYet()
    row = PackagingRating(order_id=order_id, stars=stars, comment=comment.strip()[:500], at=at)
    with transaction.atomic():
        if not rows.insert([row], once_per="order_id"):
            return False
        if stars <= queries.packaging_thresholds().bad_stars:
            for sku in queries.rated_articles(order_id):
                changing.ask_for_change(sku, at=at)
    return True
