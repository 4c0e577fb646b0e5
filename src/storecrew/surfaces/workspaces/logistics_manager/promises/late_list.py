"""The late-risk list: orders that have not left and cannot arrive in time as the queue stands."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Promise
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.bulk import BulkAction, BulkRequest, Effect
from storecrew.surfaces.ui.backoffice.filters import Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status


def _tell(bulk: BulkRequest) -> str:
    """Tell the customers of the chosen orders; who knows already hears nothing."""
    told = sum(shipping.tell_late(row.order_ref, actor=bulk.actor, at=bulk.at) for row in bulk.rows)
    return ngettext("%(n)s customer was told.", "%(n)s customers were told.", told) % {"n": told}


def _preview(bulk: BulkRequest, rows: Any) -> list[Effect]:
    found = shipping.outlook(rows, at=clock.now())
    return [Effect(each.order_ref, date_format(each.promised), date_format(each.expected)) for each in found]


def _told(row: Promise) -> Status:
    if row.told_latest is None:
        return Status(_("not yet told"), "warning")
    return Status(_("told"), "good")


class LateList(Listing):
    """Open orders whose promise cannot be kept."""

    code = "shipping.late"
    title = _("Late risk")
    permission = "fulfillment.read"
    search_fields = ("order_ref",)
    default_sort = "leaves_by"
    empty_title = _("No order is at risk")
    empty_text = _("Every order that waits can leave in time with the people on the roster.")
    columns = (
        Column("order", _("Order"), "order_ref", sort="order_ref", primary=True),
        Column("placed", _("Placed"), "placed_at", kind="datetime", sort="placed_at"),
        Column("leaves_by", _("Must leave by"), "leaves_by", kind="date", sort="leaves_by"),
        Column("promised", _("Promised by"), "latest", kind="date", sort="latest"),
        Column("expected", _("Expected by"), lambda row: row.expected, kind="date"),
        Column("late", _("Days late"), lambda row: row.days_late, kind="number"),
        Column("told", _("Customer"), _told, kind="status", sort="told_at"),
        Column("channel", _("Channel"), "channel.name", default=False),
    )
    filters = (Filter("placed", _("Placed"), "date", "placed_at"),)
    bulk_actions = (
        BulkAction(
            "tell", _("Tell the customer"), run=_tell, preview=_preview, permission="fulfillment.write"
        ),
    )

    def rows(self) -> QuerySet[Promise]:
        """Return the orders at risk within the reader's channels."""
        rows = shipping.at_risk(at=clock.now()).select_related("channel")
        allowed = self.actor.scopes.get("channel")
        return rows if allowed is None else rows.filter(channel__code__in=allowed)

    def load(self, rows: Any) -> list[Promise]:
        """Return the rows with the day on which each order is expected."""
        rows = list(rows)
        found = {each.order_ref: each for each in shipping.outlook(rows, at=clock.now())}
        for row in rows:
            row.expected, row.days_late = found[row.order_ref].expected, found[row.order_ref].days_late
        return rows

    def row_url(self, row: Promise) -> str:
        """Open the order."""
        return reverse("orders_record", args=[row.order_ref])


urlpatterns = [path("late/", LateList.as_view(), name="late_list")]
