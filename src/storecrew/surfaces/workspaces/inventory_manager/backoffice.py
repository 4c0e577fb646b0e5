"""What the inventory manager's workspace adds to the menu and the homes."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from storecrew.surfaces.ui.backoffice.registry import register_menu
from storecrew.surfaces.workspaces.inventory_manager import found as _found  # noqa: F401
from storecrew.surfaces.workspaces.inventory_manager import home as _home  # noqa: F401
from storecrew.surfaces.workspaces.inventory_manager import home_warehouse as _warehouse  # noqa: F401
from storecrew.surfaces.workspaces.inventory_manager import purchasing_home as _buying  # noqa: F401
from storecrew.surfaces.workspaces.inventory_manager.stock import wait_list as _wait_list  # noqa: F401

register_menu(gettext_lazy("Stock"), "stock_list", "list-ul", "inventory.read", "stock", order=10)
register_menu(gettext_lazy("Stock as a grid"), "stock_grid", "table", "inventory.write", "stock", order=12)
register_menu(gettext_lazy("Waited for"), "stock_wait_list", "mail", "inventory.read", "stock", order=15)
register_menu(gettext_lazy("Wished for"), "stock_wished", "pick", "inventory.read", "stock", order=16)
register_menu(gettext_lazy("Codes"), "stock_codes", "key", "inventory.read", "stock", order=17)
register_menu(gettext_lazy("Receiving"), "stock_receipts", "download", "inventory.read", "stock", order=20)
register_menu(gettext_lazy("Transfers"), "stock_transfers", "redirect", "inventory.read", "stock", order=30)
register_menu(gettext_lazy("Counts"), "stock_counts", "tasks", "inventory.read", "stock", order=40)
register_menu(gettext_lazy("Bins"), "stock_bins", "grip", "inventory.read", "stock", order=50)
register_menu(gettext_lazy("Locations"), "stock_places", "home", "inventory.read", "stock", order=60)
register_menu(gettext_lazy("Sheets brought in"), "sheets_list", "upload", "inventory.read", "stock", order=70)
register_menu(
    gettext_lazy("Warehouse on the phone"),
    "stock_phone",
    "mobile-alt",
    "inventory.write",
    "stock",
    order=90,
)
for _label, _page, _icon, _order in (
    (gettext_lazy("Order proposals"), "purchasing_proposals", "tick-inverse", 10),
    (gettext_lazy("Own rules of articles"), "purchasing_article_rules", "edit", 15),
    (gettext_lazy("Requests for quotation"), "purchasing_quotations", "mail", 18),
    (gettext_lazy("Purchase orders"), "purchasing_orders", "doc-full", 20),
    (gettext_lazy("Suppliers"), "purchasing_suppliers", "group", 30),
):
    register_menu(_label, _page, _icon, "purchasing.read", "purchasing", order=_order)
