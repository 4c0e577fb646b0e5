"""When an order is to be there, in words: as its customer was told, or told since."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from storecrew.contexts.channels import public as channels
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock


def arrival(order: orders.OrderFacts, locale: str) -> str:
    """Return the days of arrival of an order that is still to come, "" for none."""
    return _said(order, shipping.arrival_of(order), locale)


def arrivals(found: Sequence[orders.OrderFacts], locale: str) -> dict[int, str]:
    """Return the same by the ids of orders, as far as it is written down; one query."""
    known = shipping.arrivals([one.number for one in found if one.status == "confirmed"])
    return {one.id: _said(one, known.get(one.number), locale) for one in found}


def _said(order: orders.OrderFacts, arrival: shipping.Arrival | None, locale: str) -> str:
    """Say it in words. A day that is over says nothing: without a carrier's message nobody knows any more."""
    if arrival is None:
        return ""
    zone = ZoneInfo(channels.facts_by_id(order.channel_id).timezone)
    over = (arrival.later or arrival.latest) < clock.now().astimezone(zone).date()
    return "" if over else _words(order, arrival, locale)


def _words(order: orders.OrderFacts, arrival: shipping.Arrival, locale: str) -> str:
    if arrival.later is not None:
        day = shipping.days_in_words(arrival.later, arrival.later, locale)
        if order.is_collected:
            return _("Ready later than we said: by %(day)s") % {"day": day}
        return _("With you later than we said: by %(day)s") % {"day": day}
    days = shipping.days_in_words(arrival.earliest, arrival.latest, locale)
    return (_("Ready %(days)s") if order.is_collected else _("With you %(days)s")) % {"days": days}
