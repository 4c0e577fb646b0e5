"""Carts that were left: how far they came, what is in them, and who may be asked (MKT-5)."""

from __future__ import annotations

import datetime as dt

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels.public import ChannelFacts
from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import clock
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.access import request_actor, workspace_page
from storecrew.surfaces.ui.backoffice.charts import bars_of
from storecrew.surfaces.ui.backoffice.record import Table
from storecrew.surfaces.ui.backoffice.registry import Tile
from storecrew.surfaces.workspaces.marketing_manager.insights import frame as framing
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import number

IDLE = dt.timedelta(hours=1)
MOST = 50
READ = 2000


@workspace_page(permission="reports.read")
def carts(request: HttpRequest) -> HttpResponse:
    """Show open carts that nobody touched for an hour, the newest first, with what they are worth now."""
    shown = framing.frame(request, days=7)
    now = clock.now()
    channels = {one.id: one for one in shown.among}
    start = now - dt.timedelta(days=shown.days)
    rows = [
        row
        for row in checkout.cart_rows(since=start, until=now - IDLE, states=("open",), limit=READ)
        if row.lines and row.channel_id in channels
    ]
    steps = {
        "cart": _("Only the cart"), "details": _("Began the address"), "delivery": _("Has an address"),
        "payment": _("At the payment"),
    }  # fmt: skip
    reachable = request_actor(request).can("customers.read")
    context = {
        **shown.context(),
        "header_title": _("Carts that were left"),
        "back_url": reverse("traffic"),
        "back_label": _("Traffic"),
        "tiles": [
            Tile(
                _("Carts left"), number(len(rows)),
                definition=_("Open carts with products that nobody touched for an hour."),
            ),
            Tile(
                _("With an e-mail address"), number(sum(bool(row.email) for row in rows)),
                definition=_("Whether they may be written to is decided by their consent, not here."),
            ),
        ],
        "bars": [
            bars_of(
                _("How far they came"),
                [(words, sum(row.step == step for row in rows)) for step, words in steps.items()],
                written=number,
            )
        ],
        "tables": [_table(rows[:MOST], channels, steps, reachable=reachable)],
    }  # fmt: skip
    return framing.answer(request, context)


def _table(
    rows: list[checkout.CartRow], channels: dict[int, ChannelFacts], steps: dict[str, str], *, reachable: bool
) -> Table:
    wanted = {variant_id for row in rows for variant_id, _units in row.lines}
    variants = catalog.variants(wanted)
    prices = {}
    for channel in channels.values():
        mine = [v for row in rows if row.channel_id == channel.id for v, _units in row.lines]
        if mine:
            found = pricing.offers_for(
                mine, channel=channel, at=clock.now(), quantities={}, with_strike=False
            )
            prices[channel.id] = found.prices
    made = []
    for row in rows:
        known = prices.get(row.channel_id, {})
        worth = sum(known[v].price.amount * units for v, units in row.lines if v in known)
        titles = [f"{units} × {variants[v].product_title}" for v, units in row.lines if v in variants]
        made.append(
            (
                row.updated_at, titles[:3], Money(worth, channels[row.channel_id].currency),
                steps[row.step], (row.email if reachable else _("yes")) if row.email else "",
                channels[row.channel_id].name,
            )
        )  # fmt: skip
    return Table(
        _("The newest of them"),
        (_("Touched last"), _("Products"), _("Worth now"), _("How far"), _("E-mail"), _("Shop")),
        made,
        empty=_("Nobody left a cart in this time."),
        kinds=("datetime", "tags", "money", "text", "text", "text"),
    )
