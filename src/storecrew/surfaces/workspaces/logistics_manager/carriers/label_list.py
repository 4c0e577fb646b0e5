"""The list of labels, with the queue of parcels in trouble as a view of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, SystemView
from storecrew.surfaces.workspaces.logistics_manager.carriers.words import (
    STATES,
    STATUSES,
    choices,
    reason_of,
    state_of,
    status_of,
)


def _carrier_choices() -> list[tuple[str, str]]:
    return [(str(account.id), account.name) for account in shipping.accounts()]


def _cost(row: Label) -> Money | None:
    return None if row.cost_amount is None else Money(row.cost_amount, row.cost_currency)


def _recipient(row: Label) -> str:
    return str(row.to_address.get("name") or row.to_address.get("company") or "")


def _destination(row: Label) -> str:
    address = row.to_address
    return " ".join(part for part in (address.get("country"), address.get("city")) if part)


def in_trouble(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Narrow to parcels that a person should look at."""
    return rows.filter(
        Q(status__in=sorted(shipping.TROUBLE))
        | (Q(reason__in=sorted(shipping.TROUBLE_REASONS)) & ~Q(status="delivered")),
        state="bought",
    )


def _by_trouble(rows: QuerySet[Any], op: str, values: list[str]) -> QuerySet[Any]:
    wanted = "yes" in values
    troubled = in_trouble(rows)
    return troubled if wanted != (op == "not") else rows.exclude(pk__in=troubled.values("pk"))


class LabelList(Listing):
    """All labels, newest first."""

    code = "shipping.labels"
    title = _("Labels and parcels")
    permission = "shipping.read"
    search_fields = ("tracking_number", "order_ref", "key")
    search_hint = _("Tracking number or order")
    default_sort = "-asked"
    empty_title = _("No label yet")
    empty_text = _("A label appears here when a parcel is closed at the packing bench.")
    columns = (
        Column("number", _("Tracking number"), lambda r: r.tracking_number or "–", primary=True),
        Column("order", _("Order"), "order_ref", sort="order_ref"),
        Column("recipient", _("Recipient"), _recipient),
        Column("destination", _("Goes to"), _destination),
        Column("carrier", _("Carrier"), "account.name", sort="account__name"),
        Column("service", _("Service"), "service_name"),
        Column("status", _("Parcel"), status_of, kind="status", sort="status"),
        Column("reason", _("Reason"), reason_of),
        Column("since", _("Since"), "status_at", kind="datetime", sort="status_at"),
        Column("cost", _("Cost"), _cost, kind="money", sort="cost_amount"),
        Column("state", _("Label"), state_of, kind="status", sort="state", default=False),
        Column("asked", _("Asked for"), "requested_at", kind="datetime", sort="requested_at", default=False),
        Column(
            "delivered", _("Arrived"), "delivered_at", kind="datetime", sort="delivered_at", default=False
        ),
    )
    filters = (
        Filter("state", _("Label"), "choice", "state", choices=choices(STATES)),
        Filter("status", _("Parcel"), "choice", "status", choices=choices(STATUSES)),
        Filter("carrier", _("Carrier"), "choice", "account_id", choices=_carrier_choices),
        Filter("trouble", _("In trouble"), "choice", choices=(("yes", _("yes")),), apply=_by_trouble),
        Filter("asked", _("Asked for"), "date", "requested_at"),
    )
    views = (
        SystemView(_("In trouble"), "f.trouble=yes&sort=since"),
        SystemView(_("Waits for hand-over"), "f.state=bought&f.status=pending&sort=asked"),
        SystemView(_("No answer yet"), "f.state=unknown&f.state=requested&f.state=voiding"),
        SystemView(_("Arrived"), "f.status=delivered&sort=-since"),
    )

    def rows(self) -> QuerySet[Label]:
        """Return the labels with their contract."""
        return Label.objects.select_related("account")

    def row_url(self, row: Label) -> str:
        """Open the label."""
        return reverse("labels_record", args=[row.pk])
