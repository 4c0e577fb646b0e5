"""What the inventory manager's workspace adds to the menu and the homes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_group, register_menu
from storecrew.surfaces.workspaces.inventory_manager import home as _home  # noqa: F401

register_group("stock", gettext_lazy("Stock"), "list-ul")
register_menu(gettext_lazy("Stock"), "stock_list", "list-ul", "inventory.read", "stock", order=10)
