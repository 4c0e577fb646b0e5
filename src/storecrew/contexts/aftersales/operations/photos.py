"""Photos with a return: drawn anew before they are kept, each once, seen by customer, agent and warehouse."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from storecrew.contexts.aftersales.errors import InvalidReturnPhoto
from storecrew.contexts.aftersales.models import ReturnPhoto
from storecrew.contexts.aftersales.states import LARGEST_PHOTO, MOST_PHOTOS
from storecrew.contexts.catalog import public as catalog


def checked_photos(contents: Sequence[bytes]) -> tuple[bytes, ...]:
    """Return pictures drawn anew, without what cameras add, for this context's own operations.

    Call it outside transactions. Raises InvalidReturnPhoto for anything that is no picture below 12 MB, and
    for more than eight.
    """
    wanted = [content for content in contents if content]
    if len(wanted) > MOST_PHOTOS or any(len(content) > LARGEST_PHOTO for content in wanted):
        raise InvalidReturnPhoto(most=MOST_PHOTOS)
    try:
        return tuple(catalog.clean_picture(content).content for content in wanted)
    except catalog.InvalidImage as problem:
        raise InvalidReturnPhoto(reason=problem.details.get("reason", "")) from None


def keep_photos(return_id: int, photos: Sequence[bytes], *, by_customer: bool, at: dt.datetime) -> None:
    """Keep checked photos that are not there yet; the same one sent twice is kept once."""
    rows = [
        ReturnPhoto(
            parent_id=return_id,
            content=content,
            digest=hashlib.sha256(content).hexdigest(),
            by_customer=by_customer,
            added_at=at,
        )
        for content in photos
    ]
    ReturnPhoto.objects.bulk_create(rows, ignore_conflicts=True)
