"""How mails look: name, logo, colors and letters of the shop that writes (ADR 198).

Whoever keeps looks lends them with `dress_with`. Templates extend `mail/page.html` and get the look as
``look``; colors stand in the tags themselves, because many programs drop style sheets, and what a dark screen
needs besides in `mail/look.html`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

from django.db import DatabaseError

log = logging.getLogger(__name__)
SYSTEM = "system-ui,-apple-system,'Segoe UI',sans-serif"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture under its whole address, in CSS pixels."""

    url: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Colors:
    """Colors as ``#rrggbb``: what is written, what it stands on, and what leads on."""

    ink: str
    quiet: str
    paper: str
    plate: str
    accent: str
    on_accent: str


@dataclass(frozen=True, slots=True)
class MailLook:
    """The look of one channel; ``brand`` is "" where the shop is called as its channel is."""

    brand: str = ""
    logo: Logo | None = None
    # The colors of the shop as it looks without a look of its own; a test holds the two together.
    light: Colors = Colors("#15191b", "#495156", "#ffffff", "#f0f2f1", "#c5330b", "#ffffff")
    dark: Colors = Colors("#eef1ef", "#b9c1c1", "#0f1314", "#1c2224", "#ff7a50", "#1d0a03")
    radius: int = 6
    font: str = SYSTEM


OURS = MailLook()
_lender: list[Callable[[str], MailLook | None]] = []


def dress_with(lender: Callable[[str], MailLook | None]) -> None:
    """Name what returns the look of a channel by its code, None for ours."""
    _lender[:] = [lender]


def look_of(channel: str) -> MailLook:
    """Return the look of a channel; ours without one. A mail is never held up by how it looks."""
    if not channel or not _lender:
        return OURS
    try:
        return _lender[0](channel) or OURS
    except (DatabaseError, OSError, ValueError, KeyError, TypeError):
        log.exception("the look of %s cannot be read; mails leave in ours", channel)
        return OURS
