"""Reads of photos with returns."""

from __future__ import annotations

from collections.abc import Collection

from storecrew.contexts.aftersales.facts import ReturnPhotoFacts
from storecrew.contexts.aftersales.models import ReturnPhoto


def photos_of_returns(return_ids: Collection[int]) -> dict[int, tuple[ReturnPhotoFacts, ...]]:
    """Return the photos of each return, oldest first, without their content; one query."""
    found: dict[int, tuple[ReturnPhotoFacts, ...]] = {}
    rows = ReturnPhoto.objects.filter(parent_id__in=list(return_ids)).order_by("pk")
    for return_id, id_, by_customer, at in rows.values_list("parent_id", "pk", "by_customer", "added_at"):
        found[return_id] = (*found.get(return_id, ()), ReturnPhotoFacts(id_, by_customer, at))
    return found


def return_photo(return_id: int, photo_id: int) -> tuple[bytes, str]:
    """Return a photo of a return and its type; empty when there is none."""
    rows = ReturnPhoto.objects.filter(pk=photo_id, parent_id=return_id)
    content = bytes(rows.values_list("content", flat=True).first() or b"")
    for start, kind in ((b"\x89PNG", "image/png"), (b"RIFF", "image/webp")):
        if content.startswith(start):
            return content, kind
    return content, "image/jpeg"
