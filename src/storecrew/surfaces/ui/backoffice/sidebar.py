"""The menu at the side, packed for the browser as plain values.

Wagtail's own way asks telepath for each entry, each of its words and its scripts: with our hundred entries a
quarter of the time of a page. What a menu is made of is known, so it is written down as it is, by the rights,
language and counts of this moment; nothing is kept that could become stale. Entries of a kind that is not
known here go Wagtail's way.
"""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from telepath import BaseAdapter, ValueNode
from wagtail.admin.telepath import JSContext, register, registry
from wagtail.admin.ui import sidebar

KNOWN: dict[type, str] = {
    kind: registry.find_adapter(kind).js_constructor
    for kind in (
        sidebar.LinkMenuItem,
        sidebar.ActionMenuItem,
        sidebar.SubMenuItem,
        sidebar.PageExplorerMenuItem,
        sidebar.MainMenuModule,
    )
}


def packed(value: Any) -> Any:
    """Return what Wagtail's script unpacks to the same menu."""
    kind = type(value)
    if kind in (str, int, bool, type(None)):
        return value
    if kind in KNOWN:
        return {"_type": KNOWN[kind], "_args": [packed(part) for part in value.js_args()]}
    if kind is list:
        return [packed(part) for part in value]
    if kind is dict and not any(key.startswith("_") for key in value):
        return {key: packed(part) for key, part in value.items()}
    if isinstance(value, Promise):
        return str(value)
    return JSContext().pack(value)


class PlainMenu(BaseAdapter):
    """Packs the whole main menu at once."""

    def build_node(self, obj: sidebar.MainMenuModule, _context: Any) -> ValueNode:
        """Return the menu as one value."""
        return ValueNode(packed(obj))


def install() -> None:
    """Let Wagtail pack its main menu by this."""
    register(PlainMenu(), sidebar.MainMenuModule)
