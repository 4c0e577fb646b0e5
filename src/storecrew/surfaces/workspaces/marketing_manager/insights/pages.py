"""What pages lead to: traffic is not enough (CON-2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import money, percent

kinds = insights.kinds
MOST = 60
FEW = 20


@workspace_page(permission="reports.read")
def page_values(request: HttpRequest) -> HttpResponse:
    """Show what visits that saw a page went on to do, and the pages that many see and nobody buys after."""
    shown = framing.frame(request)
    rows = insights.subjects("page", shown.period, shown.among, rank=kinds.VIEW, limit=300)
    idle = [
        (key, counts)
        for key, counts in rows.items()
        if counts[kinds.VIEW] >= FEW and not counts[kinds.LED_ORDER]
    ]
    context = {
        **shown.context(),
        "header_title": _("What pages lead to"),
        "back_url": reverse("traffic"),
        "back_label": _("Traffic"),
        "note": _(
            "A page leads to a cart or an order when the recognized visit that made it had seen the page. "
            "Several pages share one order, so the column does not add up to the orders of the shop."
        ),
        "tables": [
            _table(_("Seen often, and nobody bought after"), idle[:20]),
            _table(_("All pages"), list(rows.items())[:MOST]),
        ],
    }
    return framing.answer(request, context)


def _table(title: str, rows: list[tuple[tuple[str, ...], insights.Counts]]) -> Table:
    return Table(
        title,
        (_("Page"), _("Pages seen"), _("Visits that began here"), _("Carts of visits with it"),
         _("Carts per page seen"), _("Orders of visits with it"), _("Worth of orders")),
        [
            (
                key[0], counts[kinds.VIEW], counts[kinds.VISIT], counts[kinds.LED_CART],
                percent(counts[kinds.LED_CART] / counts[kinds.VIEW] if counts[kinds.VIEW] else None),
                counts[kinds.LED_ORDER], money(counts.amounts(kinds.LED_ORDER)),
            )
            for key, counts in rows
        ],
        empty=framing.nothing(),
        kinds=("text", *["number"] * 6),
    )  # fmt: skip
