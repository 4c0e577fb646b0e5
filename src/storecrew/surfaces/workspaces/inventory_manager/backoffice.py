"""What the inventory manager's workspace adds to the menu and the homes."""

from __future__ import annotations

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.inventory.models import StockLevel
from storecrew.surfaces.ui.backoffice.registry import (
    HeaderFact,
    Look,
    Tile,
    register_group,
    register_header_fact,
    register_menu,
    register_tile,
)
from storecrew.surfaces.workspaces.inventory_manager.stock.level_list import COMMITTED

register_group("stock", gettext_lazy("Stock"), "list-ul")
register_menu(gettext_lazy("Stock"), "stock_list", "list-ul", "inventory.read", "stock", order=10)


def _running_low(look: Look) -> int:
    rows = StockLevel.objects.annotate(free=F("on_hand") - COMMITTED).filter(free__lte=F("low_threshold"))
    allowed = look.actor.scopes.get("location")
    return (rows if allowed is None else rows.filter(location__code__in=allowed)).count()


def _tile(look: Look) -> Tile:
    count = _running_low(look)
    return Tile(
        _("Low or sold out"),
        str(count),
        detail=_("variants at a location"),
        url=reverse("stock_list") + "?f.state=low&f.state=out",
        tone="warning" if count else "good",
        definition=_("Levels whose available units are at or below their threshold."),
    )


def _header(look: Look) -> HeaderFact:
    count = _running_low(look)
    return HeaderFact(
        _("Low stock"), str(count), reverse("stock_list") + "?f.state=low", "warning" if count else "good"
    )


register_tile(
    ("inventory_manager", "logistics_manager", "marketing_manager"), _tile, permission="inventory.read"
)
register_header_fact(_header, permission="inventory.read", order=20)
