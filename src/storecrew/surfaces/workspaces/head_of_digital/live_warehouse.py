"""The warehouse on the live page: queue against capacity, late risk, on time, damages and mistakes."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor
from storecrew.surfaces.ui.numbers import percent

MEASURED = dt.timedelta(days=30)
WEEK = dt.timedelta(days=7)


class Figure(NamedTuple):
    """One number with its words, where it leads, and how good it is."""

    name: str
    value: str
    words: str
    url: str
    tone: str


def warehouse_figures(actor: Actor, now: dt.datetime) -> list[Figure]:
    """Return the figures in the order in which trouble shows: queue, risk, promises, quality."""
    shops = channels.all_channels()
    busy = [_capacity(shops[0], now)] if shops else []
    return [*busy, _late_risk(now), _left(actor, now), _otif(now), *_quality(actor, now)]


def _capacity(shop: channels.ChannelFacts, now: dt.datetime) -> Figure:
    """Compare what waits with what can be packed today; warehouses are shared by all channels."""
    load = fulfillment.load(shop.code, shop.timezone, now)
    minutes = load.minutes.get(clock.local_day(now, shop.timezone), 0)
    today = load.per_hour * minutes // 60
    words = _("units wait; %(today)s can be packed in the rostered hours left today") % {"today": today}
    return Figure(
        _("Queue against capacity"),
        f"{load.queue_units} / {today}",
        words,
        reverse("warehouse_list") + "?f.state=waiting&sort=due",
        "good" if load.queue_units <= today else "warning",
    )


def _late_risk(now: dt.datetime) -> Figure:
    count = shipping.at_risk(at=now).count()
    words = _("orders will be late as things stand")
    return Figure(_("Late risk"), str(count), words, reverse("late_list"), "bad" if count else "good")


def _left(actor: Actor, now: dt.datetime) -> Figure:
    good, every = fulfillment.on_time(fulfillment.visible_work(actor), since=now - WEEK)
    words = _("%(good)s of %(all)s parts of orders left on time and in full, 7 days") % {
        "good": good,
        "all": every,
    }
    return Figure(
        _("Left on time"), percent(good, every), words, reverse("warehouse_list"), _tone(good, every)
    )


def _otif(now: dt.datetime) -> Figure:
    found = shipping.on_time_in_full(now - MEASURED, now)
    words = _("%(good)s of %(all)s orders came whole by the promised day, 30 days") % {
        "good": found.kept,
        "all": found.known,
    }
    share, tone = percent(found.kept, found.known), _tone(found.kept, found.known)
    return Figure(_("On time in full"), share, words, reverse("late_list"), tone)


def _quality(actor: Actor, now: dt.datetime) -> list[Figure]:
    found = fulfillment.quality_of(actor, since=now - MEASURED)
    log = reverse("warehouse_damages")
    rows = (
        (_("Damaged"), found.damaged, f"{log}?f.kind=damaged"),
        (_("Wrong or missing"), found.wrong, f"{log}?f.kind=wrong&f.kind=missing"),
    )
    stars = "–" if found.stars is None else f"{found.stars} ★"
    words = ngettext("%(n)s rating, 30 days", "%(n)s ratings, 30 days", found.ratings) % {"n": found.ratings}
    rated = Figure(_("Packaging, by customers"), stars, words, log, "neutral")
    return [
        Figure(
            name,
            "–" if rate.per_thousand is None else f"{rate.per_thousand} ‰",
            _("%(found)s of %(of)s parcels, 30 days") % {"found": rate.found, "of": rate.of},
            url,
            "warning" if rate.found else "good",
        )
        for name, rate, url in rows
    ] + [rated]


def _tone(good: int, every: int) -> str:
    return "neutral" if not every else "good" if good * 100 >= every * 95 else "warning"
