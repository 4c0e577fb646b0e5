"""Speed of the shop: what real visits saw, against the limits that search engines and shoppers go by."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.contexts.health import public as health
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Text

PERIODS = (7, 28, 90)
DEVICES: dict[str, Text] = {
    "phone": gettext_lazy("Phone"),
    "tablet": gettext_lazy("Tablet"),
    "desktop": gettext_lazy("Desktop"),
}
PAGES: dict[str, Text] = {
    health.ALL_PAGES: gettext_lazy("All pages"),
    "home": gettext_lazy("Home page"),
    "categories": gettext_lazy("All categories"),
    "category": gettext_lazy("Category"),
    "collection": gettext_lazy("Collection"),
    "search": gettext_lazy("Search"),
    "product": gettext_lazy("Product"),
    "cart": gettext_lazy("Cart"),
    "checkout_step": gettext_lazy("Checkout"),
    "order": gettext_lazy("Order"),
    "account": gettext_lazy("Account"),
    "help": gettext_lazy("Help"),
    "page": gettext_lazy("Content page"),
}
MEASURES: dict[str, tuple[Text, Text]] = {
    "lcp": (gettext_lazy("Main content"), gettext_lazy("LCP: until the largest picture or text is shown.")),
    "inp": (
        gettext_lazy("Reaction"),
        gettext_lazy("INP: from a press to what it shows, the slowest of a visit."),
    ),
    "cls": (gettext_lazy("Jumps"), gettext_lazy("CLS: how much of the page moved by itself.")),
    "fcp": (gettext_lazy("First content"), gettext_lazy("FCP: until anything is shown.")),
    "ttfb": (gettext_lazy("Server"), gettext_lazy("TTFB: until the first byte arrives.")),
}
TONES = {"good": "good", "fair": "warning", "poor": "bad"}
WORDS: dict[str, Text] = {
    "good": pgettext_lazy("speed", "good"),
    "fair": pgettext_lazy("speed", "could be better"),
    "poor": pgettext_lazy("speed", "poor"),
}


@dataclass(frozen=True)
class Cell:
    """One value of the table with its verdict in words."""

    label: Text
    value: str
    status: Status
    views: int
    good_share: int


@dataclass(frozen=True)
class Line:
    """One kind of page on one kind of device; ``cells`` follow MEASURES, None where nothing was counted."""

    page: Text
    device: Text
    views: int
    cells: tuple[Cell | None, ...]


@workspace_page(permission="reports.read")
def speed(request: HttpRequest) -> HttpResponse:
    """Show the 75th percentile of each measure by kind of page and device."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    until = clock.now().date() + dt.timedelta(days=1)
    found = health.speed(since=until - dt.timedelta(days=days), until=until)
    lines = _lines(found)
    context = {
        "header_title": _("Speed of the shop"),
        "lines": lines,
        "columns": [(name, about, _limit(code)) for code, (name, about) in MEASURES.items()],
        "summary": _summary(found),
        "days": days,
        "periods": PERIODS,
    }
    return render(request, "developer/speed.html", context)


def _lines(found: tuple[health.Speed, ...]) -> list[Line]:
    cells = {(one.page, one.device, one.measure): one for one in found}
    places = {(one.page, one.device): 0 for one in found}
    for page, device, _code in cells:
        places[page, device] = max(
            cells[page, device, code].views for code in MEASURES if (page, device, code) in cells
        )
    order = {page: number for number, page in enumerate(PAGES)}
    ranked = sorted(
        places,
        key=lambda place: (order.get(place[0], len(order)), place[0], list(DEVICES).index(place[1])),
    )
    return [
        Line(
            PAGES.get(page, page),
            DEVICES[device],
            places[page, device],
            tuple(_cell(cells.get((page, device, code))) for code in MEASURES),
        )
        for page, device in ranked
    ]


def _cell(one: health.Speed | None) -> Cell | None:
    if one is None:
        return None
    status = Status(str(WORDS[one.verdict]), TONES[one.verdict])
    return Cell(MEASURES[one.measure][0], written(one.measure, one.value), status, one.views, one.good_share)


def written(measure: str, value: int) -> str:
    """Write a value as people say it: ``2.4 s``, ``120 ms``, ``0.05``."""
    if measure == "cls":
        return f"{value / 1000:.2f}"
    return _("%(n)s s") % {"n": f"{value / 1000:.1f}"} if value >= 1000 else _("%(n)s ms") % {"n": value}


def _limit(code: str) -> str:
    return _("good up to %(value)s") % {"value": written(code, health.MEASURES[code].good)}


def _summary(found: tuple[health.Speed, ...]) -> list[str]:
    """Say the whole in sentences: what a chart would show, for those who do not see one."""
    said = []
    for device, name in DEVICES.items():
        ours = [one for one in found if one.device == device and one.page == health.ALL_PAGES]
        if not ours:
            continue
        slow = [str(MEASURES[one.measure][0]) for one in ours if one.verdict != "good"]
        words = {"device": name, "views": max(one.views for one in ours), "measures": ", ".join(slow)}
        if slow:
            said.append(_("%(device)s: %(measures)s above the limit, in %(views)s measured views.") % words)
        else:
            said.append(_("%(device)s: everything is good, in %(views)s measured views.") % words)
    return said
