"""What shoppers sought in vain, for the merchandiser."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F

from storecrew.contexts.discovery.facts import ProductQuery
from storecrew.contexts.discovery.models import MissedSearch
from storecrew.contexts.discovery.queries.listing import results
from storecrew.contexts.discovery.rules.words import query_words
from storecrew.kernel.actor import Actor


def note_missed_search(query: ProductQuery, *, actor: Actor, at: dt.datetime) -> bool:
    """Count a search that found nothing; return whether it was noted.

    Searching itself writes nothing (R16): the page of no results reports what happened. Whoever reports is
    not believed: a search that finds something, was narrowed by filters or met a broken index is not noted.
    """
    text = " ".join(query_words(query.q))[:120]
    narrowed = query.facets or query.in_stock or query.category or query.collection
    if not text or narrowed or query.price_min is not None or query.price_max is not None:
        return False
    found = results(query, at=at)
    if found.total or found.degraded:
        return False
    where: dict[str, Any] = {
        "query": text,
        "locale": query.locale,
        "channel_id": query.channel.id,
        "day": at.date(),
    }
    with transaction.atomic():
        MissedSearch.objects.get_or_create(**where)
        MissedSearch.objects.filter(**where).update(count=F("count") + 1)
    return True
