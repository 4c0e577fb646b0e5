"""Keep rosters: shifts, skills, trainings and safety checks with their end."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from storecrew.contexts.people import rules
from storecrew.contexts.people.errors import (
    InvalidShift,
    NotTrained,
    ShiftOverlaps,
    UnknownPerson,
    UnknownShift,
)
from storecrew.contexts.people.events import RosterChanged
from storecrew.contexts.people.models import Shift, Skill, User
from storecrew.kernel import audit, outbox
from storecrew.kernel.actor import Actor


def save_shift(
    *,
    user_id: int,
    location_code: str,
    day: dt.date,
    starts: dt.time,
    ends: dt.time,
    timezone: str,
    skill: str,
    actor: Actor,
    at: dt.datetime,
    break_minutes: int = 30,
    shift_id: int | None = None,
) -> int:
    """Put somebody on the roster, or change a shift, and return its id.

    Times are local wall time of ``timezone``; an end before the start is on the next day.

    :raises Denied: the actor may not plan
    :raises UnknownPerson: nobody active has this id
    :raises UnknownShift: there is no such shift
    :raises InvalidShift: no length, too long, or a break longer than the shift
    :raises NotTrained: the training for this work is missing, or is over on that day
    :raises ShiftOverlaps: the person works elsewhere at that time
    """
    actor.require("roster.write")
    starts_at, ends_at = rules.instants(day, starts, ends, timezone)
    worked = rules.worked_minutes(starts_at, ends_at, break_minutes)
    if ends_at - starts_at > rules.LONGEST_SHIFT or worked < 1 or not location_code:
        raise InvalidShift(shift="length")
    with transaction.atomic():
        # The person's row, so that two planners cannot each overlook the other's shift.
        person = User.objects.select_for_update().filter(pk=user_id, is_active=True).first()
        if person is None:
            raise UnknownPerson(user=user_id)
        _may_do(person, skill, day)
        others = Shift.objects.filter(user=person, starts_at__lt=ends_at, ends_at__gt=starts_at)
        if shift_id is not None:
            others = others.exclude(pk=shift_id)
        if others.exists():
            raise ShiftOverlaps(user=person.name)
        values = {
            "user": person,
            "location_code": location_code,
            "day": day,
            "starts_at": starts_at,
            "ends_at": ends_at,
            "break_minutes": break_minutes,
            "skill": skill,
        }
        if shift_id is None:
            shift_id = Shift.objects.create(**values).pk
        elif not Shift.objects.filter(pk=shift_id).update(**values):
            raise UnknownShift(shift=shift_id)
        _tell(
            actor, "people.shift_saved", person, location_code, day, at, {"minutes": worked, "skill": skill}
        )
    return shift_id


def delete_shift(*, shift_id: int, actor: Actor, at: dt.datetime) -> None:
    """Take a shift off the roster; one that is gone stays gone."""
    actor.require("roster.write")
    with transaction.atomic():
        shift = Shift.objects.select_related("user").filter(pk=shift_id).first()
        if shift is None:
            return
        shift.delete()
        _tell(actor, "people.shift_deleted", shift.user, shift.location_code, shift.day, at, {})


def save_skill(
    *,
    user_id: int,
    skill: str,
    trained_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    valid_until: dt.date | None = None,
    note: str = "",
) -> None:
    """Write that somebody was trained or checked, and until when that holds.

    :raises UnknownPerson: nobody has this id
    :raises InvalidShift: an unknown skill, or it ends before it begins
    """
    actor.require("roster.write")
    if skill not in rules.SKILLS or (valid_until is not None and valid_until < trained_on):
        raise InvalidShift(skill=skill)
    with transaction.atomic():
        person = User.objects.filter(pk=user_id).first()
        if person is None:
            raise UnknownPerson(user=user_id)
        Skill.objects.update_or_create(
            user=person,
            skill=skill,
            defaults={"trained_on": trained_on, "valid_until": valid_until, "note": note.strip()[:200]},
        )
        audit.record(
            actor=actor,
            action="people.skill_saved",
            record="people.user",
            record_id=person.pk,
            at=at,
            after={"skill": skill, "valid_until": valid_until.isoformat() if valid_until else None},
        )


def _may_do(person: User, skill: str, day: dt.date) -> None:
    held = Skill.objects.filter(user=person, skill=skill).first()
    if held is None or (held.valid_until is not None and held.valid_until < day):
        raise NotTrained(skill=skill, user=person.name)


def _tell(
    actor: Actor,
    action: str,
    person: User,
    location: str,
    day: dt.date,
    at: dt.datetime,
    after: dict[str, object],
) -> None:
    audit.record(
        actor=actor,
        action=action,
        record="people.user",
        record_id=person.pk,
        at=at,
        after={"location": location, "day": day.isoformat(), **after},
    )
    outbox.publish(RosterChanged(location_code=location, day=day.isoformat()))
