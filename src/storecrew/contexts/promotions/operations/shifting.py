"""Moving a promotion to other days: what was scheduled passes its gates again, or stays where it was."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from django.db import transaction

from storecrew.contexts.promotions.errors import WrongState
from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.editing import change_promotion, content_of
from storecrew.contexts.promotions.operations.moving import find
from storecrew.contexts.promotions.operations.scheduling import schedule_promotion
from storecrew.contexts.promotions.rules import schedule
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor

State = Promotion.State


def move_promotion(
    promotion_id: int, *, days: int, begins: dt.datetime | None = None, actor: Actor, at: dt.datetime
) -> Promotion:
    """Move a promotion that has not started by whole days of its own time.

    A scheduled one is a new version: brief and stock are asked again, and so are service and warehouse.

    :raises WrongState: it runs, is over, or has no start
    :raises work.DateMoved: it does not start at ``begins``, where its mover saw it
    :raises PromotionChanged: somebody saved it at the same moment
    :raises StockTooLowForPromotion: less will be there then; nothing is changed
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    content = content_of(row)
    if row.state not in (State.DRAFT, State.SCHEDULED, State.STOPPED) or content.starts is None:
        raise WrongState(promotion=row.pk, state=row.state)
    if begins is not None and row.active_from is not None:
        work.must_begin(row.active_from, begins)
    shift = dt.timedelta(days=days)
    moved = replace(
        content,
        starts=content.starts + shift,
        ends=content.ends + shift if content.ends else None,
        definition=schedule.shifted(content.definition, shift),
    )
    was_scheduled = row.state == State.SCHEDULED
    with transaction.atomic():
        row = change_promotion(row.pk, moved, revision=row.revision, actor=actor, at=at)
        if was_scheduled:
            row = schedule_promotion(row.pk, actor=actor, at=at)
    return row


def move_on_calendar(
    record_id: str, *, days: int, begins: dt.datetime, actor: Actor, at: dt.datetime
) -> None:
    """Move the promotion behind a date of the calendar."""
    move_promotion(int(record_id), days=days, begins=begins, actor=actor, at=at)
