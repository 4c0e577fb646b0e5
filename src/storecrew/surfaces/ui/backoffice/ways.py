"""Ways in, in words: how a visit came."""

from __future__ import annotations

from django.utils.translation import gettext_lazy, pgettext_lazy

from storecrew.surfaces.ui.backoffice.registry import Text

WAYS: dict[str, Text] = {
    "direct": gettext_lazy("Direct"),
    "search": gettext_lazy("Search engine"),
    "paid_search": gettext_lazy("Paid search"),
    "social": gettext_lazy("Social network"),
    "paid_social": gettext_lazy("Paid social"),
    "email": pgettext_lazy("way in", "Email"),
    "affiliate": gettext_lazy("Partner"),
    "display": gettext_lazy("Display ad"),
    "print": pgettext_lazy("way in", "Print"),
    "assistant": gettext_lazy("AI assistant"),
    "referral": gettext_lazy("Another site"),
    "campaign": gettext_lazy("Other campaign"),
    "unknown": gettext_lazy("Not known (no agreement)"),
}


def way(code: str) -> str:
    """Write which way a visit came."""
    return str(WAYS.get(code, code))
