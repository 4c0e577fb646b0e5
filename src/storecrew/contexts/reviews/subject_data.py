"""Reviews of a person: handed out on request, and gone when they leave."""

from __future__ import annotations

import base64
import datetime as dt
from typing import Any

from django.db.models import Q, QuerySet

from storecrew.contexts.orders import public as orders
from storecrew.contexts.reviews.models import Review
from storecrew.contexts.reviews.operations.counting import recount
from storecrew.kernel.actor import Actor


class ReviewData:
    """What a person wrote about what they bought."""

    name = "reviews"

    def export(self, *, customer_id: int, email: str) -> list[dict[str, Any]]:
        """Return every review in full."""
        return [
            {
                "product": row.product_id,
                "stars": row.stars,
                "title": row.title,
                "words": row.words,
                "name": row.name,
                "state": row.state,
                "written": row.written_at.isoformat(),
                "reply": row.reply,
                "photos": [base64.b64encode(bytes(photo.content)).decode() for photo in row.photos.all()],
            }
            for row in _reviews_of(customer_id, email).prefetch_related("photos").order_by("pk")
        ]

    def erase(self, *, customer_id: int, email: str, actor: Actor, at: dt.datetime) -> None:
        """Delete them: opinions are of the person, and no invoice needs them."""
        rows = _reviews_of(customer_id, email)
        products = set(rows.values_list("product_id", flat=True))
        rows.delete()
        recount(products)


def _reviews_of(customer_id: int, email: str) -> QuerySet[Review]:
    ids = list(orders.ids_of_person(customer_id, email))
    return Review.objects.filter(Q(customer_id=customer_id) | Q(order_id__in=ids))
