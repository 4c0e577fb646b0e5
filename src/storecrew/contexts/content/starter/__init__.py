"""First texts of a shop by language. They promise nothing that the software does not do."""

from __future__ import annotations

from storecrew.contexts.content.starter import english, korean
from storecrew.contexts.content.starter.page import StarterPage

PAGES: dict[str, tuple[StarterPage, ...]] = {"en": english.PAGES, "ko": korean.PAGES}
_MENUS = {"en": english.MENUS, "ko": korean.MENUS}


def service_menus(locale: str) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return the footer menus of a language by place; none where we wrote none."""
    return _MENUS.get(locale, {})
