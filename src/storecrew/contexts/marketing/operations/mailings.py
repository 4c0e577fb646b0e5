"""Writing mailings and steering them: planned, paused, canceled."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from storecrew.contexts.customers import public as customers
from storecrew.contexts.marketing.errors import InvalidMailing, MailingState, UnknownMailing
from storecrew.contexts.marketing.facts import MailingContent
from storecrew.contexts.marketing.models import Campaign, Mailing, Segment
from storecrew.contexts.marketing.queries.words import problem_words
from storecrew.contexts.marketing.rules import mailing as rules
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor

RECORD = "marketing.mailing"
State = Mailing.State


def save_mailing(
    content: MailingContent, *, mailing_id: int | None = None, actor: Actor, at: dt.datetime
) -> int:
    """Write a mailing, new or while it is a draft; return its id.

    :raises InvalidMailing: with the fields that are wrong
    :raises MailingState: it is planned or sent already
    """
    actor.require("marketing.write")
    wrong = rules.problems(content.subjects, content.blocks, content.days)
    if not content.name.strip():
        wrong.append(("name", "missing"))
    if content.topic not in customers.TOPICS:
        wrong.append(("topic", "unknown"))
    if content.kind not in Mailing.Kind.values:
        wrong.append(("kind", "unknown"))
    if content.per_hour < 1:
        wrong.append(("per_hour", "negative"))
    wrong += rules.test_problems(
        content.other_subjects, content.test_percent, content.test_hours, content.holdout_percent
    )
    if content.segment_id is not None and not Segment.objects.filter(pk=content.segment_id).exists():
        wrong.append(("segment", "unknown"))
    if content.campaign_id is not None and not Campaign.objects.filter(pk=content.campaign_id).exists():
        wrong.append(("campaign", "unknown"))
    if wrong:
        raise InvalidMailing(**{name: problem_words(code) for name, code in wrong})
    values: dict[str, Any] = {name: getattr(content, name) for name in content.__dataclass_fields__}
    values |= {"name": content.name.strip()[:120], "blocks": list(content.blocks), "updated_at": at}
    with transaction.atomic():
        if mailing_id is None:
            row = Mailing.objects.create(**values, created_at=at, created_by=actor.label[:200])
            mailing_id = row.pk
        elif not Mailing.objects.filter(pk=mailing_id, state=State.DRAFT).update(**values):
            raise MailingState(mailing=mailing_id)
        _note(mailing_id, "mailing_saved", actor, at, {"name": values["name"], "topic": content.topic})
    return mailing_id


def schedule_mailing(mailing_id: int, *, send_at: dt.datetime, actor: Actor, at: dt.datetime) -> None:
    """Let a draft go out from a moment on; whom it goes to is written down then.

    :raises MailingState: it is no draft
    """
    actor.require("marketing.send")
    _move(mailing_id, State.SCHEDULED, (State.DRAFT,), actor, at, send_at=max(send_at, at))


def pause_mailing(mailing_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Hand nothing more over, and let nothing leave that was handed over. Raises MailingState."""
    actor.require("marketing.send")
    _move(mailing_id, State.PAUSED, (State.SCHEDULED, State.SENDING), actor, at)


def resume_mailing(mailing_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Go on where it stopped. Raises MailingState."""
    actor.require("marketing.send")
    _move(mailing_id, State.SCHEDULED, (State.PAUSED,), actor, at)


def cancel_mailing(mailing_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """End a mailing; who has not got it gets nothing. Raises MailingState."""
    actor.require("marketing.send")
    allowed = (State.DRAFT, State.SCHEDULED, State.SENDING, State.PAUSED)
    _move(mailing_id, State.CANCELED, allowed, actor, at, finished_at=at)


def _move(
    mailing_id: int, state: str, allowed: tuple[str, ...], actor: Actor, at: dt.datetime, **fields: Any
) -> None:
    with transaction.atomic():
        rows = Mailing.objects.filter(pk=mailing_id, state__in=allowed)
        if not rows.update(state=state, updated_at=at, **fields):
            if not Mailing.objects.filter(pk=mailing_id).exists():
                raise UnknownMailing(mailing=mailing_id)
            raise MailingState(mailing=mailing_id)
        _note(mailing_id, f"mailing_{state}", actor, at, {"state": state})


def _note(mailing_id: int, action: str, actor: Actor, at: dt.datetime, after: dict[str, Any]) -> None:
    audit.record(
        actor=actor, action=f"marketing.{action}", record=RECORD, record_id=mailing_id, at=at, after=after
    )
