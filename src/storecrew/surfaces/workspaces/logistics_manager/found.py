"""What the palette finds of shipping and fleet, how its records are named elsewhere, and what it begins."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fleet.models import Driver, Trip, Vehicle
from storecrew.contexts.shipping.models import CarrierAccount, DamageClaim
from storecrew.surfaces.ui.backoffice.kinds import Kind, every, register_action, register_kind
from storecrew.surfaces.ui.backoffice.parts import within

register_kind(
    Kind(
        "shipping.carrier",
        _("Carrier"),
        "carriers_record",
        "shipping.read",
        every(CarrierAccount),
        by=("name", "code"),
        address="code",
    )
)
register_kind(
    Kind(
        "shipping.claim",
        _("Claim"),
        "claims_record",
        "shipping.read",
        every(DamageClaim),
        title="order_ref",
        by=("carrier_ref",),
        detail="carrier_ref",
    )
)
register_kind(
    Kind(
        "fleet.trip",
        _("Trip"),
        "fleet_trip",
        "fleet.read",
        lambda actor: within(Trip.objects.all(), actor, location="depot__code"),
        title="number",
        by=("number",),
    )
)
register_kind(
    Kind(
        "fleet.vehicle",
        _("Vehicle"),
        "fleet_vehicle",
        "fleet.read",
        lambda actor: within(Vehicle.objects.all(), actor, location="depot__code"),
        by=("name", "code", "plate"),
        detail="plate",
    )
)
register_kind(
    Kind(
        "fleet.driver",
        _("Driver"),
        "fleet_driver",
        "fleet.read",
        lambda actor: within(Driver.objects.all(), actor, location="depot__code"),
        title="user__name",
        by=("user__name", "phone"),
    )
)

for _label, _page in (
    (_("New carrier"), "carriers_add"),
    (_("New vehicle"), "fleet_vehicle_add"),
    (_("New driver"), "fleet_driver_add"),
    (_("Report a damage"), "warehouse_damages_add"),
):
    register_action(_label, _page)
