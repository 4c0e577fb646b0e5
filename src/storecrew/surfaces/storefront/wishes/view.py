"""A wish list in words: what its templates show."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from storecrew.contexts.wishes import public as wishes
from storecrew.kernel.errors import DomainError
from storecrew.surfaces.ui.shell import Shell


def list_name(name: str) -> str:
    """Return what a list is called; the first one has no name of its own."""
    return name or _("My wish list")


def list_view(found: wishes.ListView, shop: Shell) -> Any:
    """Return a list for templates."""
    return SimpleNamespace(
        id=found.id,
        name=list_name(found.name),
        is_first=not found.name,
        shared_url=shop.absolute(shop.url("shared_wishes", found.shared)) if found.shared else "",
        wishes=[_wish(each, shop) for each in found.wishes],
        can_buy=sum(each.can_buy for each in found.wishes),
        marked=[each for each in found.wishes if each.bought],
    )


def _wish(wish: wishes.WishView, shop: Shell) -> Any:
    return SimpleNamespace(
        id=wish.id,
        variant_id=wish.variant_id,
        sku=wish.sku,
        title=wish.title,
        options=wish.options,
        url=f"{shop.url('product', wish.slug)}?{urlencode({'variant': wish.sku})}",
        image=wish.image.url if wish.image else "",
        quantity=wish.quantity,
        note=wish.note,
        price=wish.price,
        strike=wish.strike,
        word=wish.state if wish.state in ("in_stock", "low", "out") else "",
        said=_said(wish),
        waits=wish.state == "out",
        cheaper=wish.cheaper,
        can_buy=wish.can_buy,
        open_units=wish.open_units,
        bought=wish.bought,
        mine=wish.mine,
    )


def _said(wish: wishes.WishView) -> str:
    if wish.state == "low" and wish.available:
        return ngettext("Only %(num)s left", "Only %(num)s left", wish.available) % {"num": wish.available}
    if wish.state == "price_on_request":
        return _("Price on request")
    return _("Not for sale here") if wish.state == "not_for_sale" else ""


def why_left(error: DomainError) -> str:
    """Return why something did not go into the cart."""
    items = error.details.get("items") or ()
    if items and items[0]["available"] > 0:
        left = items[0]["available"]
        return ngettext("Only %(num)s left", "Only %(num)s left", left) % {"num": left}
    return _("Sold out") if items else str(error.message)
