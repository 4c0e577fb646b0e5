"""Pictures of shoppers as the shop shows them."""

from __future__ import annotations

from storecrew.contexts.marketing.facts import ShownPicture
from storecrew.contexts.marketing.models import CustomerPicture, Mention, Placement

MOST = 12


def pictures_of(product_id: int) -> tuple[ShownPicture, ...]:
    """Return the permitted pictures of a product, newest first; one query."""
    rows = CustomerPicture.objects.filter(product_id=product_id, shown=True)
    fields = rows.values_list("pk", "alt", "credit", "width", "height")[:MOST]
    return tuple(ShownPicture(*row) for row in fields)


def mention_ids(network: str) -> dict[str, int]:
    """Return the newest mention of each author on a network."""
    rows = Mention.objects.filter(network=network).order_by("said_at", "pk")
    return dict(rows.values_list("author_name", "pk"))


def shown_picture(picture_id: int) -> bytes:
    """Return the content of a picture that is shown, b"" for any other."""
    rows = CustomerPicture.objects.filter(pk=picture_id, shown=True)
    return bytes(rows.values_list("picture", flat=True).first() or b"")


def picture_of_post(key: str) -> bytes:
    """Return the picture of a post by the key of one of its placements, b"" without one."""
    rows = Placement.objects.filter(key=key, post__state__in=("scheduled", "done"))
    return bytes(rows.values_list("post__picture", flat=True).first() or b"")
