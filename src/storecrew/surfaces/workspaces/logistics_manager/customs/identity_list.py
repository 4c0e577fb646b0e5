"""The list of who we are to customs, by the country we send from."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping.models import CustomsIdentity
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Text


class IdentityList(Listing):
    """One row for each country we send from."""

    code = "shipping.customs_identities"
    title = _("Customs identity")
    walks = False
    permission = "shipping.read"
    search_fields = ("country", "eori", "signer")
    default_sort = "country"
    empty_title = _("No customs identity yet")
    empty_text = _("Without one no label is made for a parcel that crosses a customs border.")
    columns = (
        Column("country", _("We send from (country)"), sort="country", primary=True),
        Column("eori", _("EORI number")),
        Column("vat_number", _("VAT number")),
        Column("signer", _("Who signs the invoice")),
        Column("incoterm", _("Who pays duties")),
    )

    filters = (
        Filter("country", _("We send from (country)"), "text", "country"),
        Filter("signer", _("Who signs the invoice"), "text", "signer"),
    )

    def rows(self) -> QuerySet[CustomsIdentity]:
        """Return all rows."""
        return CustomsIdentity.objects.all()

    def row_url(self, row: CustomsIdentity) -> str:
        """Open the form."""
        if not self.actor.can("carriers.write"):
            return ""
        return reverse("customs_identities_edit", args=[row.country])

    def primary_action(self) -> tuple[Text, str] | None:
        """Add a country."""
        if not self.actor.can("carriers.write"):
            return None
        return _("New customs identity"), reverse("customs_identities_add")
