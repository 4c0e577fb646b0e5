"""States and reasons of feeds and ad groups in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.advertising.models import AdGroup, Feed, FeedEntry
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.numbers import rate

REASONS = {
    "by_hand": gettext_lazy("Held out by hand"),
    "sold_out": gettext_lazy("Sold out"),
    "low_stock": gettext_lazy("Ran low"),
    "return_rate": gettext_lazy("Returned too often"),
    "loses_money": gettext_lazy("Earns too little"),
    "no_image": gettext_lazy("No picture"),
    "no_text": gettext_lazy("No description"),
    "no_identifier": gettext_lazy("Neither GTIN nor brand"),
    "bad_gtin": gettext_lazy("Wrong GTIN"),
    "page_differs": gettext_lazy("Page says something else"),
}
PROBLEMS = {
    "status": gettext_lazy("The page answers %(value)s."),
    "noindex": gettext_lazy("The page asks not to be found."),
    "sold_out": gettext_lazy("What it shows cannot be bought."),
    "words": gettext_lazy("The page uses the words of %(value)s of %(limit)s keywords."),
}
DIFFERENCES = {
    "status": gettext_lazy("answer"),
    "structured": gettext_lazy("structured data"),
    "address": gettext_lazy("address"),
    "name": gettext_lazy("name"),
    "sku": gettext_lazy("SKU"),
    "price": gettext_lazy("price"),
    "currency": gettext_lazy("currency"),
    "availability": gettext_lazy("availability"),
    "gtin": gettext_lazy("GTIN"),
}
_FEED_TONES = {"draft": "neutral", "released": "good", "withheld": "bad"}
_GROUP_TONES = {"draft": "neutral", "active": "good", "paused": "warning"}


def feed_status(row: Feed) -> Status:
    """Return where a feed stands."""
    return Status(row.get_state_display(), _FEED_TONES[row.state])


def entry_status(row: FeedEntry) -> Status:
    """Return whether an article is advertised, or the most pressing reason why not."""
    if row.state == FeedEntry.State.LISTED:
        return Status(_("Listed"), "good")
    tone = "bad" if row.reason in ("page_differs", "loses_money") else "warning"
    return Status(REASONS.get(row.reason, row.reason), tone)


def group_status(row: AdGroup) -> Status:
    """Return where an ad group stands."""
    if row.state == "paused" and row.pause_reason == "stock":
        return Status(_("Paused: sold out"), "bad")
    return Status(row.get_state_display(), _GROUP_TONES[row.state])


def reason_sentence(reason: Mapping[str, Any], currency: str) -> str:
    """Return a reason with the numbers that were compared."""
    code, value, limit = reason["code"], int(reason.get("value", 0)), int(reason.get("limit", 0))
    text = str(reason.get("text", ""))
    if code == "low_stock":
        return _("%(value)s left; held out at %(limit)s.") % {"value": value, "limit": limit}
    if code == "sold_out":
        return _("Nothing is left to sell.")
    if code == "return_rate":
        values = {"value": rate(value), "limit": rate(limit)}
        return _("%(value)s of the units of 90 days came back; %(limit)s is the most.") % values
    if code == "loses_money":
        values = {"value": Money(value, currency).format(), "limit": Money(limit, currency).format()}
        return _("Earns %(value)s per unit after its cost; %(limit)s is the least.") % values
    if code == "no_text":
        return _("The description has %(value)s characters.") % {"value": value}
    if code == "page_differs":
        return _("Feed and page differ: %(text)s") % {"text": text}
    return f"{REASONS.get(code, code)}{': ' if text else ''}{text}"


def why(row: FeedEntry) -> str:
    """Return all reasons of an article in sentences."""
    currency = currencies()[row.feed.channel_id]
    return " ".join(reason_sentence(each, currency) for each in row.reasons)


def currencies() -> dict[int, str]:
    """Return the currency of each channel by its id; kept in memory."""
    from storecrew.contexts.channels import public as channels

    return {channel.id: channel.currency for channel in channels.all_channels(include_inactive=True)}


def problem_sentences(problems: Iterable[Mapping[str, Any]]) -> list[str]:
    """Return what is wrong with a landing page."""
    return [
        str(PROBLEMS.get(each["code"], each["code"]))
        % {"value": each.get("value", 0), "limit": each.get("limit", 0)}
        for each in problems
    ]
