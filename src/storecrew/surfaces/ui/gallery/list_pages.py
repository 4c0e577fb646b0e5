"""Lists of products in the gallery: found, empty, and in each template of a category."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace as Obj
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


def _compare() -> dict[str, Any]:
    columns = tuple(Obj(card=fx.card(number), sku="L-1" if number else "") for number in range(4))
    rows = (
        Obj(name="Material", cells=(("Oak", ""), ("Steel", "#888888"), ("", ""), ("Oak", ""))),
        Obj(name="Height", cells=(("45 cm", ""),) * 4),
    )
    found = {"only": False, "p": "1.2.3.4", "other_url": "#", "alike": 1, "notice": ""}
    return {"columns": columns, "rows": rows, **found}


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
    "compare": ("compare/page.jinja", _compare),
    "compare-none": (
        "compare/page.jinja",
        lambda: _compare() | {"columns": (), "rows": (), "notice": "Full."},
    ),
}
