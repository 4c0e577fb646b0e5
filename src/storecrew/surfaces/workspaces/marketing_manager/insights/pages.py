"""What pages lead to: traffic is not enough (CON-2)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import money

kinds = insights.kinds
MOST, MOST_HELPED = 60, 20
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
    helped = sorted(rows.items(), key=lambda row: -row[1][kinds.ASSISTED])
    context = {
        **shown.context(),
        "header_title": _("What pages lead to"),
        "back_url": reverse("traffic"),
        "back_label": _("Traffic"),
        "note": _(
            "A page leads to a cart or an order when the recognized visit that made it had seen the page. "
            "Several pages share one order, so the column does not add up to the orders of the shop."
        ),
        "terms": _terms(),
        "tables": [
            _table(_("Seen often, and nobody bought after"), idle[:20]),
            _table(_("All pages"), list(rows.items())[:MOST]),
            _assists([(key, counts) for key, counts in helped if counts[kinds.ASSISTED]][:MOST_HELPED]),
        ],
    }
    return framing.answer(request, context)


def _table(title: str, rows: list[tuple[tuple[str, ...], insights.Counts]]) -> Table:
    return Table(
        title,
        (_("Page"), _("Pages seen"), _("Visits with it"), _("Visits that put into a cart"),
         _("Orders of visits with it"), _("Worth of orders"), _("Worth a visit"), _("Margin a visit"),
         _("Left from here"), _("Orders with money back")),
        [
            (
                key[0], counts[kinds.VIEW], counts[kinds.SEEN] or "–",
                percent(counts[kinds.LED_CART], counts[kinds.SEEN]), counts[kinds.LED_ORDER],
                money(counts.amounts(kinds.LED_ORDER)), _each(counts, kinds.LED_ORDER),
                _each(counts, kinds.LED_MARGIN), percent(counts[kinds.LEFT], counts[kinds.SEEN]),
                percent(counts[kinds.LED_BACK], counts[kinds.LED_ORDER]),
            )
            for key, counts in rows
        ],
        empty=framing.nothing(),
        kinds=("text", *["number"] * 9),
    )  # fmt: skip


def _assists(rows: list[tuple[tuple[str, ...], insights.Counts]]) -> Table:
    return Table(
        _("Helped in an earlier visit"),
        (_("Page"), _("Orders it helped"), _("Worth of these orders"), _("Orders of visits with it")),
        [
            (key[0], counts[kinds.ASSISTED], money(counts.amounts(kinds.ASSISTED)), counts[kinds.LED_ORDER])
            for key, counts in rows
        ],
        empty=_("No order of this time had an earlier visit of a recognized browser."),
        kinds=("text", *["number"] * 3),
    )


def share(part: int, whole: int) -> float | None:  # not money: a share
    """Return a part of a whole, at most all of it; None where there is nothing to divide by."""
    return min(1.0, part / whole) if whole else None


def _each(counts: insights.Counts, kind: str) -> str:
    """Write what a visit that saw the page brought; a dash where nobody recognized saw it."""
    visits = counts[kinds.SEEN]
    if not visits or not counts[kind]:
        return "–"
    return money({code: round(amount / visits) for code, amount in counts.amounts(kind).items()})


def _terms() -> list[tuple[str, str]]:
    """Return each column with what is counted in it."""
    return [
        (_("Visits with it"), _("Visits of recognized browsers that saw the page, each once.")),
        (_("Worth a visit"), _("Orders of these visits without tax and shipping, divided by the visits.")),
        (_("Margin a visit"),
         _("The same after the cost of the goods; without orders of an article whose cost is not known.")),
        (_("Left from here"), _("Visits whose last page it was, so far, among the visits that saw it.")),
        (_("Orders with money back"),
         _("Orders of visits with it that were canceled or refunded, wholly or in part.")),
        (_("Helped in an earlier visit"),
         _("Seen in a visit of the last 90 days before the one that ordered, and not in that one.")),
    ]  # fmt: skip
