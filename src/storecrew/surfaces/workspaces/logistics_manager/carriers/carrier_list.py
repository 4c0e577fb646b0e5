"""The list of carriers we have contracts with."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierAccount
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, Text


def state_of(row: CarrierAccount) -> Status:
    """Return whether a contract is used."""
    return Status(_("in use"), "good") if row.active else Status(_("switched off"))


def check_of(row: CarrierAccount) -> Status:
    """Return what the last test of the connection said."""
    if row.check_passed is None:
        return Status(_("not tested"))
    return Status(_("works"), "good") if row.check_passed else Status(_("does not work"), "bad")


def kind_words(kind: str) -> str:
    """Return how a kind of carrier is called."""
    return next((each.name for each in shipping.carrier_kinds() if each.kind == kind), kind)


class CarrierList(Listing):
    """All contracts with carriers."""

    code = "shipping.carriers"
    title = _("Carriers")
    permission = "shipping.read"
    search_fields = ("name", "code")
    default_sort = "position"
    empty_title = _("No carrier yet")
    empty_text = _("Add the first contract: with price tables alone labels can be printed at once.")
    columns = (
        Column("name", _("Carrier"), sort="name", primary=True),
        Column("kind", _("Connected by"), lambda row: kind_words(row.kind)),
        Column("services", _("Services"), "service_count", kind="number", sort="service_count"),
        Column("state", _("State"), state_of, kind="status", sort="active"),
        Column("check", _("Connection"), check_of, kind="status", sort="check_passed"),
        Column("checked", _("Tested"), "checked_at", kind="datetime", sort="checked_at"),
        Column("position", _("Order"), kind="number", sort="position", default=False),
    )
    filters = (Filter("active", _("In use"), "boolean", "active"),)

    def rows(self) -> QuerySet[CarrierAccount]:
        """Return the contracts with the number of services in use."""
        return CarrierAccount.objects.annotate(
            service_count=Count("services", filter=Q(services__active=True))
        )

    def row_url(self, row: CarrierAccount) -> str:
        """Open the contract."""
        return reverse("carriers_record", args=[row.code])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a contract."""
        return (_("New carrier"), reverse("carriers_add")) if self.actor.can("carriers.write") else None
