"""The list of drivers."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fleet.models import Driver
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text
from storecrew.surfaces.ui.backoffice.parts import within

SOON = dt.timedelta(days=45)


def licence_of(row: Driver, today: dt.date | None = None) -> Status:
    """Return whether a driver's licence holds."""
    today = today or clock.today(channels.facts().timezone)
    if row.licence_until < today:
        return Status(_("is over"), "bad")
    return (
        Status(_("ends soon"), "warning") if row.licence_until - today <= SOON else Status(_("holds"), "good")
    )


class DriverList(Listing):
    """Everybody who drives, with the licence and until when it holds."""

    code = "fleet.drivers"
    title = _("Drivers")
    permission = "fleet.read"
    search_fields = ("user__name", "user__email", "phone")
    default_sort = "name"
    empty_title = _("No driver yet")
    empty_text = _(
        "Make somebody of the staff a driver; on the roster for driving, trips are planned for them."
    )
    columns = (
        Column("name", _("Driver"), "user.name", sort="user__name", primary=True),
        Column("depot", _("Depot"), "depot.name", sort="depot__name"),
        Column("classes", _("Licence"), lambda row: ", ".join(row.licence_classes)),
        Column("until", _("Holds until"), "licence_until", kind="date", sort="licence_until"),
        Column("state", _("State"), lambda row: row.licence, kind="status"),
        Column("phone", _("Phone"), "phone"),
        Column("active", _("Drives"), lambda row: _("yes") if row.active else _("no"), sort="active"),
    )
    filters = (
        Filter("active", _("Drives"), "boolean", "active"),
        Filter("until", _("Holds until"), "date", "licence_until"),
    )

    def rows(self) -> QuerySet[Driver]:
        """Return the drivers of the reader's depots."""
        return within(Driver.objects.select_related("user", "depot"), self.actor, location="depot__code")

    def load(self, rows: Any) -> list[Driver]:
        """Say of each licence whether it holds, by one look at the calendar."""
        rows, today = list(rows), clock.today(channels.facts().timezone)
        for row in rows:
            row.licence = licence_of(row, today)
        return rows

    def row_url(self, row: Driver) -> str:
        """Open the driver."""
        return reverse("fleet_driver", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a driver."""
        return (_("New driver"), reverse("fleet_driver_add")) if self.actor.can("fleet.write") else None
