"""The look of a channel as its mails wear it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urljoin

from django.conf import settings

from storecrew.contexts.catalog.public import ImageFacts
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content.theme_queries import live_theme
from storecrew.contexts.content.theme_rules import FONTS
from storecrew.kernel.mail.looks import SYSTEM, Colors, Logo, MailLook

HIGH, WIDE = 40, 220
"""What a logo may take up at the head of a mail, in CSS pixels."""


def mail_look(channel_code: str) -> MailLook | None:
    """Return the look that shoppers of a channel see in the shop, for its mails; None for ours."""
    found = live_theme(channels.facts(channel_code).id)
    if found is None:
        return None
    return MailLook(
        brand=found.brand,
        logo=_logo(found.logo) if found.logo else None,
        light=_colors(found.light),
        dark=_colors(found.dark),
        radius=found.choices.radius,
        font=(FONTS[found.choices.font] or SYSTEM).replace('"', "'"),
    )


def _colors(tokens: Mapping[str, str]) -> Colors:
    names = ("--ink", "--ink-2", "--paper", "--plate", "--accent", "--on-accent")
    return Colors(*(tokens[name] for name in names))


def _logo(image: ImageFacts) -> Logo:
    """Return a logo no larger than it is and than the head of a mail has room for."""
    share = min(1, HIGH / image.height, WIDE / image.width)
    return Logo(
        url=urljoin(f"{settings.STORECREW_BASE_URL}/", image.url),
        width=max(1, round(image.width * share)),
        height=max(1, round(image.height * share)),
    )
