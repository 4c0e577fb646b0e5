"""Staff look at each review: publish it, refuse it for a reason on the list, answer it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.reviews import mails, queries, rules, states
from storecrew.contexts.reviews.errors import DecidedMeanwhile, EmptyReply, InvalidDecision
from storecrew.contexts.reviews.facts import ReviewFacts
from storecrew.contexts.reviews.models import Review
from storecrew.contexts.reviews.operations.counting import recount
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor

RECORD = "reviews.review"
SYSTEM = system_actor("reviews.reports")
PERMISSION = "reviews.write"


def publish_review(review_id: int, *, actor: Actor, at: dt.datetime) -> ReviewFacts:
    """Show a review in the shop, and count its stars.

    :raises Denied: the actor may not decide about reviews
    :raises UnknownReview: there is no such review
    :raises DecidedMeanwhile: it is in the shop already
    """
    actor.require(PERMISSION)
    with transaction.atomic():
        known = queries.review(review_id)
        _decide(known, states.PUBLISHED, actor, at, reason="", note="")
        return queries.review(review_id)


def refuse_review(review_id: int, *, reason: str, note: str, actor: Actor, at: dt.datetime) -> ReviewFacts:
    """Keep a review out of the shop for a reason that its author reads in a mail.

    :raises Denied: the actor may not decide about reviews
    :raises InvalidDecision: a reason that is not on the list, or no words to the author
    :raises UnknownReview: there is no such review
    :raises DecidedMeanwhile: it was refused already
    """
    actor.require(PERMISSION)
    if reason not in dict(states.REASONS) or not note.strip():
        raise InvalidDecision()
    with transaction.atomic():
        known = queries.review(review_id)
        _decide(known, states.REFUSED, actor, at, reason=reason, note=note.strip()[:500])
        found = queries.review(review_id)
        mails.queue_refused(found, at=at)
    return found


def keep_review(review_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Leave a reported review as it is: its reports are looked at. Raises Denied, UnknownReview."""
    actor.require(PERMISSION)
    with transaction.atomic():
        known = queries.review(review_id)
        if Review.objects.filter(pk=known.id, reports__gt=0).update(reports=0):
            _record("reports_closed", known, actor, at, {"reports": known.reports})
            _close_task(review_id, at)


def answer_review(review_id: int, *, words: str, actor: Actor, at: dt.datetime) -> None:
    """Answer a review below it in the shop, or change the answer; with no words it goes.

    :raises Denied: the actor may not decide about reviews
    :raises EmptyReply: more than 2,000 letters, or no words where there is no answer
    :raises UnknownReview: there is no such review
    """
    actor.require(PERMISSION)
    text = words.strip()
    with transaction.atomic():
        known = queries.review(review_id)
        if len(text) > rules.MOST_REPLY or not (text or known.reply):
            raise EmptyReply()
        Review.objects.filter(pk=review_id).update(
            reply=text, replied_at=at if text else None, replied_by=actor.label[:200] if text else ""
        )
        _record("answered", known, actor, at, {"reply": text})
        if known.state == states.PUBLISHED:
            recount([known.product_id])


def _decide(known: ReviewFacts, state: str, actor: Actor, at: dt.datetime, *, reason: str, note: str) -> None:
    rows = Review.objects.filter(pk=known.id, state=known.state).exclude(state=state)
    if not rows.update(
        state=state, decided_at=at, decided_by=actor.label[:200], reason=reason, note=note, reports=0
    ):
        raise DecidedMeanwhile()
    what = "published" if state == states.PUBLISHED else "refused"
    _record(what, known, actor, at, {"state": state}, reason=note)
    _close_task(known.id, at)
    if states.PUBLISHED in (state, known.state):
        recount([known.product_id])


def _close_task(review_id: int, at: dt.datetime) -> None:
    work.withdraw_task(dedupe_key=f"reviews.report:{review_id}", actor=SYSTEM, at=at)


def _record(
    what: str, known: ReviewFacts, actor: Actor, at: dt.datetime, after: dict[str, object], reason: str = ""
) -> None:
    audit.record(
        actor=actor,
        action=f"reviews.{what}",
        record=RECORD,
        record_id=known.id,
        at=at,
        after=after,
        reason=reason,
    )
