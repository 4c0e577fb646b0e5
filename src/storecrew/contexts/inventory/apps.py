"""Django application of the inventory context."""

from importlib import import_module, util

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InventoryConfig(AppConfig):
    """Locations, stock levels, movements, reservations and allocations."""

    name = "storecrew.contexts.inventory"
    label = "inventory"
    verbose_name = _("Inventory")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions and the timed work, and tell others names of locations and what is left."""
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
        from storecrew.contexts.catalog import public as catalog
        from storecrew.contexts.inventory.queries.stock import location_names, units_left
        from storecrew.contexts.work import public as work

        catalog.register_units(units_left)
        work.register_place_names(location_names)
