"""Wish lists for tests of any context."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from storecrew.contexts.checkout.tests.factories import AT, GUEST, Shop
from storecrew.contexts.wishes import public as wishes

ANN = wishes.Owner(guest="ann-in-her-browser-22ch")


def wish(shop: Shop, owner: wishes.Owner = ANN, sku: str = "A-1", **more: Any) -> int:
    """Put an article on the owner's latest list, or ``list_id``; return the list's id."""
    values: Mapping[str, Any] = {"actor": GUEST, "at": AT} | more
    return wishes.put(owner, shop.variants[sku], **values)


def seen(shop: Shop, owner: wishes.Owner, list_id: int, **more: Any) -> wishes.ListView:
    """The list as its owner sees it."""
    values: Mapping[str, Any] = {"channel": shop.channel, "locale": "en", "at": AT} | more
    return wishes.list_of(owner, list_id, **values)
