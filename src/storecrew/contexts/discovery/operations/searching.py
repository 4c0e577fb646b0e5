"""Searching, with a note of what was sought in vain."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import Counter

from django.db import DatabaseError, transaction
from django.db.models import F

from storecrew.contexts.discovery.facts import ProductQuery, ProductResults
from storecrew.contexts.discovery.models import MissedSearch
from storecrew.contexts.discovery.queries.listing import results
from storecrew.contexts.discovery.rules.words import query_words

logger = logging.getLogger(__name__)

Key = tuple[str, str, int, dt.date]
_waiting: Counter[Key] = Counter()
_lock = threading.Lock()
MOST_WAITING = 500


def search(query: ProductQuery, *, at: dt.datetime) -> ProductResults:
    """One page of products with filters and counts (see ``queries.listing.results``).

    A search that finds nothing without filters is noted for the merchandiser, at most once a second
    per process; failing to note it never fails the search.
    """
    found = results(query, at=at)
    narrowed = (
        query.facets or query.in_stock or query.category or query.collection or query.price_min is not None
    )
    if query.q and not found.total and not found.degraded and not narrowed and query.price_max is None:
        _note(query, at)
    return found


_last = dt.datetime.min.replace(tzinfo=dt.UTC)


def _note(query: ProductQuery, at: dt.datetime) -> None:
    global _last  # noqa: PLW0603 - one clock per process
    text = " ".join(query_words(query.q))[:120]
    if not text:
        return
    with _lock:
        if len(_waiting) < MOST_WAITING:
            _waiting[text, query.locale, query.channel.id, at.date()] += 1
        if abs(at - _last) < dt.timedelta(seconds=1):
            return
        _last = at
        noted = dict(_waiting)
        _waiting.clear()
    try:
        _write(noted)
    except DatabaseError:
        logger.warning("searches without a result could not be noted", exc_info=True)


def _write(noted: dict[Key, int]) -> None:
    with transaction.atomic():
        for (text, locale, channel_id, day), count in noted.items():
            MissedSearch.objects.get_or_create(query=text, locale=locale, channel_id=channel_id, day=day)
            MissedSearch.objects.filter(query=text, locale=locale, channel_id=channel_id, day=day).update(
                count=F("count") + count
            )
