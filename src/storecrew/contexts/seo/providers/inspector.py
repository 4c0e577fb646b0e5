"""Who says whether an address is in the index: registered by hand, else by the settings, else nobody."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol

from django.conf import settings


@dataclass(frozen=True, slots=True)
class Inspected:
    """What the engine says of one address; ``canonical`` is the whole address that it lists instead."""

    reason: str
    said: str = ""
    canonical: str = ""
    crawled_at: dt.datetime | None = None


class Silent(Exception):
    """The engine does not answer now."""


class NoQuota(Exception):
    """The engine wants no more questions for now."""


class NotAllowed(Exception):
    """The engine knows neither the account nor the property, or they do not belong together."""


class IndexInspector(Protocol):
    """Asks an engine about one address."""

    def inspect(self, url: str, *, at: dt.datetime) -> Inspected:
        """Return what the engine says. Raises Silent, NoQuota, NotAllowed."""
        ...


_registered: list[IndexInspector] = []


def register_inspector(inspector: IndexInspector | None) -> None:
    """Name who is asked instead of those of the settings; None goes back to them."""
    _registered[:] = [inspector] if inspector else []


def inspector() -> IndexInspector | None:
    """Return who is asked, None where nothing is set up."""
    from storecrew.contexts.seo.providers.search_console import SearchConsole
    from storecrew.contexts.seo.providers.simulator import SimulatedInspector

    if _registered:
        return _registered[0]
    if settings.STORECREW_SEARCH_CONSOLE_KEY and settings.STORECREW_SEARCH_CONSOLE_PROPERTY:
        return SearchConsole(
            settings.STORECREW_SEARCH_CONSOLE_KEY, settings.STORECREW_SEARCH_CONSOLE_PROPERTY
        )
    return SimulatedInspector() if settings.STORECREW_DEMO else None
