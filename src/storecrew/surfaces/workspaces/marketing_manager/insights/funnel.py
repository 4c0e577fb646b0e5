"""From the first page to the order: where people turn back, by device, way and product (MKT-4)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.insights import public as insights
from storecrew.surfaces.ui.backoffice.access import workspace_page
from storecrew.surfaces.ui.backoffice.charts import Bar, Bars
from storecrew.surfaces.ui.backoffice.parts import link
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.registry import Tile
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.insights import cart_reasons
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import (
    DEVICES,
    Frame,
    number,
    way,
)

kinds = insights.kinds
PATH = (kinds.VISIT, kinds.BEGAN, kinds.CHECKOUT, kinds.CHOSE, kinds.PAYING, kinds.TAKEN)
"""Visits, then carts, each in a step only when it came through those before."""
MOST = 30
Found = dict[tuple[str, str], insights.Counts]


def names() -> dict[str, str]:
    """Return the steps in words."""
    return {
        kinds.VISIT: _("Came to the shop"),
        kinds.BEGAN: _("Began a cart"),
        kinds.CHECKOUT: _("Opened the checkout"),
        kinds.CHOSE: _("Chose the delivery"),
        kinds.PAYING: _("Came to the payment"),
        kinds.TAKEN: _("Ordered"),
        kinds.REFUSED: _("Payment refused"),
        kinds.SOLD_OUT: _("Saw it sold out"),
    }


@workspace_page(permission="reports.read")
def funnel(request: HttpRequest) -> HttpResponse:
    """Show how many go on from step to step, and why carts are left; six queries whatever was counted."""
    shown = framing.frame(request, own=("device", "way"))
    found = _chosen(shown, insights.to_orders(shown.period, shown.among))
    now = _sum(found.values())
    before = (
        _sum(_chosen(shown, insights.to_orders(shown.before, shown.among)).values()) if shown.before else None
    )
    context = {
        **shown.context(),
        "header_title": _("From visit to order"),
        "back_url": reverse("traffic"),
        "back_label": _("Traffic"),
        "pick": [
            (pgettext("filter", "Device"), "device", list(DEVICES.items())[:3], shown.own["device"]),
            (pgettext("filter", "Way in"), "way", list(framing.WAYS.items()), shown.own["way"]),
        ],
        "tiles": _tiles(now, before),
        "bars": [_steps(now, before), _beside(now), *cart_reasons.bars_of(shown)],
        "tables": [
            _by(found, 1, _("By device"), lambda code: str(DEVICES.get(code, code))),
            _by(found, 0, _("By way in"), way, _without_a_way()),
            _products(shown),
        ],
    }
    return framing.answer(request, context)


def _without_a_way() -> str:
    return _(
        "Who did not agree to be recognized has no way in: their visits, carts and orders stand together."
    )


def _chosen(shown: Frame, found: Found) -> Found:
    device, by = shown.own["device"], shown.own["way"]
    return {key: counts for key, counts in found.items() if by in ("", key[0]) and device in ("", key[1])}


def _sum(found: Iterable[insights.Counts]) -> insights.Counts:
    return sum(found, insights.Counts({}))


def _tiles(now: insights.Counts, before: insights.Counts | None) -> list[Tile]:
    def share(counts: insights.Counts | None, part: str, whole: str) -> str:
        found = counts[part] / counts[whole] if counts and counts[whole] else None
        return percent(found, 1, 2)

    made = (
        (_("Visits that order"), kinds.TAKEN, kinds.VISIT,
         _("Carts of this time that became orders, of a hundred visits.")),
        (_("Visits that begin a cart"), kinds.BEGAN, kinds.VISIT, _("Carts of a hundred visits.")),
        (_("Carts that become orders"), kinds.TAKEN, kinds.BEGAN,
         _("Orders of a hundred carts that were begun in this time.")),
        (_("Checkouts that become orders"), kinds.TAKEN, kinds.CHECKOUT,
         _("Orders of a hundred carts that came to the checkout.")),
    )  # fmt: skip
    return [
        Tile(
            title, share(now, part, whole),
            _("%(share)s before") % {"share": share(before, part, whole)} if before else "",
            definition=about,
        )
        for title, part, whole, about in made
    ]  # fmt: skip


def _steps(now: insights.Counts, before: insights.Counts | None) -> Bars:
    top = max(now[kinds.VISIT], now[kinds.BEGAN], 1)
    bars, last = [], 0
    for kind in PATH:
        count = now[kind]
        note = _("%(share)s of the step before") % {"share": percent(count, last)} if last else ""
        was = before[kind] if before else 0
        earlier = _("%(count)s before") % {"count": number(was)} if before else ""
        bars.append(Bar(names()[kind], number(count), round(100 * count / top), note, earlier))
        last = count
    drops = [
        (now[first] - now[then], first, then) for first, then in itertools.pairwise(PATH[1:]) if now[first]
    ]
    worst = max(drops, default=None)
    sentence = ""
    if worst and worst[0] > 0:
        sentence = _("Most carts are left between “%(first)s” and “%(then)s”: %(count)s.") % {
            "first": names()[worst[1]], "then": names()[worst[2]], "count": number(worst[0]),
        }  # fmt: skip
    return Bars(
        _("Step by step"),
        bars,
        definition=_(
            "Visits of this time, then the carts that were begun in it and how far they came until now. Each "
            "cart counts once in a step and in all before it; a step that the shop skips counts as passed. "
            "Orders without a cart of the shop, such as those by telephone, are not here."
        ),
        sentence=sentence,
    )


def _beside(now: insights.Counts) -> Bars:
    """What stands in the way."""
    asked = (
        (names()[kinds.SOLD_OUT], kinds.SOLD_OUT, kinds.VIEW, _("of pages seen")),
        (_("Searched and found nothing"), kinds.NOTHING, kinds.SEARCH, _("of searches")),
        (names()[kinds.REFUSED], kinds.REFUSED, kinds.PAYING, _("of carts at the payment")),
        (_("Canceled after ordering"), kinds.CANCELED, kinds.ORDER, _("of orders")),
    )
    bars = []
    for label, part, whole, words in asked:
        share = _of(now, part, whole)
        note = f"{percent(share, 1)} {words}"
        bars.append(Bar(label, number(now[part]), round(100 * (share or 0)), note, tone="bad"))
    return Bars(
        _("What stands in the way"),
        bars,
        definition=_("Product pages without stock, empty searches, refused payments and canceled orders."),
    )


def _of(counts: insights.Counts, part: str, whole: str) -> float | None:  # not money: a share
    return counts[part] / counts[whole] if counts[whole] else None


def _by(found: Found, place: int, title: str, said: Callable[[str], str], note: str = "") -> Table:
    rows = {
        code: _sum(counts for key, counts in found.items() if key[place] == code)
        for code in {key[place] for key in found}
    }
    rows = {code: counts for code, counts in rows.items() if counts[kinds.VISIT] or counts[kinds.BEGAN]}
    ranked = sorted(rows.items(), key=lambda pair: (-pair[1][kinds.VISIT], -pair[1][kinds.BEGAN], pair[0]))
    return Table(
        title,
        (title, *(names()[kind] for kind in PATH), names()[kinds.REFUSED], _("Orders per visit")),
        [
            (
                said(code), *(counts[kind] for kind in PATH), counts[kinds.REFUSED],
                percent(counts[kinds.TAKEN], counts[kinds.VISIT], 2),
            )
            for code, counts in ranked
        ],
        empty=framing.nothing(),
        note=note if len(rows) > 1 else "",
        kinds=("text", *["number"] * (len(PATH) + 2)),
    )  # fmt: skip


def _products(shown: Frame) -> Table:
    device = {"device": shown.own["device"]} if shown.own["device"] else {}
    rows = insights.subjects("product", shown.period, shown.among, rank=kinds.VIEW, limit=MOST, **device)
    ids = [int(key[0]) for key in rows]
    titles = dict(Product.objects.filter(pk__in=ids).values_list("pk", "title"))
    return Table(
        _("By product"),
        (
            _("Product"), _("Pages seen"), _("Saw it sold out"), _("Put into a cart"), _("Units ordered"),
            _("Carts per page seen"), _("Worth"),
        ),
        [
            (
                titles.get(int(key[0]), f"#{key[0]}"), counts[kinds.VIEW], counts[kinds.SOLD_OUT],
                counts[kinds.ADD], counts[kinds.BOUGHT], percent(_of(counts, kinds.ADD, kinds.VIEW), 1),
                framing.money(counts.amounts(kinds.BOUGHT)),
            )
            for key, counts in rows.items()
        ],
        empty=framing.nothing(),
        kinds=("text", *["number"] * 6),
        row_urls=[link("products_record", int(key[0])) for key in rows],
    )  # fmt: skip
