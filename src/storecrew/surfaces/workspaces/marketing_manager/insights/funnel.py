"""From the first page to the order: where people turn back, by device, way and product (MKT-4)."""

from __future__ import annotations

import itertools

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
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import (
    DEVICES,
    Frame,
    number,
    way,
)

kinds = insights.kinds
PATH = (kinds.VISIT, kinds.CART, kinds.DETAILS, kinds.DELIVERY, kinds.PAYMENT, kinds.ORDER)
MOST = 30


def names() -> dict[str, str]:
    """Return the steps in words."""
    return {
        kinds.VISIT: _("Came to the shop"),
        kinds.CART: _("Began a cart"),
        kinds.DETAILS: _("Opened the checkout"),
        kinds.DELIVERY: _("Chose the delivery"),
        kinds.PAYMENT: _("Came to the payment"),
        kinds.ORDER: _("Ordered"),
        kinds.DECLINED: _("Payment refused"),
        kinds.SOLD_OUT: _("Saw it sold out"),
    }


@workspace_page(permission="reports.read")
def funnel(request: HttpRequest) -> HttpResponse:
    """Show how many go on from step to step; six queries whatever was counted."""
    shown = framing.frame(request, own=("device", "way"))
    where = {name: value for name, value in shown.own.items() if value}
    now = insights.total(shown.period, shown.among, **where)
    before = insights.total(shown.before, shown.among, **where) if shown.before else None
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
        "bars": [_steps(now, before), _beside(now)],
        "tables": [
            _by(shown, "device", _("By device"), where),
            _by(shown, "way", _("By way in"), where),
            _products(shown),
        ],
    }
    return framing.answer(request, context)


def _tiles(now: insights.Counts, before: insights.Counts | None) -> list[Tile]:
    def share(counts: insights.Counts | None, part: str, whole: str) -> str:
        found = counts[part] / counts[whole] if counts and counts[whole] else None
        return percent(found, 1, 2)

    made = (
        (_("Visits that order"), kinds.ORDER, kinds.VISIT, _("Orders of a hundred visits.")),
        (_("Visits that begin a cart"), kinds.CART, kinds.VISIT, _("Carts of a hundred visits.")),
        (_("Carts that become orders"), kinds.ORDER, kinds.CART,
         _("Orders of a hundred carts that were begun in this time.")),
        (_("Checkouts that become orders"), kinds.ORDER, kinds.DETAILS,
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
    top = max(now[kinds.VISIT], now[kinds.CART], 1)
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
            "Visits, then carts: each step of a cart counts once, however often it is opened. A cart that "
            "was begun earlier and goes on in this time counts where it goes on."
        ),
        sentence=sentence,
    )


def _beside(now: insights.Counts) -> Bars:
    """What stands in the way."""
    asked = (
        (names()[kinds.SOLD_OUT], kinds.SOLD_OUT, kinds.VIEW, _("of pages seen")),
        (_("Searched and found nothing"), kinds.NOTHING, kinds.SEARCH, _("of searches")),
        (names()[kinds.DECLINED], kinds.DECLINED, kinds.PAYMENT, _("of carts at the payment")),
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


def _by(shown: Frame, column: str, title: str, where: dict[str, str]) -> Table:
    rows = insights.counted("all", shown.period, shown.among, by=(column,), **where)
    ranked = sorted(rows.items(), key=lambda pair: (-pair[1][kinds.VISIT], -pair[1][kinds.CART], pair[0]))
    said = DEVICES.get if column == "device" else lambda code, _default: way(code)
    return Table(
        title,
        (title, *(names()[kind] for kind in PATH), names()[kinds.DECLINED], _("Orders per visit")),
        [
            (
                str(said(key[0], key[0])), *(counts[kind] for kind in PATH), counts[kinds.DECLINED],
                percent(counts.conversion, 1, 2),
            )
            for key, counts in ranked
        ],
        empty=framing.nothing(),
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
