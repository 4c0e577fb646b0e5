"""Lists of products in the gallery: found, empty, and in each template of a category."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from storecrew.surfaces.ui.gallery import fixtures as fx

TRAIL = (("Home", "#"), ("Kitchen", "#"), ("Mugs", "#"))


def _listing(**changes: Any) -> dict[str, Any]:
    return {
        "trail": TRAIL,
        "heading": "Mugs",
        "intro": "<p>For coffee, tea and everything hot.</p>",
        "children": fx.shell().categories[:2],
        "error": "",
        "layout": "grid",
        "lead": None,
        "view": fx.listing(**changes),
    }


LIST_PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "listing": ("browse/listing.jinja", _listing),
    "listing-empty": (
        "browse/listing.jinja",
        lambda: _listing(
            items=(),
            total=0,
            q="tsble",
            did_you_mean="table",
            did_you_mean_url="#",
            popular=tuple(fx.card(i) for i in range(4)),
        ),
    ),
    "listing-editorial": (
        "browse/listing.jinja",
        lambda: {**_listing(), "layout": "editorial", "lead": fx.image(3)},
    ),
    "listing-editorial-plain": ("browse/listing.jinja", lambda: {**_listing(), "layout": "editorial"}),
    "listing-list": ("browse/listing.jinja", lambda: {**_listing(), "layout": "list"}),
}
