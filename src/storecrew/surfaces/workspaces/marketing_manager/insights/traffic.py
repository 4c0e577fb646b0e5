"""Traffic: how many came, from where, to which pages, on which devices, and who is here now (MKT-1)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.insights import public as insights
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.charts import Bars, bars_of, change_words
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.registry import Tile
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import Frame, money, number, way

kinds = insights.kinds
MOST = 25


def what() -> dict[str, str]:
    """Return what each number counts, for the "?" beside it."""
    return {
        "visits": _(
            "A visit begins when somebody comes from elsewhere, or opens the shop anew. Machines and our own "
            "staff are left out. Browsers that agreed to be recognized begin a new visit after half an hour "
            "of quiet."
        ),
        "conversion": _("Orders of a hundred visits."),
        "bounce": _("Of visits that were recognized: how many saw one page and left."),
        "worth": _(
            "What orders of the time cost without tax and shipping, less what went back since. What goes "
            "back is taken off the day of the order."
        ),
    }


@workspace_page(permission="reports.read")
def traffic(request: HttpRequest) -> HttpResponse:
    """Show visits of a period beside another one; nine queries whatever was counted."""
    shown = framing.frame(request)
    now = insights.series(shown.period, shown.step, shown.among)
    before = insights.series(shown.before, shown.step, shown.among) if shown.before else []
    known = insights.total(shown.period, shown.among, dimension="source", only=(kinds.KNOWN, kinds.STAY))
    total = _sum(now) + known
    context = {
        **shown.context(),
        "header_title": _("Traffic"),
        "tiles": _tiles(total, _sum(before)),
        "live": _live(shown),
        "charts": [
            framing.line(
                shown, _("Visits"), lambda counts: counts[kinds.VISIT], now, before,
                definition=what()["visits"], written=number,
            ),
            framing.line(
                shown, _("Orders"), lambda counts: counts[kinds.ORDER], now, before, written=number
            ),
        ],
        "bars": [_ways(shown), _devices(shown)],
        "tables": [_sources(shown), _credit(shown), _landings(shown)],
        "links": [
            (_("From visit to order"), reverse("funnel")),
            (_("Searches"), reverse("searches")),
            (_("What pages lead to"), reverse("page_values")),
            (_("Carts that were left"), reverse("carts_left")),
            (_("Value of customers"), reverse("customer_value")),
            *_returns(request),
            (_("Rules: which visit came which way"), reverse("traffic_rules")),
        ],
    }  # fmt: skip
    return framing.answer(request, context)


def _returns(request: HttpRequest) -> list[tuple[str, str]]:
    may = request_actor(request).can("pricing.cost_read")
    return [(_("Return of campaigns"), reverse("campaign_returns"))] if may else []


def _sum(rows: list[Any]) -> insights.Counts:
    found = insights.Counts({})
    for _first, counts in rows:
        found = found + counts
    return found


def _tiles(now: insights.Counts, before: insights.Counts) -> list[Tile]:
    about = what()

    def changed(kind: str) -> str:
        return change_words(now[kind], before[kind]) if before.of else ""

    return [
        Tile(_("Visits"), number(now[kinds.VISIT]), changed(kinds.VISIT), definition=about["visits"]),
        Tile(_("Pages seen"), number(now[kinds.VIEW]), changed(kinds.VIEW)),
        Tile(_("Left after one page"), percent(now.bounce, 1), definition=about["bounce"]),
        Tile(_("Orders"), number(now[kinds.ORDER]), changed(kinds.ORDER)),
        Tile(
            _("Orders per visit"),
            percent(now.conversion, 1, 2),
            _("%(share)s before") % {"share": percent(before.conversion, 1, 2)} if before.of else "",
            definition=about["conversion"],
        ),
        Tile(_("Worth of orders"), money(now.amounts(kinds.ORDER, kinds.BACK)), definition=about["worth"]),
    ]


def _live(shown: Frame) -> dict[str, Any]:
    found = insights.live(clock.now(), shown.among)
    return {
        "counts": [
            (_("visits"), found.counts.get(kinds.VISIT, 0)),
            (_("pages"), found.counts.get(kinds.VIEW, 0)),
            (_("carts begun"), found.counts.get(kinds.CART, 0)),
            (_("orders"), found.counts.get(kinds.ORDER, 0)),
        ],
        "pages": found.pages,
        "ways": [(way(code), count) for code, count in found.ways],
    }


def _ways(shown: Frame) -> Bars:
    rows = insights.counted(
        "all", shown.period, shown.among, by=("way",), only=(kinds.VISIT, kinds.KNOWN, kinds.ORDER)
    )
    ranked = sorted(
        ((key[0], counts) for key, counts in rows.items() if counts[kinds.VISIT]),
        key=lambda pair: -pair[1][kinds.VISIT],
    )
    return bars_of(
        _("Which way they came"),
        [(way(code), counts[kinds.VISIT]) for code, counts in ranked],
        written=number,
        notes=[_("%(share)s bought") % {"share": _of_known(counts, 1)} for _code, counts in ranked],
        definition=_(
            "Visits by the rules for traffic, and how many orders came of a hundred visits of those who "
            "agreed to be recognized: an order of anybody else has no way in."
        ),
    )


def _of_known(counts: insights.Counts, digits: int) -> str:
    """Orders of a way in beside the visits that can have led to one."""
    return percent(counts[kinds.ORDER], counts[kinds.KNOWN], digits)


def _devices(shown: Frame) -> Bars:
    rows = insights.counted("all", shown.period, shown.among, by=("device",), only=(kinds.VISIT, kinds.ORDER))
    ranked = sorted(rows.items(), key=lambda pair: -pair[1][kinds.VISIT])
    return bars_of(
        _("Devices"),
        [(framing.DEVICES.get(key[0], key[0]), counts[kinds.VISIT]) for key, counts in ranked],
        written=number,
        notes=[_("%(share)s bought") % {"share": percent(counts.conversion, 1)} for _key, counts in ranked],
        definition=_("Phones are narrow screens, tablets wide ones that are touched."),
    )


def _sources(shown: Frame) -> Table:
    rows = insights.counted("source", shown.period, shown.among, by=("way", "subject", "campaign"))
    ranked = sorted(rows.items(), key=lambda pair: (-pair[1][kinds.VISIT], -pair[1][kinds.ORDER], pair[0]))
    return Table(
        _("Sources and campaigns"),
        (
            _("Source"), _("Way in"), _("Campaign"), _("Visits"), _("Left after one page"), _("Carts"),
            _("Orders"), _("Orders per recognized visit"), _("Worth of orders"),
        ),
        [
            (
                source or way(code), way(code), campaign, counts[kinds.VISIT], percent(counts.bounce, 1),
                counts[kinds.CART], counts[kinds.ORDER], _of_known(counts, 2),
                money(counts.amounts(kinds.ORDER, kinds.BACK)),
            )
            for (code, source, campaign), counts in ranked[:MOST]
        ],
        empty=framing.nothing(),
        kinds=("text", "text", "text", "number", "number", "number", "number", "number", "number"),
    )  # fmt: skip


def _credit(shown: Frame) -> Table:
    """Which ways stood first, in between and last before the orders."""
    rows = insights.credits(shown.period, shown.among)
    nothing: tuple[int, dict[str, int]] = (0, {})
    ranked = sorted(rows.items(), key=lambda pair: (-sum(one[0] for one in pair[1].values()), pair[0]))
    return Table(
        _("Credit: which visits led to orders"),
        (
            _("Way in"), _("Campaign"), _("First visit"), _("Worth"), _("Helped, was not last"),
            _("Last visit"), _("Worth"),
        ),
        [
            (
                way(code), campaign,
                found.get("first", nothing)[0], money(found.get("first", nothing)[1]),
                found.get("assist", nothing)[0],
                found.get("last", nothing)[0], money(found.get("last", nothing)[1]),
            )
            for (code, campaign), found in ranked[:MOST]
        ],
        empty=framing.nothing(),
        kinds=("text", "text", *["number"] * 5),
    )  # fmt: skip


def _landings(shown: Frame) -> Table:
    rows = insights.subjects("page", shown.period, shown.among, rank=kinds.VISIT, limit=MOST)
    return Table(
        _("Pages they came to first"),
        (_("Page"), _("Visits that began here"), _("Pages seen"), _("Carts of visits with it"),
         _("Orders of visits with it"), _("Worth of orders")),
        [
            (
                path, counts[kinds.VISIT], counts[kinds.VIEW], counts[kinds.LED_CART],
                counts[kinds.LED_ORDER], money(counts.amounts(kinds.LED_ORDER)),
            )
            for (path,), counts in rows.items()
        ],
        empty=framing.nothing(),
        kinds=("text", "number", "number", "number", "number", "number"),
    )  # fmt: skip
