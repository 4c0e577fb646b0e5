"""The list of vehicles."""

from __future__ import annotations

from typing import Any

from django.db.models import Min, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.fleet.models import Vehicle
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.parts import within
from storecrew.surfaces.workspaces.logistics_manager.fleet import words


def state_of(row: Vehicle) -> Status:
    """Return whether a vehicle is on the road."""
    return words.status(words.VEHICLE_STATES, row.state)


def _kilograms(row: Vehicle) -> int:
    return row.max_weight_g // 1000


def _per_km(row: Vehicle) -> Money:
    return Money(row.cost_per_km_amount, row.currency)


def _per_hour(row: Vehicle) -> Money:
    return Money(row.cost_per_hour_amount, row.currency)


class VehicleList(Listing):
    """All vehicles, with what they hold and what is due next."""

    code = "fleet.vehicles"
    title = _("Vehicles")
    permission = "fleet.read"
    search_fields = ("name", "code", "plate")
    default_sort = "name"
    empty_title = _("No vehicle yet")
    empty_text = _("Add the first one with what it holds; trips are planned for vehicles that are ready.")
    columns = (
        Column("name", _("Vehicle"), sort="name", primary=True),
        Column("plate", _("Plate"), sort="plate"),
        Column("depot", _("Depot"), "depot.name", sort="depot__name"),
        Column("state", _("State"), state_of, kind="status", sort="state"),
        Column("due", _("Next due"), "next_due", kind="date", sort="next_due"),
        Column(
            "weight", _("Holds, kg"), lambda row: row.max_weight_g // 1000, kind="number", sort="max_weight_g"
        ),
        Column("volume", _("Liters"), "max_volume_l", kind="number", sort="max_volume_l"),
        Column("stops", _("Stops"), "max_stops", kind="number", default=False),
        Column("licence", _("Licence"), "licence_class", sort="licence_class"),
        Column(
            "km", _("Cost of a km"), lambda row: Money(row.cost_per_km_amount, row.currency), kind="money"
        ),
        Column(
            "hour",
            _("Cost of an hour"),
            lambda row: Money(row.cost_per_hour_amount, row.currency),
            kind="money",
        ),
    )
    filters = (
        Filter(
            "state", _("State"), "choice", "state",
            choices=[(code, word) for code, (word, _tone) in words.VEHICLE_STATES.items()],
        ),
        Filter("due", _("Next due"), "date", "next_due"),
    )  # fmt: skip

    def rows(self) -> QuerySet[Any]:
        """Return the vehicles of the reader's depots with the next date that is due."""
        rows = Vehicle.objects.select_related("depot").annotate(
            next_due=Min("checks__due_on", filter=Q(checks__done_on=None))
        )
        return within(rows, self.actor, location="depot__code")

    def row_url(self, row: Vehicle) -> str:
        """Open the vehicle."""
        return reverse("fleet_vehicle", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a vehicle."""
        return (_("New vehicle"), reverse("fleet_vehicle_add")) if self.actor.can("fleet.write") else None
