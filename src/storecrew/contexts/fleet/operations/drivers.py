"""Keep drivers: what they may drive, until when, from where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.fleet.errors import ChangedMeanwhile, InvalidDriver
from storecrew.contexts.fleet.models import Driver
from storecrew.contexts.fleet.rules import vehicles as rules
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people import public as people
from storecrew.contexts.work import public as work
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, system_actor


def save_driver(
    *,
    user_id: int,
    depot: str,
    licence_classes: Sequence[str],
    licence_until: dt.date,
    actor: Actor,
    at: dt.datetime,
    phone: str = "",
    active: bool = True,
    expected_version: int | None = None,
) -> int:
    """Make a person a driver or change what is known, and return the driver's id.

    :raises Denied: the actor may not keep the fleet
    :raises UnknownPerson: there is no such person
    :raises InvalidDriver: no known class of licence
    :raises ChangedMeanwhile: somebody saved it after ``expected_version``
    """
    actor.require("fleet.write")
    held = [each for each in rules.CLASSES if each in licence_classes]
    if not held:
        raise InvalidDriver(licence_classes=_("Choose at least one class of licence."))
    person = people.person(user_id)
    values = {
        "depot_id": inventory.location(depot).id,
        "licence_classes": held,
        "licence_until": licence_until,
        "phone": phone.strip()[:40],
        "active": active,
    }
    with transaction.atomic():
        row = Driver.objects.select_for_update().filter(user_id=person.id).first()
        if row is None:
            row = Driver.objects.create(user_id=person.id, **values)
        elif expected_version is not None and row.version != expected_version:
            raise ChangedMeanwhile(driver=row.pk)
        else:
            Driver.objects.filter(pk=row.pk).update(version=F("version") + 1, **values)
            if row.licence_until != licence_until:
                work.withdraw_task(
                    dedupe_key=f"fleet.licence:{row.pk}:{row.licence_until.isoformat()}",
                    actor=system_actor("fleet.checks"),
                    at=at,
                )
        audit.record(
            actor=actor,
            action="fleet.driver_saved",
            record="fleet.driver",
            record_id=row.pk,
            at=at,
            after={"classes": held, "until": licence_until.isoformat(), "active": active},
        )
    return row.pk
