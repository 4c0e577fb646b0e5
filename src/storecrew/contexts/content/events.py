"""What happened to pages and menus."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class PageChanged(Event):
    """A page or menu was saved by an operation; ``page_id`` is 0 for a menu."""

    page_id: int
    locale: str
