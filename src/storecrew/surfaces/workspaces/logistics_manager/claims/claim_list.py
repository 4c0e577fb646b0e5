"""The list of claims, the most urgent first."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import DamageClaim
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView
from storecrew.surfaces.workspaces.logistics_manager.claims.words import KINDS, STATES, state_of

SOON = dt.timedelta(days=2)


def _deadline(row: DamageClaim) -> Status | str:
    if row.state != "open":
        return ""
    left = row.file_by - channels.house_day(clock.now())
    words = date_format(row.file_by)
    return Status(words, "bad" if left.days < 0 else "warning" if left <= SOON else "neutral")


def _claimed(row: DamageClaim) -> Money:
    return Money(row.amount, row.currency)


def _result(row: DamageClaim) -> Money | None:
    return None if row.result_amount is None else Money(row.result_amount, row.currency)


def _carriers() -> list[tuple[str, str]]:
    return [(str(account.id), account.name) for account in shipping.accounts()]


class ClaimList(Listing):
    """All claims against carriers."""

    code = "shipping.claims"
    title = _("Claims against carriers")
    permission = "shipping.read"
    search_fields = ("label__tracking_number", "order_ref", "carrier_ref")
    default_sort = "file_by"
    empty_title = _("Nothing to claim")
    empty_text = _(
        "A claim opens by itself when a carrier says that it broke or lost a parcel. When a customer reports "
        "damage, open one on the label's page."
    )
    columns = (
        Column("parcel", _("Tracking number"), "label.tracking_number", primary=True),
        Column("order", _("Order"), "order_ref", sort="order_ref"),
        Column("carrier", _("Carrier"), "label.account.name", sort="label__account__name"),
        Column("kind", _("For"), lambda row: KINDS[row.kind], sort="kind"),
        Column(
            "amount", _("Claimed"), lambda row: Money(row.amount, row.currency), kind="money", sort="amount"
        ),
        Column("file_by", _("File by"), _deadline, kind="status", sort="file_by"),
        Column("state", _("State"), state_of, kind="status", sort="state"),
        Column("result", _("Paid"), _result, kind="money", sort="result_amount"),
        Column("ref", _("Carrier's number"), "carrier_ref", default=False),
        Column("opened", _("Opened"), "opened_at", kind="datetime", sort="opened_at", default=False),
    )
    filters = (
        Filter(
            "state",
            _("State"),
            "choice",
            "state",
            choices=tuple((code, word) for code, (word, _tone) in STATES.items()),
        ),
        Filter("kind", _("For"), "choice", "kind", choices=tuple(KINDS.items())),
        Filter("carrier", _("Carrier"), "choice", "label__account_id", choices=_carriers),
        Filter("file_by", _("File by"), "date", "file_by"),
    )
    views = (
        SystemView(_("To be filed"), "f.state=open&sort=file_by"),
        SystemView(_("With the carrier"), "f.state=filed"),
        SystemView(_("Settled"), "f.state=accepted&f.state=refused&sort=-opened"),
    )

    def rows(self) -> QuerySet[DamageClaim]:
        """Return the claims with their labels and carriers."""
        return DamageClaim.objects.select_related("label__account")

    def row_url(self, row: DamageClaim) -> str:
        """Open the claim."""
        return reverse("claims_record", args=[row.pk])
