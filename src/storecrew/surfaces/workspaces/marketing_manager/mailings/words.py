"""Segments, mailings and flows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.marketing.models import Flow, Mailing
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status

TONES = {
    "draft": "neutral",
    "scheduled": "info",
    "sending": "info",
    "paused": "warning",
    "sent": "good",
    "canceled": "neutral",
}


def topic_words(topic: str) -> str:
    """Return a topic in words."""
    words = {
        "news": _("News"),
        "offers": _("Offers"),
        "reminders": _("Reminders"),
        "surveys": _("Questions"),
    }
    return words.get(topic, topic)


def status(row: Mailing) -> Status:
    """Return the state with its tone."""
    return Status(row.get_state_display(), TONES[row.state])


def flow_status(row: Flow) -> Status:
    """Return whether a flow is on."""
    return Status(_("on"), "good") if row.is_on else Status(_("off"), "neutral")


def conditions_words(known: Mapping[str, Any]) -> str:
    """Say who is meant, from the conditions alone."""
    currency = known.get("currency", "EUR")
    numbers = {
        "orders_min": _("at least %(n)s orders"),
        "orders_max": _("at most %(n)s orders"),
        "bought_within_days": _("bought within %(n)s days"),
        "not_bought_for_days": _("nothing bought for %(n)s days"),
        "points_min": _("at least %(n)s points"),
        "points_max": _("at most %(n)s points"),
        "returned_min": _("at least %(n)s orders with a return"),
        "returned_max": _("at most %(n)s orders with a return"),
    }
    parts = [words % {"n": known[name]} for name, words in numbers.items() if name in known]
    for name, words in (("spend_min", _("spent at least %(n)s")), ("spend_max", _("spent at most %(n)s"))):
        if name in known:
            parts.append(words % {"n": Money(known[name], currency).format()})
    for name, words in (("bought", _("bought one of %(n)s")), ("not_bought", _("bought none of %(n)s"))):
        if known.get(name):
            skus = ", ".join(each.sku for each in catalog.variants(known[name]).values())
            parts.append(words % {"n": skus})
    flags = {
        "bought_in_stock": _("which can be bought now"),
        "waits_in_stock": _("waits for what can be bought now"),
        "has_voucher": _("has a gift voucher that is not used up"),
    }
    parts += [words for name, words in flags.items() if known.get(name)]
    if known.get("tiers"):
        parts.append(_("tier %(n)s") % {"n": ", ".join(known["tiers"])})
    parts += [", ".join(known[name]) for name in ("countries", "locales", "channels") if known.get(name)]
    return "; ".join(parts) or _("everybody who agreed")
