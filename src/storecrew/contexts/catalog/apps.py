from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CatalogConfig(AppConfig):
    name = "storecrew.contexts.catalog"
    label = "catalog"
    verbose_name = _("Catalog")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work and what second persons decide about."""
        from storecrew.contexts.catalog import tasks  # noqa: F401
        from storecrew.contexts.catalog.operations import lifecycle

        lifecycle.register()
