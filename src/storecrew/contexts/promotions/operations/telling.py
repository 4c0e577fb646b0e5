"""Telling the other teams: acknowledgements before the start, the calendar, and one alert when it pauses."""

from __future__ import annotations

import datetime as dt

from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.moving import RECORD, page_of
from storecrew.contexts.promotions.queries.touching import opens_at, span, touches
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor
from storecrew.kernel.sentence import joined, say, told_by

ACTOR = system_actor("promotions")
ACKNOWLEDGING = ("customer_service", "logistics_manager")
TOLD_OF_PAUSES = ("marketing_manager", "customer_service", "inventory_manager", "logistics_manager")
TASK = "promotion_acknowledge"
OPENS = "promotion_opens"
"""The date at which a promotion that some had early opens to everybody."""


def ask_for_acknowledgement(row: Promotion, *, due_at: dt.datetime, at: dt.datetime) -> None:
    """Ask service and warehouse to say that they know of it; once per version."""
    work.ask_teams(
        ACKNOWLEDGING,
        code=TASK,
        title=say("Promotion to know of: %(name)s", name=row.name),
        detail=joined([told_by("promotions.sentence", row.sentence), row.service_brief], "\n\n"),
        record=RECORD,
        record_id=row.pk,
        revision=row.revision,
        url=page_of(row.pk),
        due_at=due_at,
        actor=ACTOR,
        at=at,
    )


def acknowledgements(row: Promotion) -> list[work.TaskFacts]:
    """Return the newest question to each team."""
    return work.asked_of_teams(TASK, RECORD, row.pk)


def acknowledged(row: Promotion, *, at: dt.datetime) -> str | None:
    """Return who acknowledged it, or that the time for it is over; None while somebody may still answer.

    A promotion whose start comes before that time does not wait beyond its start for longer than it lasts.
    """
    found = work.who_answered(acknowledgements(row), at=at)
    if found is None:
        return None
    if not found.everybody:
        return say("Not acknowledged in time by everybody; acknowledged by: %(who)s", who=found.who)
    return say("Acknowledged by: %(who)s", who=found.who)


def put_on_calendar(row: Promotion, *, at: dt.datetime) -> None:
    """Show a promotion on the calendar of all teams; one without an end is shown for its first days.

    Where some come early it stands there from then on, and when it opens to everybody is a date of its own.
    """
    starts, ends = span(row, at)
    if (opens := opens_at(row)) is not None:
        work.put_on_calendar(
            kind=OPENS,
            title=row.name,
            starts_at=opens,
            ends_at=opens,
            owner_role="marketing_manager",
            record=RECORD,
            record_id=row.pk,
            url=page_of(row.pk),
            actor=ACTOR,
            at=at,
        )
    work.put_on_calendar(
        kind="promotion",
        title=row.name,
        starts_at=starts,
        ends_at=ends,
        touches=touches(row),
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=ACTOR,
        at=at,
    )


def end_on_calendar(row: Promotion, *, at: dt.datetime) -> None:
    """What ended early takes no more of the calendar than it ran."""
    for date in work.dates_of([(RECORD, str(row.pk))]):
        if date.starts_at > at:
            work.take_off_calendar(record=RECORD, record_id=row.pk, kind=date.kind, actor=ACTOR, at=at)
        elif date.ends_at > at:
            work.put_on_calendar(
                kind=date.kind,
                title=date.title,
                starts_at=date.starts_at,
                ends_at=at,
                owner_role=date.owner_role,
                record=RECORD,
                record_id=row.pk,
                url=date.url,
                touches=date.touches,
                actor=ACTOR,
                at=at,
            )


def take_off_calendar(row: Promotion, *, at: dt.datetime) -> None:
    """It will not run as planned."""
    for kind in ("promotion", OPENS):
        work.take_off_calendar(record=RECORD, record_id=row.pk, kind=kind, actor=ACTOR, at=at)


def tell_stopped(row: Promotion, why: str, *, at: dt.datetime) -> None:
    """Tell marketing that it did not start."""
    work.raise_not_started(
        code="promotion_stopped",
        name=row.name,
        why=why,
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=ACTOR,
        at=at,
    )


def tell_held(row: Promotion, why: str, *, at: dt.datetime) -> None:
    """Tell marketing once that its time has come and a conflict holds it."""
    key = f"promotion_held:{row.pk}"
    if work.open_keys([key]):
        return
    work.raise_finding(
        code="promotion_held",
        title=say("%(name)s waits: a conflict is not answered", name=row.name),
        detail=why,
        owner_role="marketing_manager",
        severity="critical",
        dedupe_key=key,
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=ACTOR,
        at=at,
    )


def no_longer_held(row: Promotion, *, at: dt.datetime) -> None:
    """End the alert that it waits."""
    work.resolve_finding(dedupe_key=f"promotion_held:{row.pk}", actor=ACTOR, at=at)


def tell_paused(row: Promotion, why: str, *, at: dt.datetime) -> None:
    """Tell marketing, service and warehouse once that it takes nothing more off."""
    for role in TOLD_OF_PAUSES:
        work.raise_finding(
            code="promotion_paused",
            title=say("%(name)s is paused", name=row.name),
            detail=why,
            owner_role=role,
            dedupe_key=f"promotion_paused:{row.pk}:{role}",
            record=RECORD,
            record_id=row.pk,
            url=page_of(row.pk),
            actor=ACTOR,
            at=at,
        )


def begin_anew(row: Promotion, *, at: dt.datetime) -> None:
    """What was told and asked of the version before this one is over."""
    all_clear(row, at=at)
    work.ask_nobody(
        acknowledgements(row), say("It was changed; it is asked again when planned."), actor=ACTOR, at=at
    )


def all_clear(row: Promotion, *, at: dt.datetime) -> None:
    """End the alerts and the questions of a promotion that runs again or is over."""
    work.resolve_finding(dedupe_key=f"promotion_stopped:{row.pk}", actor=ACTOR, at=at)
    no_longer_held(row, at=at)
    for role in TOLD_OF_PAUSES:
        work.resolve_finding(dedupe_key=f"promotion_paused:{row.pk}:{role}", actor=ACTOR, at=at)
    if row.state == Promotion.State.ENDED:
        work.ask_nobody(acknowledgements(row), say("It is over."), actor=ACTOR, at=at)
