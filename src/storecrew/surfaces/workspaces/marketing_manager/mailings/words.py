"""Segments, mailings and flows in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, ngettext_lazy, pgettext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.marketing.models import Flow, Mailing
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.words import shop_names

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
    if row.is_on:
        return Status(pgettext("switch", "on"), "good")
    return Status(pgettext("switch", "off"), "neutral")


def later(minutes: int) -> str:
    """Say how long after its start a message of a flow is due, in the largest unit that fits."""
    if not minutes:
        return _("at once")
    if minutes % 1440 == 0:
        days = minutes // 1440
        return ngettext("after %(n)s day", "after %(n)s days", days) % {"n": days}
    if minutes % 60 == 0:
        hours = minutes // 60
        return ngettext("after %(n)s hour", "after %(n)s hours", hours) % {"n": hours}
    return ngettext("after %(n)s minute", "after %(n)s minutes", minutes) % {"n": minutes}


def _wished(known: Mapping[str, Any]) -> list[str]:
    """Return the names of articles, products and categories of which one is on the wish list."""
    found = [each.sku for each in catalog.variants(known.get("wishes", ())).values()]
    found += catalog.product_slugs(known.get("wishes_products", ())).values()
    found += [each.name for each in catalog.category_names(known.get("wishes_categories", ())).values()]
    return found


def conditions_words(known: Mapping[str, Any]) -> str:
    """Say who is meant, from the conditions alone."""
    currency = known.get("currency", "EUR")
    numbers = {
        "orders_min": ngettext_lazy("at least %(n)s order", "at least %(n)s orders", "n"),
        "orders_max": ngettext_lazy("at most %(n)s order", "at most %(n)s orders", "n"),
        "bought_within_days": ngettext_lazy("bought within %(n)s day", "bought within %(n)s days", "n"),
        "not_bought_for_days": ngettext_lazy(
            "nothing bought for %(n)s day", "nothing bought for %(n)s days", "n"
        ),
        "points_min": ngettext_lazy("at least %(n)s point", "at least %(n)s points", "n"),
        "points_max": ngettext_lazy("at most %(n)s point", "at most %(n)s points", "n"),
        "returned_min": ngettext_lazy(
            "at least %(n)s order with a return", "at least %(n)s orders with a return", "n"
        ),
        "returned_max": ngettext_lazy(
            "at most %(n)s order with a return", "at most %(n)s orders with a return", "n"
        ),
    }
    parts = [words % {"n": known[name]} for name, words in numbers.items() if name in known]
    for name, words in (("spend_min", _("spent at least %(n)s")), ("spend_max", _("spent at most %(n)s"))):
        if name in known:
            parts.append(words % {"n": Money(known[name], currency).format()})
    for name, words in (("bought", _("bought one of %(n)s")), ("not_bought", _("bought none of %(n)s"))):
        if known.get(name):
            skus = ", ".join(each.sku for each in catalog.variants(known[name]).values())
            parts.append(words % {"n": skus})
    if named := _wished(known):
        parts.append(_("wishes for one of %(n)s") % {"n": ", ".join(named)})
    flags = {
        "bought_in_stock": _("which can be bought now"),
        "waits_in_stock": _("waits for what can be bought now"),
        "has_voucher": _("has a gift voucher that is not used up"),
    }
    parts += [words for name, words in flags.items() if known.get(name)]
    if known.get("tiers"):
        program = loyalty.program()
        names = {each.code: loyalty.said(each.names) for each in program.tiers.all()} if program else {}
        parts.append(_("tier %(n)s") % {"n": ", ".join(names.get(code, code) for code in known["tiers"])})
    if known.get("countries"):
        parts.append(_("in %(n)s") % {"n": ", ".join(map(shipping.country_name, known["countries"]))})
    if known.get("locales"):
        languages = dict(settings.LANGUAGES)
        parts.append(
            _("reads %(n)s") % {"n": ", ".join(languages.get(code, code) for code in known["locales"])}
        )
    if known.get("channels"):
        parts.append(_("shops at %(n)s") % {"n": shop_names(known["channels"])})
    return "; ".join(parts) or _("everybody who agreed")
