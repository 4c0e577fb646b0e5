"""Django application of the workspace of the Inventory Manager."""

from django.apps import AppConfig


class InventoryManagerConfig(AppConfig):
    """Pages of the Inventory Manager."""

    name = "storecrew.surfaces.workspaces.inventory_manager"
    label = "inventory_manager"
