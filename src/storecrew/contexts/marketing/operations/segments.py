"""Writing segments down."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from storecrew.contexts.marketing.errors import InvalidSegment, UnknownSegment
from storecrew.contexts.marketing.models import Segment
from storecrew.contexts.marketing.queries.segments import count_audience
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.marketing.rules import segments as rules
from storecrew.contexts.promotions import public as promotions
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "marketing.segment"
COUNTED_ONCE_IN = dt.timedelta(minutes=10)


def save_segment(
    name: str,
    conditions: Mapping[str, Any],
    *,
    segment_id: int | None = None,
    actor: Actor,
    at: dt.datetime,
) -> int:
    """Write a segment, new or changed; return its id.

    :raises InvalidSegment: with the fields that are wrong
    :raises UnknownSegment: there is none with this id
    """
    actor.require("marketing.write")
    wrong = rules.problems(conditions)
    if not name.strip():
        wrong.append(("name", "missing"))
    same = Segment.objects.filter(name=name.strip()[:120])
    if (same if segment_id is None else same.exclude(pk=segment_id)).exists():
        wrong.append(("name", "taken"))
    if wrong:
        raise InvalidSegment(**{field: problem_words(code) for field, code in wrong})
    known = rules.cleaned(conditions)
    values = {
        "name": name.strip()[:120],
        "conditions": known,
        "updated_at": at,
        "people": count_audience(known, at=at),
        "counted_at": at,
    }
    with transaction.atomic():
        stored = Segment.objects.filter(pk=segment_id).first() if segment_id else None
        if segment_id is None:
            row = Segment.objects.create(**values, created_at=at, created_by=actor.label[:200])
            segment_id = row.pk
        elif not Segment.objects.filter(pk=segment_id).update(**values):
            raise UnknownSegment(segment=segment_id)
        else:
            # Promotions for it keep in memory whether orders end it.
            promotions.renew_active()
        audit.record(
            actor=actor,
            action="marketing.segment_changed" if stored else "marketing.segment_saved",
            record=RECORD,
            record_id=segment_id,
            at=at,
            before={"name": stored.name, "conditions": stored.conditions} if stored else None,
            after={"name": values["name"], "conditions": values["conditions"]},
        )
    return segment_id


def count_people(at: dt.datetime, *, limit: int = 20) -> int:
    """Count the people of segments whose number is old, the oldest first; return how many were counted."""
    old = Segment.objects.filter(Q(counted_at=None) | Q(counted_at__lte=at - COUNTED_ONCE_IN))
    found = list(old.order_by(F("counted_at").asc(nulls_first=True), "pk")[:limit])
    for row in found:
        people = count_audience(row.conditions, at=at)
        # Conditions that were changed meanwhile were counted with the change.
        Segment.objects.filter(pk=row.pk, updated_at=row.updated_at).update(people=people, counted_at=at)
    return len(found)
