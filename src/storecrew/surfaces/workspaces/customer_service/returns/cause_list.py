"""Why goods come back: by article and reason, with rate, trend, cost and the returns behind it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import ReturnCause
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.filters import Choices, Filter
from storecrew.surfaces.ui.backoffice.listing import Column, Listing, Status, SystemView, Text
from storecrew.surfaces.ui.numbers import Share, share, signed
from storecrew.surfaces.workspaces.customer_service.returns.words import REASONS


def _suppliers() -> Choices:
    names = ReturnCause.objects.exclude(supplier="").order_by("supplier").values_list("supplier", flat=True)
    return tuple((name, name) for name in names.distinct())


def _rate(row: ReturnCause) -> Share | None:
    return share(row.rate_ppm, 1_000_000)


def _trend(row: ReturnCause) -> Status:
    more = row.units - row.units_before
    return Status(signed(more), "bad" if more > 0 else "good" if more < 0 else "neutral")


class CauseList(Listing):
    """Articles and reasons, what comes back most first."""

    code = "aftersales.causes"
    title = _("Why it comes back")
    intro = _(
        "Units of returns that are announced or here, by article and reason. Counted anew every hour; what "
        "stands out is a task for whoever can change it."
    )
    icon = "help"
    permission = "inventory.read"
    search_fields = ("sku", "title")
    default_sort = "-units"
    opens_with = "f.window=90&sort=-units"
    empty_title = _("Nothing came back in this time")
    empty_text = _("Returns are counted every hour. Choose a longer period, or take a filter away.")
    columns = (
        Column("sku", _("SKU"), sort="sku", primary=True),
        Column("title", _("Article"), sort="title"),
        Column("reason", _("Reason"), lambda row: REASONS[row.reason], sort="reason"),
        Column("supplier", _("Supplier"), sort="supplier"),
        Column("window", _("Period"), "get_window_display", sort="window"),
        Column("returns", _("Returns"), kind="number", sort="returns"),
        Column("units", _("Units"), kind="number", sort="units"),
        Column("trend", _("Against the period before"), _trend, kind="status"),
        Column("sold", _("Sold"), kind="number", sort="sold"),
        Column("rate", _("Rate"), _rate, kind="number", sort="rate_ppm"),
        Column(
            "lost", _("Cost of what cannot be sold again"),
            lambda row: Money(row.lost_amount, row.currency), kind="money", sort="lost_amount",
            permission="pricing.cost_read",
        ),
        Column("latest", _("Newest return"), "latest_at", kind="date", sort="latest_at", default=False),
        Column("counted", _("Counted"), "counted_at", kind="datetime", default=False),
    )  # fmt: skip
    filters = (
        Filter(
            "window",
            _("Period"),
            "choice",
            "window",
            choices=tuple((str(n), w) for n, w in aftersales.WINDOWS),
        ),
        Filter("reason", _("Reason"), "choice", "reason", choices=tuple(REASONS.items())),
        Filter("supplier", _("Supplier"), "choice", "supplier", choices=_suppliers),
        Filter("units", _("Units"), "number", "units"),
    )
    views = (
        SystemView(_("90 days"), "f.window=90&sort=-units"),
        SystemView(_("Highest rate"), "f.window=90&f.units.op=gte&f.units=3&sort=-rate"),
        SystemView(_("Page"), "f.window=90&f.reason=not_as_shown&f.reason=does_not_fit"),
        SystemView(_("Supplier"), "f.window=90&f.reason=defective"),
        SystemView(_("Packing and picking"), "f.window=90&f.reason=damaged&f.reason=wrong"),
    )

    def rows(self) -> QuerySet[Any]:
        """Return what was counted; figures of all channels, as an article is bought and shown for all."""
        return ReturnCause.objects.all()

    def side_actions(self) -> Sequence[tuple[Text, str]]:
        """Set from when on a reason is a task."""
        may = self.actor.can("orders.write")
        return [(gettext("Thresholds"), reverse("returns_why_limits"))] if may else []

    def row_url(self, row: ReturnCause) -> str:
        """Open the returns behind the figure, for who may see orders."""
        if not self.actor.can("orders.read"):
            return ""
        query = urlencode({"q": row.sku, "f.why": row.reason, "sort": "-opened"})
        return f"{reverse('returns_list')}?{query}"
