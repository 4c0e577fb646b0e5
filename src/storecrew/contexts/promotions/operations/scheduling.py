"""From the draft to its start: the gates are asked when it is planned and again when it starts.

Whether service and warehouse have acknowledged it is looked at when it starts; nobody waits longer than
``ACK_TIME`` for them, and the record says which of the two it was.
"""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Q

from storecrew.contexts.promotions.errors import (
    BriefMissing,
    EndPassed,
    ReasonNeeded,
    StockTooLowForPromotion,
    WrongState,
)
from storecrew.contexts.promotions.events import (
    PromotionEnded,
    PromotionLaunched,
    PromotionScheduled,
)
from storecrew.contexts.promotions.models import Promotion, StockOverride
from storecrew.contexts.promotions.operations import planning, staffing, telling
from storecrew.contexts.promotions.operations.moving import RECORD, find, move
from storecrew.contexts.promotions.queries import stock
from storecrew.contexts.promotions.queries.words import shortfall_words
from storecrew.contexts.promotions.rules.shortfall import StockCheck
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import DomainError
from storecrew.kernel.sentence import refused

LEAD = dt.timedelta(minutes=2)
"""A promotion is made ready this long before it starts, so that it counts from the very minute."""
ACK_TIME = dt.timedelta(hours=24)
SYSTEM = system_actor("promotions.schedule")
State = Promotion.State


def schedule_promotion(promotion_id: int, *, actor: Actor, at: dt.datetime) -> Promotion:
    """Let a draft start at its time: brief and stock are checked, service and warehouse are asked.

    :raises BriefMissing: with ``missing``
    :raises StockTooLowForPromotion: with ``shortfalls``; nothing is changed
    :raises WrongState: it is no draft
    :raises EndPassed: it would be over before it starts
    """
    actor.require("promotions.write")
    row = find(promotion_id)
    if row.active_until is not None and row.active_until <= at:
        raise EndPassed(promotion=row.pk, state="ended")
    _require_brief(row)
    # Before the gate and outside its refusal: who may override sees what is compared.
    planning.complete_plan(row, actor=actor, at=at)
    checks = _require_stock(row, at)
    with transaction.atomic():
        move(
            row,
            State.SCHEDULED,
            allowed=(State.DRAFT, State.STOPPED),
            actor=actor,
            at=at,
            pause_reason="",
            approved_with={
                "at": at.isoformat(),
                "by": actor.label,
                "revision": row.revision,
                "stock": [each.as_json() for each in checks],
            },
        )
        telling.all_clear(row, at=at)
        staffing.keep_forecast(row, actor=actor, at=at)
        outbox.publish(PromotionScheduled(promotion_id=row.pk, revision=row.revision))
        telling.ask_for_acknowledgement(row, due_at=at + ACK_TIME, at=at)
        telling.put_on_calendar(row, at=at)
    if row.active_from is None or row.active_from <= at + LEAD:
        launch(row.pk, at=at)
        row.refresh_from_db()
    return row


def launch_due(at: dt.datetime) -> int:
    """Start what is due; return how many started."""
    due = Promotion.objects.filter(state=State.SCHEDULED).filter(
        Q(active_from=None) | Q(active_from__lte=at + LEAD)
    )
    return sum(launch(key, at=at) for key in due.order_by("active_from").values_list("pk", flat=True))


def launch(promotion_id: int, *, at: dt.datetime) -> bool:
    """Start a scheduled promotion if its gates still let it pass; True when it runs.

    One that does not pass is stopped, its owner is told why, and it costs nobody anything. One that a
    conflict blocks waits until its owner has answered.
    """
    row = find(promotion_id)
    acknowledged = telling.acknowledged(row, at=at)
    if acknowledged is None:
        return False
    # What became an article of it since it was planned, such as a new size, is compared too.
    planning.complete_plan(row, actor=SYSTEM, at=at)
    try:
        _require_brief(row)
        _require_stock(row, at)
    except DomainError as refusal:
        stop(row, refusal, at=at)
        return False
    try:
        work.require_no_conflict(record=RECORD, record_id=row.pk, at=at)
    except work.BlockedByConflict as refusal:
        telling.tell_held(row, refused(refusal), at=at)
        return False
    with transaction.atomic():
        try:
            move(row, State.LIVE, allowed=(State.SCHEDULED,), actor=SYSTEM, at=at, reason=acknowledged)
        except WrongState:
            return False
        telling.all_clear(row, at=at)
        outbox.publish(PromotionLaunched(promotion_id=row.pk))
    return True


def stop(row: Promotion, refusal: DomainError, *, at: dt.datetime) -> None:
    """Stop a promotion that did not pass a gate, and tell whose it is."""
    why = "stock" if isinstance(refusal, StockTooLowForPromotion) else "brief"
    with transaction.atomic():
        move(
            row,
            State.STOPPED,
            allowed=(State.SCHEDULED,),
            actor=SYSTEM,
            at=at,
            reason=refused(refusal),
            pause_reason=why,
        )
        telling.take_off_calendar(row, at=at)
        telling.tell_stopped(row, refused(refusal), at=at)


def override_stock(
    promotion_id: int, *, reason: str, expires_at: dt.datetime, actor: Actor, at: dt.datetime
) -> StockOverride:
    """Let a promotion pass although there is too little stock, until a moment and for a reason.

    :raises ReasonNeeded: no reason, or an end that has passed
    :raises WrongState: it has ended
    """
    actor.require("inventory.override")
    row = find(promotion_id)
    if row.state == State.ENDED:
        raise WrongState(promotion=row.pk, state=row.state)
    if not reason.strip() or expires_at <= at:
        raise ReasonNeeded()
    with transaction.atomic():
        found = StockOverride.objects.create(
            promotion=row,
            reason=reason.strip()[:400],
            shortfalls=[each.as_json() for each in stock.shortfalls(row)],
            expires_at=expires_at,
            at=at,
            by=actor.label[:200],
        )
        audit.record(
            actor=actor,
            action="promotions.stock_overridden",
            record=RECORD,
            record_id=row.pk,
            at=at,
            after={"expires_at": expires_at.isoformat(), "shortfalls": found.shortfalls},
            reason=found.reason,
        )
        work.mark_accepted(
            code="low_cover",
            record=RECORD,
            record_id=row.pk,
            reason=found.reason,
            until=expires_at,
            actor=actor,
            at=at,
        )
    return found


def end_promotion(promotion_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """End a promotion for good, whatever its dates say."""
    actor.require("promotions.write")
    row = find(promotion_id)
    with transaction.atomic():
        _end(row, actor, at)


def end_due(at: dt.datetime) -> int:
    """End what is over; return how many."""
    over = Promotion.objects.filter(
        state__in=(State.LIVE, State.PAUSED, State.SCHEDULED), active_until__lte=at
    )
    ended = 0
    for row in over.order_by("active_until"):
        with transaction.atomic():
            _end(row, SYSTEM, at)
        ended += 1
    return ended


def _end(row: Promotion, actor: Actor, at: dt.datetime) -> None:
    move(
        row,
        State.ENDED,
        allowed=(State.LIVE, State.PAUSED, State.SCHEDULED, State.STOPPED),
        actor=actor,
        at=at,
        pause_reason="",
    )
    telling.end_on_calendar(row, at=at)
    outbox.publish(PromotionEnded(promotion_id=row.pk))
    telling.all_clear(row, at=at)


def missing_brief(row: Promotion) -> list[str]:
    """Return which of the three texts that a promotion needs are not there."""
    return [
        name
        for name, text in (
            ("sentence", row.sentence),
            ("exclusions", row.exclusions),
            ("service_brief", row.service_brief),
        )
        if not text
    ]


def _require_brief(row: Promotion) -> None:
    if missing := missing_brief(row):
        raise BriefMissing(missing=missing)


def _require_stock(row: Promotion, at: dt.datetime) -> tuple[StockCheck, ...]:
    checks = stock.stock_checks(row)
    short = [each for each in checks if each.missing]
    if short and stock.override_of(row, at) is None:
        details = [each.as_json() for each in short]
        raise StockTooLowForPromotion(shortfall_words(details), shortfalls=details)
    return checks
