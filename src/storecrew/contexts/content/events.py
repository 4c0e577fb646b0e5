"""What happened to pages and menus."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class PageChanged(Event):
    """A page or menu was saved by an operation; ``page_id`` is 0 for a menu."""

    page_id: int
    locale: str


@dataclass(frozen=True)
class ThemeChanged(Event):
    """Shoppers of a channel see another look from now on."""

    channel_id: int


@dataclass(frozen=True)
class WordsPublished(Event):
    """Texts of a mail (``mail``) or a message (``mail`` "") are said otherwise from now on."""

    wording_id: int
    mail: str
    locale: str
