"""Keep the dates of vehicles: due, done, and told before they are due."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext_noop

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fleet.errors import InvalidCheck, UnknownVehicle
from storecrew.contexts.fleet.models import Driver, Vehicle, VehicleCheck
from storecrew.contexts.fleet.rules import vehicles as rules
from storecrew.contexts.work import public as work
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.sentence import say

LICENCE_LEAD = dt.timedelta(days=45)

DUE = {
    "inspection": gettext_noop("%(vehicle)s: the inspection is due on %(day)s"),
    "insurance": gettext_noop("%(vehicle)s: the insurance is due on %(day)s"),
    "maintenance": gettext_noop("%(vehicle)s: the maintenance is due on %(day)s"),
    "tires": gettext_noop("%(vehicle)s: the tires are due on %(day)s"),
    "licence": gettext_noop("%(vehicle)s: the licence is due on %(day)s"),
}


def save_check(
    vehicle_id: int,
    *,
    kind: str,
    due_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    lead_days: int = 30,
    note: str = "",
) -> int:
    """Write when something of a vehicle is due, or move the open date, and return its id.

    :raises UnknownVehicle: there is no such vehicle
    :raises InvalidCheck: an unknown kind or lead
    """
    actor.require("fleet.write")
    if kind not in rules.CHECKS or not 0 <= lead_days <= 365:
        raise InvalidCheck(kind=kind)
    with transaction.atomic():
        # The vehicle's row, so that two people do not each make the open date.
        if Vehicle.objects.select_for_update().filter(pk=vehicle_id).first() is None:
            raise UnknownVehicle(vehicle=vehicle_id)
        row, _made = VehicleCheck.objects.update_or_create(
            vehicle_id=vehicle_id,
            kind=kind,
            done_on=None,
            defaults={"due_on": due_on, "lead_days": lead_days, "note": note.strip()[:200]},
        )
        _audit("fleet.check_saved", vehicle_id, {"kind": kind, "due_on": due_on.isoformat()}, actor, at)
    return row.pk


def finish_check(
    check_id: int,
    *,
    done_on: dt.date,
    actor: Actor,
    at: dt.datetime,
    next_due: dt.date | None = None,
    note: str = "",
) -> None:
    """Write that something was done, close its task, and write when it is due again.

    :raises InvalidCheck: it is done already, or the next date is not after this one
    """
    actor.require("fleet.write")
    with transaction.atomic():
        row = VehicleCheck.objects.select_for_update().filter(pk=check_id, done_on=None).first()
        if row is None or (next_due is not None and next_due <= done_on):
            raise InvalidCheck(check=check_id)
        row.done_on, row.note = done_on, note.strip()[:200] or row.note
        row.save(update_fields=["done_on", "note"])
        if next_due is not None:
            VehicleCheck.objects.create(
                vehicle_id=row.vehicle_id, kind=row.kind, due_on=next_due, lead_days=row.lead_days
            )
        work.withdraw_task(
            dedupe_key=f"fleet.check:{row.pk}",
            reason=say("It was done."),
            actor=system_actor("fleet.checks"),
            at=at,
        )
        after = {"kind": row.kind, "done_on": done_on.isoformat()}
        _audit("fleet.check_done", row.vehicle_id, after, actor, at)


def remind_of_checks(*, at: dt.datetime) -> int:
    """Open a task for each check and licence that is due soon; one task each. Return how many are due."""
    actor, today = system_actor("fleet.checks"), clock.today(channels.facts().timezone)
    due = [
        row
        for row in VehicleCheck.objects.filter(done_on=None)
        .exclude(vehicle__state="sold")
        .select_related("vehicle__depot")
        if rules.is_due(row.due_on, row.lead_days, today)
    ]
    for row in due:
        work.open_task(
            code="fleet.check_due",
            title=say(DUE[row.kind], vehicle=row.vehicle.name, day=row.due_on),
            owner_role="logistics_manager",
            location_code=row.vehicle.depot.code,
            record="fleet.check",
            record_id=row.pk,
            url=f"/admin/fleet/vehicles/{row.vehicle_id}/",
            due_at=clock.local_midnight(row.due_on, channels.facts().timezone),
            dedupe_key=f"fleet.check:{row.pk}",
            actor=actor,
            at=at,
        )
    ending = Driver.objects.filter(active=True, licence_until__lte=today + LICENCE_LEAD)
    for driver in ending.select_related("user", "depot"):
        work.open_task(
            code="fleet.licence_ends",
            title=say(
                "The driving licence of %(who)s ends on %(day)s",
                who=str(driver.user),
                day=driver.licence_until,
            ),
            owner_role="logistics_manager",
            location_code=driver.depot.code,
            record="fleet.driver",
            record_id=driver.pk,
            url=f"/admin/fleet/drivers/{driver.pk}/",
            due_at=clock.local_midnight(driver.licence_until, channels.facts().timezone),
            dedupe_key=f"fleet.licence:{driver.pk}:{driver.licence_until.isoformat()}",
            actor=actor,
            at=at,
        )
    return len(due) + len(ending)


def _audit(action: str, vehicle_id: int, after: dict[str, str], actor: Actor, at: dt.datetime) -> None:
    audit.record(actor=actor, action=action, record="fleet.vehicle", record_id=vehicle_id, at=at, after=after)
