"""From the plan to the end of a campaign: its gates are asked when it is planned and again when it starts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction

from storecrew.contexts.marketing import events
from storecrew.contexts.marketing.errors import CampaignState, StartRefused
from storecrew.contexts.marketing.facts import Reason
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.marketing.operations import staffing, telling
from storecrew.contexts.marketing.operations.checking import reasons_against
from storecrew.contexts.marketing.operations.moving import RECORD, find, move
from storecrew.contexts.marketing.queries.campaigns import facts
from storecrew.contexts.work import public as work
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import Sentence, joined, say

SIGN_OFF_TIME = dt.timedelta(hours=24)
SYSTEM = system_actor("marketing.schedule")
PERMISSION = "marketing.write"
State = Campaign.State


def schedule_campaign(campaign_id: int, *, actor: Actor, at: dt.datetime) -> Campaign:
    """Let a draft start at its time: its gates are asked, and the other teams are asked to sign it off.

    :raises StartRefused: with ``reasons``; nothing is changed
    :raises CampaignState: it is no draft
    """
    actor.require(PERMISSION)
    row = find(campaign_id)
    if row.state not in (State.DRAFT, State.STOPPED):
        raise CampaignState(campaign=row.pk, state=row.state)
    reasons = reasons_against(facts(row), at=at)
    if reasons:
        raise StartRefused(_words(reasons), reasons=[each.as_json() for each in reasons])
    with transaction.atomic():
        move(
            row,
            State.SCHEDULED,
            allowed=(State.DRAFT, State.STOPPED),
            actor=actor,
            at=at,
            stopped_because=[],
        )
        staffing.keep_forecast(row, actor=actor, at=at)
        outbox.publish(events.CampaignScheduled(campaign_id=row.pk, revision=row.revision))
        telling.ask_for_sign_off(row, due_at=at + SIGN_OFF_TIME, at=at)
        telling.put_on_calendar(row, at=at)
        telling.all_clear(row, at=at)
    if row.starts_at is not None and row.starts_at <= at:
        launch(row.pk, at=at)
        row.refresh_from_db()
    return row


def launch_due(at: dt.datetime) -> int:
    """Start what is due; return how many started."""
    due = Campaign.objects.filter(state=State.SCHEDULED, starts_at__lte=at).order_by("starts_at", "pk")
    return sum(launch(key, at=at) for key in due.values_list("pk", flat=True))


def launch(campaign_id: int, *, at: dt.datetime) -> bool:
    """Start a scheduled campaign if its gates still let it pass; True when it runs.

    It waits for the sign-offs, a day at most. One that does not pass is stopped with its reasons.
    """
    row = find(campaign_id)
    signed = telling.signed_off(row, at=at)
    if signed is None or row.state != State.SCHEDULED:
        return False
    # what stands against it on the calendar is looked at now, not when a date last moved
    work.refresh_conflicts(records=[(RECORD, str(row.pk))], at=at)
    reasons = reasons_against(facts(row), at=at)
    if reasons:
        _stop(row, reasons, at)
        return False
    with transaction.atomic():
        try:
            move(row, State.LIVE, allowed=(State.SCHEDULED,), actor=SYSTEM, at=at, reason=signed)
        except CampaignState:
            return False
        staffing.note_run(row, began_at=at)
        outbox.publish(events.CampaignLaunched(campaign_id=row.pk))
    return True


def _stop(row: Campaign, reasons: Sequence[Reason], at: dt.datetime) -> None:
    words = _words(reasons)
    with transaction.atomic():
        move(
            row,
            State.STOPPED,
            allowed=(State.SCHEDULED,),
            actor=SYSTEM,
            at=at,
            reason=words,
            stopped_because=[each.as_json() for each in reasons],
        )
        outbox.publish(events.CampaignStopped(campaign_id=row.pk))
        telling.take_off_calendar(row, at=at)
        telling.tell_stopped(row, words, at=at)


def pause_campaign(campaign_id: int, *, reason: str = "", actor: Actor, at: dt.datetime) -> None:
    """Let a running campaign send and show nothing more until it goes on. Raises CampaignState."""
    actor.require(PERMISSION)
    row = find(campaign_id)
    with transaction.atomic():
        move(row, State.PAUSED, allowed=(State.LIVE,), actor=actor, at=at, reason=reason)
        outbox.publish(events.CampaignPaused(campaign_id=row.pk))


def resume_campaign(campaign_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """Let a paused campaign go on, if its gates let it pass now.

    :raises StartRefused: with ``reasons``; it stays paused
    """
    actor.require(PERMISSION)
    row = find(campaign_id)
    reasons = reasons_against(facts(row), at=at)
    if reasons:
        raise StartRefused(_words(reasons), reasons=[each.as_json() for each in reasons])
    with transaction.atomic():
        move(row, State.LIVE, allowed=(State.PAUSED,), actor=actor, at=at)
        outbox.publish(events.CampaignResumed(campaign_id=row.pk))


def end_campaign(campaign_id: int, *, actor: Actor, at: dt.datetime) -> None:
    """End a campaign for good, whatever its dates say."""
    actor.require(PERMISSION)
    with transaction.atomic():
        _end(find(campaign_id), actor, at)


def end_due(at: dt.datetime) -> int:
    """End what is over; return how many."""
    over = Campaign.objects.filter(state__in=(State.LIVE, State.PAUSED, State.SCHEDULED), ends_at__lte=at)
    ended = 0
    for row in over.order_by("ends_at", "pk"):
        with transaction.atomic():
            _end(row, SYSTEM, at)
        ended += 1
    return ended


def _end(row: Campaign, actor: Actor, at: dt.datetime) -> None:
    allowed = (State.LIVE, State.PAUSED, State.SCHEDULED, State.STOPPED)
    move(row, State.ENDED, allowed=allowed, actor=actor, at=at)
    staffing.note_run(row, ended_at=at)
    outbox.publish(events.CampaignEnded(campaign_id=row.pk))
    telling.all_clear(row, at=at)
    telling.withdraw_questions(row, say("It is over."), at=at)


def _words(reasons: Sequence[Reason]) -> Sentence:
    return joined(each.sentence for each in reasons[:5])
