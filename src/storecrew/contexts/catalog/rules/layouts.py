"""How the page of a category may be set."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GRID, EDITORIAL, LIST = "grid", "editorial", "list"
LAYOUTS: Mapping[str, tuple[Promise, Promise]] = {
    GRID: (_("Grid"), _("Small pictures side by side: for comparing many products at a glance.")),
    EDITORIAL: (
        _("Editorial"),
        _("A lead picture beside the text, then larger pictures: for a story."),
    ),
    LIST: (_("List"), _("One product a row with its facts beside it: for parts, refills and reorders.")),
}
"""Name, and what it is for, by code."""


def layout_of(code: str) -> str:
    """Return a layout that exists: the grid for a code that no longer does."""
    return code if code in LAYOUTS else GRID
