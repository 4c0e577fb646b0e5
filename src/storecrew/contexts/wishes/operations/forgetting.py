"""Lists of guests have an end."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import QuerySet

from storecrew.contexts.wishes.models import WishList

KEPT = dt.timedelta(days=180)
"""For how long a list without an account is kept after its last change."""
BATCH = 500


def forget_lists(*, at: dt.datetime) -> int:
    """Delete lists of guests that nobody changed for too long; return how many, a batch at a time."""
    forgotten = 0
    rows = WishList.objects.filter(guest__gt="", updated_at__lt=at - KEPT)
    while batch := _forget_some(rows):
        forgotten += batch
    return forgotten


def _forget_some(rows: QuerySet[WishList]) -> int:
    with transaction.atomic():
        found = list(rows.select_for_update().order_by("pk").values_list("pk", flat=True)[:BATCH])
        WishList.objects.filter(pk__in=found).delete()
    return len(found)
