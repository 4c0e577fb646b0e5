"""Telling the other teams: acknowledgements before the start, the calendar, and one alert when it pauses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.utils.translation import gettext as _

from storecrew.contexts.promotions.models import Promotion
from storecrew.contexts.promotions.operations.moving import RECORD, page_of
from storecrew.contexts.promotions.queries.sentences import in_locale
from storecrew.contexts.promotions.rules.shortfall import StockCheck
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

ACTOR = system_actor("promotions")
ACKNOWLEDGING = ("customer_service", "logistics_manager")
TOLD_OF_PAUSES = ("marketing_manager", "customer_service", "inventory_manager", "logistics_manager")
TASK = "promotion_acknowledge"


def ask_for_acknowledgement(row: Promotion, *, due_at: dt.datetime, at: dt.datetime) -> None:
    """Ask service and warehouse to say that they know of it; once per version."""
    for role in ACKNOWLEDGING:
        work.open_task(
            code=TASK,
            title=_("Promotion to know of: %(name)s") % {"name": row.name},
            detail="\n\n".join(part for part in (in_locale(row.sentence, "en"), row.service_brief) if part),
            owner_role=role,
            record=RECORD,
            record_id=row.pk,
            url=page_of(row.pk),
            due_at=due_at,
            dedupe_key=f"{TASK}:{row.pk}:{row.revision}:{role}",
            actor=ACTOR,
            at=at,
        )


def acknowledgements(row: Promotion) -> list[work.TaskFacts]:
    """Return the newest question to each team."""
    newest = {}
    for task in sorted(work.tasks_about(RECORD, row.pk), key=lambda task: task.id):
        if task.code == TASK:
            newest[task.owner_role] = task
    return list(newest.values())


def acknowledged(row: Promotion, *, at: dt.datetime) -> str | None:
    """Return who acknowledged it, or that the time for it is over; None while somebody may still answer.

    A promotion whose start comes before that time does not wait beyond its start for longer than it lasts.
    """
    tasks = acknowledgements(row)
    waiting = [task for task in tasks if task.is_open]
    if waiting and any(task.due_at is None or task.due_at > at for task in waiting):
        return None
    done = ", ".join(task.closed_by for task in tasks if not task.is_open and task.closed_by)
    if waiting:
        return _("Not acknowledged in time by everybody; acknowledged by: %(who)s") % {"who": done or "–"}
    return _("Acknowledged by: %(who)s") % {"who": done or "–"}


def put_on_calendar(row: Promotion, *, at: dt.datetime) -> None:
    """Show a promotion on the calendar of all teams."""
    starts = row.active_from or at
    work.put_on_calendar(
        kind="promotion",
        title=row.name,
        starts_at=starts,
        ends_at=max(row.active_until or starts, starts),
        owner_role="marketing_manager",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=ACTOR,
        at=at,
    )


def take_off_calendar(row: Promotion, *, at: dt.datetime) -> None:
    """It will not run as planned."""
    work.take_off_calendar(record=RECORD, record_id=row.pk, kind="promotion", actor=ACTOR, at=at)


def tell_stopped(row: Promotion, why: str, *, at: dt.datetime) -> None:
    """Tell marketing that it did not start."""
    work.raise_finding(
        code="promotion_stopped",
        title=_("%(name)s did not start") % {"name": row.name},
        detail=why,
        owner_role="marketing_manager",
        severity="critical",
        dedupe_key=f"promotion_stopped:{row.pk}",
        record=RECORD,
        record_id=row.pk,
        url=page_of(row.pk),
        actor=ACTOR,
        at=at,
    )


def tell_paused(row: Promotion, why: str, *, at: dt.datetime) -> None:
    """Tell marketing, service and warehouse once that it takes nothing more off."""
    for role in TOLD_OF_PAUSES:
        work.raise_finding(
            code="promotion_paused",
            title=_("%(name)s is paused") % {"name": row.name},
            detail=why,
            owner_role=role,
            dedupe_key=f"promotion_paused:{row.pk}:{role}",
            record=RECORD,
            record_id=row.pk,
            url=page_of(row.pk),
            actor=ACTOR,
            at=at,
        )


def all_clear(row: Promotion, *, at: dt.datetime) -> None:
    """End the alerts and the questions of a promotion that runs again or is over."""
    work.resolve_finding(dedupe_key=f"promotion_stopped:{row.pk}", actor=ACTOR, at=at)
    for role in TOLD_OF_PAUSES:
        work.resolve_finding(dedupe_key=f"promotion_paused:{row.pk}:{role}", actor=ACTOR, at=at)
    if row.state == Promotion.State.ENDED:
        for task in acknowledgements(row):
            if task.is_open:
                work.withdraw_task(task_id=task.id, reason=_("It is over."), actor=ACTOR, at=at)


def shortfall_words(short: Sequence[StockCheck]) -> str:
    """Say what is missing where, and what comes next."""
    return " ".join(_one(each) for each in short[:5])


def _one(found: StockCheck) -> str:
    words = _("%(sku)s: %(planned)s planned, %(missing)s missing (least at %(location)s).") % {
        "sku": found.sku,
        "planned": found.planned,
        "missing": found.missing,
        "location": found.location or "–",
    }
    coming = found.next_inbound
    if coming is None:
        return words + " " + _("Nothing more is on the way.")
    day = coming.due_at.date().isoformat() if coming.due_at else _("no date yet")
    return (
        words
        + " "
        + _("Next: %(units)s with %(reference)s on %(day)s.")
        % {
            "units": coming.units,
            "reference": coming.reference,
            "day": day,
        }
    )
