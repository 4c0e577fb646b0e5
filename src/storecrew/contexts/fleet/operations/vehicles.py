"""Keep vehicles: what they hold and cost, and whether they are on the road."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from storecrew.contexts.fleet.errors import ChangedMeanwhile, InvalidVehicle, UnknownVehicle
from storecrew.contexts.fleet.models import Vehicle
from storecrew.contexts.fleet.rules import vehicles as rules
from storecrew.contexts.inventory import public as inventory
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor


def save_vehicle(
    *,
    code: str,
    name: str,
    depot: str,
    max_weight_g: int,
    max_volume_l: int,
    currency: str,
    actor: Actor,
    at: dt.datetime,
    plate: str = "",
    licence_class: str = "B",
    max_stops: int = 80,
    cost_per_km_amount: int = 0,
    cost_per_hour_amount: int = 0,
    expected_version: int | None = None,
) -> int:
    """Make a vehicle or change it, and return its id. ``depot`` is the code of a location.

    :raises Denied: the actor may not keep the fleet
    :raises InvalidVehicle: a field is wrong; ``details`` name it
    :raises ChangedMeanwhile: somebody saved it after ``expected_version``
    """
    actor.require("fleet.write")
    values: dict[str, Any] = {
        "name": name.strip()[:100],
        "plate": plate.strip().upper()[:20],
        "depot_id": inventory.location(depot).id,
        "licence_class": licence_class,
        "max_weight_g": max_weight_g,
        "max_volume_l": max_volume_l,
        "max_stops": max_stops,
        "currency": currency.upper(),
        "cost_per_km_amount": cost_per_km_amount,
        "cost_per_hour_amount": cost_per_hour_amount,
    }
    _check(values)
    with transaction.atomic():
        row = Vehicle.objects.select_for_update().filter(code=code).first()
        before = {name: getattr(row, name) for name in values} if row else {}
        if row is None:
            row = Vehicle.objects.create(code=code, **values)
        elif expected_version is not None and row.version != expected_version:
            raise ChangedMeanwhile(vehicle=code)
        else:
            Vehicle.objects.filter(pk=row.pk).update(version=F("version") + 1, **values)
        audit.record(
            actor=actor,
            action="fleet.vehicle_saved",
            record="fleet.vehicle",
            record_id=row.pk,
            at=at,
            before=before,
            after=values,
        )
    return row.pk


def set_vehicle_state(
    vehicle_id: int, state: str, *, because: str = "", actor: Actor, at: dt.datetime
) -> None:
    """Take a vehicle off the road ("out", with a reason), bring it back ("ready"), or part with it ("sold").

    :raises UnknownVehicle: there is no such vehicle
    :raises InvalidVehicle: an unknown state, or it is out for no reason
    """
    actor.require("fleet.write")
    if state not in rules.STATES or (state == "out" and not because.strip()):
        raise InvalidVehicle(state=_("Say why the vehicle is off the road."))
    with transaction.atomic():
        row = Vehicle.objects.select_for_update().filter(pk=vehicle_id).first()
        if row is None:
            raise UnknownVehicle(vehicle=vehicle_id)
        reason = because.strip()[:200] if state == "out" else ""
        Vehicle.objects.filter(pk=vehicle_id).update(
            state=state, out_because=reason, version=F("version") + 1
        )
        audit.record(
            actor=actor,
            action="fleet.vehicle_state",
            record="fleet.vehicle",
            record_id=vehicle_id,
            at=at,
            before={"state": row.state},
            after={"state": state},
            reason=reason,
        )


def _check(values: dict[str, Any]) -> None:
    wrong = {}
    if not values["name"]:
        wrong["name"] = _("Give it a name.")
    for field in ("max_weight_g", "max_volume_l", "max_stops"):
        if not 0 < values[field] < 2**31:
            wrong[field] = _("A vehicle holds something.")
    for field in ("cost_per_km_amount", "cost_per_hour_amount"):
        if values[field] < 0:
            wrong[field] = _("Costs are not below zero.")
    if values["licence_class"] not in rules.CLASSES:
        wrong["licence_class"] = _("Choose a class of licence.")
    if len(values["currency"]) != 3:
        wrong["currency"] = _("Write a currency of three letters.")
    if wrong:
        raise InvalidVehicle(**wrong)
