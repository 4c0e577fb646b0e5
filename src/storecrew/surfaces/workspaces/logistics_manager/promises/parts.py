"""What promises and the team add to the homes and the menu."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from storecrew.contexts.channels import public as channels
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.surfaces.ui.backoffice.parts import count_tone, counted, link, many, queue, within
from storecrew.surfaces.ui.backoffice.registry import (
    Look,
    Queue,
    QueueItem,
    Tile,
    register_menu,
    register_queue,
    register_tile,
)
from storecrew.surfaces.ui.numbers import percent

ROLES = ("logistics_manager", "head_of_digital", "customer_service")
MEASURED = dt.timedelta(days=30)


def _at_risk(look: Look) -> QuerySet[Promise]:
    """Return the orders at risk in the reader's channels; what they depend on is read once a page."""
    known = look.once("channels", channels.all_channels)
    rows = look.once("at risk", lambda: shipping.at_risk(at=look.at, shops=known, methods=_methods(look)))
    return within(rows, look.actor, channel="channel__code")


def _methods(look: Look) -> list[ShippingMethod]:
    return look.once("shipping methods", lambda: list(ShippingMethod.objects.all()))


def _late_tile(look: Look) -> Tile:
    rows = _at_risk(look)
    count = counted(rows)
    days = max((method.queue_days for method in _methods(look) if method.active), default=0)
    return Tile(
        _("Late risk"),
        many(count),
        " · ".join(filter(None, (_queue_words(days), _plan_words(look)))),
        link("late_list"),
        count_tone(count),
        _("Orders that have not left and cannot arrive by the promised day with the people on the roster."),
    )


def _queue_words(days: int) -> str:
    if not days:
        return _("the queue adds nothing to what the shop promises")
    return ngettext(
        "the queue adds %(n)s day to what the shop promises",
        "the queue adds %(n)s days to what the shop promises",
        days,
    ) % {"n": days}


def _plan_words(look: Look) -> str:
    """Say by how many days plans lengthen promises now, "" where none does."""
    found = [each for each in shipping.longer_promises(at=look.at) if each.holds(look.at)]
    if not found:
        return ""
    longest = max(found, key=lambda each: each.days)
    return ngettext(
        "%(plan)s adds %(n)s day until %(until)s", "%(plan)s adds %(n)s days until %(until)s", longest.days
    ) % {"plan": longest.title, "n": longest.days, "until": date_format(localtime(longest.ends_at))}


def on_time_words(look: Look) -> str:
    """Return the share of the last 30 days' orders that came whole and by the promised day."""
    found = shipping.on_time_in_full(look.at - MEASURED, look.at)
    return percent(found.permille, 1000)


def _otif_tile(look: Look) -> Tile | None:
    found = shipping.on_time_in_full(look.at - MEASURED, look.at)
    if found.permille is None:
        return None
    return Tile(
        _("On time in full"),
        percent(found.permille, 1000),
        _("of %(n)s orders of 30 days whose parcels arrived") % {"n": found.known},
        link("late_list"),
        "good" if found.permille >= 950 else "warning",
        _("Orders that came whole and by the day that was promised when they were placed."),
    )


def _late(look: Look) -> Queue:
    today = channels.house_day(look.at)

    def item(row: Promise) -> QueueItem:
        words = _("had to leave by %(day)s") if row.leaves_by < today else _("must leave by %(day)s")
        detail = words % {"day": date_format(row.leaves_by)}
        return QueueItem(
            row.order_ref, link("orders_record", row.order_ref), detail, row.placed_at, "warning"
        )

    rows = _at_risk(look)
    return queue(
        _("Will be late"),
        rows.order_by("leaves_by", "placed_at"),
        item,
        url=link("late_list"),
        empty=_("Every order that waits can leave in time."),
    )


register_menu(gettext_lazy("Late risk"), "late_list", "warning", "fulfillment.read", "shipping", order=5)
register_menu(gettext_lazy("Roster"), "team_roster", "group", "roster.read", "shipping", order=30)
register_menu(
    gettext_lazy("Team figures"), "team_figures", "history", "fulfillment.write", "shipping", order=35
)
register_tile(ROLES, _late_tile, permission="fulfillment.read", order=45)
register_tile("head_of_digital", _otif_tile, permission="fulfillment.read", order=46)
register_queue("logistics_manager", _late, permission="fulfillment.read", order=45)
