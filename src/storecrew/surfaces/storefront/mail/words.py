"""Topics of mails in the shopper's words."""

from __future__ import annotations

from django.utils.translation import gettext as _


def topics() -> dict[str, tuple[str, str]]:
    """Return the name of each topic and what one gets."""
    return {
        "news": (_("News"), _("What is new in the shop, a few times a month.")),
        "offers": (_("Offers"), _("Discounts and codes, only while they hold.")),
        "reminders": (_("Reminders"), _("What you left in your cart, and what is back or cheaper.")),
        "surveys": (_("Questions"), _("Now and then: how did we do?")),
    }


def consent() -> str:
    """Return the sentence that whoever signs up agrees to; kept as proof."""
    return _("Yes, write to me about what I chose. I can stop at any time by one press.")


def consent_at_checkout() -> str:
    """Return the sentence beside the box at the checkout that nobody ticked beforehand; kept as proof."""
    return _("Write me news and offers by e-mail. I can stop at any time by one press.")
