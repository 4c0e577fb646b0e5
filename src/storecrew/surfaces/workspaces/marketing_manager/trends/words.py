"""Trends in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from storecrew.contexts.insights import public as insights
from storecrew.kernel.money import Money
from storecrew.surfaces.ui.backoffice.listing import Status
from storecrew.surfaces.ui.backoffice.registry import Text
from storecrew.surfaces.ui.numbers import percent
from storecrew.surfaces.workspaces.marketing_manager.insights.frame import locale

TROUBLES: dict[str, Text] = {
    "not_xml": gettext_lazy("What comes is no feed: it cannot be read as XML."),
    "not_a_feed": gettext_lazy("What comes is XML, but neither RSS nor Atom."),
    "empty": gettext_lazy("The feed has no entry with a title and an address."),
    "redirect": gettext_lazy("The address leads on to another one: enter that one."),
    "content_type": gettext_lazy("What comes is of another kind, such as a web page."),
    "too_large": gettext_lazy("What comes is larger than a megabyte."),
    "private_address": gettext_lazy("The address is not a public one."),
    "no_such_name": gettext_lazy("There is no such site, or its name cannot be looked up."),
    "status": gettext_lazy("The site refuses: the address may be wrong."),
    "connection": gettext_lazy("The site did not answer in time."),
}


def trouble(code: str) -> Text:
    """Say why a feed cannot be read."""
    return TROUBLES.get(code, TROUBLES["connection"])


def money(amount: int | None, currency: str) -> str:
    """Write an amount, or a dash."""
    return "–" if amount is None else Money(amount, currency).format(locale())


def beside(one: insights.PriceBeside) -> Status:
    """Say how our price stands beside another."""
    if one.difference is None:
        return Status(gettext_lazy("Not sold by us in this currency"), "neutral")
    text = percent(one.difference, 1, signed=True)
    return Status(
        text, "warning" if one.difference > 0.02 else "good" if one.difference < -0.02 else "neutral"
    )
