"""Readers report a review; it stays until somebody has looked at it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import F

from storecrew.contexts.reviews import queries, states
from storecrew.contexts.reviews.errors import InvalidDecision, UnknownReview
from storecrew.contexts.reviews.models import Review, ReviewReport
from storecrew.contexts.work import public as work
from storecrew.kernel import ratelimit
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

LIMIT = "reviews.report"
SYSTEM = system_actor("reviews.reports")
ratelimit.define(LIMIT, ip="10/1h", review="20/1d")


def report_review(review_id: int, *, reason: str, words: str = "", actor: Actor, at: dt.datetime) -> None:
    """Note that a reader finds a review against the rules, and open one task about it.

    :raises TooManyAttempts: too often from one address or about one review (ABU-08)
    :raises InvalidDecision: a reason that is not on the list
    :raises UnknownReview: the shop shows no such review
    """
    ratelimit.hit(LIMIT, f"review:{review_id}", *([f"ip:{actor.ip}"] if actor.ip else []))
    if reason not in dict(states.REASONS):
        raise InvalidDecision()
    with transaction.atomic():
        known = queries.review(review_id)
        if known.state != states.PUBLISHED:
            raise UnknownReview(id=review_id)
        ReviewReport.objects.create(review_id=review_id, reason=reason, words=words.strip()[:500], at=at)
        Review.objects.filter(pk=review_id).update(reports=F("reports") + 1)
        work.open_task(
            code="reviews.report",
            title=say("A review was reported: %(title)s", title=known.title or known.words[:80]),
            owner_role="content_team",
            record="reviews.review",
            record_id=review_id,
            url=f"/admin/reviews/{review_id}/",
            due_at=at + dt.timedelta(days=1),
            dedupe_key=f"reviews.report:{review_id}",
            actor=SYSTEM,
            at=at,
        )
