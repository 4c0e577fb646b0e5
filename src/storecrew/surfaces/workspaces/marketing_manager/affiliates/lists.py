"""The lists of partners and of commissions."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.affiliates.models import Commission, Partner
from storecrew.contexts.channels import public as channels
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.numbers import share

FLAGS = {
    "email": gettext_lazy("Buyer and partner have the same mailbox."),
    "phone": gettext_lazy("Buyer and partner have the same telephone."),
    "door": gettext_lazy("Buyer and partner have the same address."),
}
_TONES = {"pending": "neutral", "flagged": "bad", "due": "warning", "paid": "good", "void": "neutral"}


def partner_status(row: Partner) -> Status:
    """Return whether a partner's orders count today."""
    today = channels.house_day(clock.now())
    if not row.active or (row.ends_on is not None and row.ends_on < today):
        return Status(_("Ended"), "neutral")
    if row.starts_on > today:
        return Status(_("Not begun"), "neutral")
    return Status(_("Active"), "good")


def commission_status(row: Commission) -> Status:
    """Return where a commission stands."""
    return Status(row.get_state_display(), _TONES[row.state])


class PartnerList(Listing):
    """Partners with what they brought."""

    code = "affiliates.partners"
    title = gettext_lazy("Partners")
    permission = "affiliates.read"
    search_fields = ("name", "email", "code")
    default_sort = "name"
    empty_title = gettext_lazy("No partners yet")
    empty_text = gettext_lazy(
        "A partner brings shoppers by a link or a code of their own and gets a commission, which waits for "
        "returns and falls back with them."
    )
    columns = (
        Column("name", gettext_lazy("Partner"), sort="name", primary=True),
        Column("state", gettext_lazy("State"), partner_status, kind="status", sort="active"),
        Column("kind", gettext_lazy("Kind"), lambda row: row.get_kind_display(), sort="kind"),
        Column("code", gettext_lazy("Code"), "code", sort="code"),
        Column(
            "rate",
            gettext_lazy("Commission"),
            lambda row: share(row.rate_bp, 10_000, None),
            kind="number",
            sort="rate_bp",
        ),
        Column("orders", gettext_lazy("Orders"), "orders", kind="number", sort="orders"),
        Column("flagged", gettext_lazy("To decide"), "flagged", kind="number", sort="flagged"),
        Column("until", gettext_lazy("Until"), "ends_on", kind="date", sort="ends_on"),
        Column("disclosure", gettext_lazy("Disclosure"), "disclosure", default=False),
    )
    filters = (
        Filter("kind", gettext_lazy("Kind"), "choice", "kind", choices=Partner.Kind.choices),
        Filter("active", gettext_lazy("Active"), "boolean", "active"),
        Filter("until", gettext_lazy("Until"), "date", "ends_on"),
    )
    views = (SystemView(gettext_lazy("Active"), "f.active=1"),)

    def rows(self) -> QuerySet[Any]:
        """Return all partners with their numbers."""
        return Partner.objects.annotate(
            orders=Count("commissions"),
            flagged=Count("commissions", filter=Q(commissions__state="flagged")),
        )

    def row_url(self, row: Partner) -> str:
        """Return the page of the partner."""
        return reverse("partner", args=[row.pk])

    def primary_action(self) -> tuple[Text, str] | None:
        """Offer a new one to those who may."""
        return (_("New partner"), reverse("partner_add")) if self.actor.can("affiliates.write") else None


class CommissionList(Listing):
    """Commissions of all partners."""

    code = "affiliates.commissions"
    title = gettext_lazy("Commissions")
    permission = "affiliates.read"
    search_fields = ("order__number", "partner__name", "partner__code")
    default_sort = "-booked"
    empty_title = gettext_lazy("No commissions yet")
    empty_text = gettext_lazy("They are booked by themselves when an order comes by a link or a code.")
    columns = (
        Column("order", gettext_lazy("Order"), "order.number", sort="order__number", primary=True),
        Column("state", gettext_lazy("State"), commission_status, kind="status", sort="state"),
        Column("partner", gettext_lazy("Partner"), "partner.name", sort="partner__name"),
        Column("via", gettext_lazy("Came by"), lambda row: row.get_via_display()),
        Column("base", gettext_lazy("Goods"), lambda row: Money(row.base, row.currency), kind="money"),
        Column(
            "amount",
            gettext_lazy("Commission"),
            lambda row: Money(row.amount, row.currency),
            kind="money",
            sort="amount",
        ),
        Column(
            "clawed",
            gettext_lazy("Clawed back"),
            lambda row: Money(row.clawed, row.currency) if row.clawed else None,
            kind="money",
            sort="clawed",
        ),
        Column("flag", gettext_lazy("Why to decide"), lambda row: FLAGS.get(row.flag, "")),
        Column("hold", gettext_lazy("On hold until"), "hold_until", kind="datetime", sort="hold_until"),
        Column("booked", gettext_lazy("Booked"), "booked_at", kind="datetime", sort="booked_at"),
    )
    filters = (
        Filter("state", gettext_lazy("State"), "choice", "state", choices=Commission.State.choices),
        Filter(
            "partner",
            gettext_lazy("Partner"),
            "choice",
            "partner__code",
            choices=lambda: list(Partner.objects.values_list("code", "name")),
        ),
        Filter("booked", gettext_lazy("Booked"), "date", "booked_at"),
    )
    views = (
        SystemView(gettext_lazy("To decide"), "f.state=flagged"),
        SystemView(gettext_lazy("On hold"), "f.state=pending"),
        SystemView(gettext_lazy("To pay out"), "f.state=due"),
    )

    def rows(self) -> QuerySet[Commission]:
        """Return all commissions."""
        return Commission.objects.select_related("partner", "order")

    def row_url(self, row: Commission) -> str:
        """Return the page of the partner, where it is decided."""
        return reverse("partner", args=[row.partner_id])
