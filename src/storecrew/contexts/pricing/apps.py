"""Django application of the pricing context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PricingConfig(AppConfig):
    """Register the tables and the timed work of pricing."""

    name = "storecrew.contexts.pricing"
    label = "pricing"
    verbose_name = _("Pricing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work and what second persons decide about."""
        from storecrew.contexts.pricing import tasks  # noqa: F401
        from storecrew.contexts.pricing.operations import approved
        from storecrew.contexts.pricing.queries import for_sale

        approved.register()
        for_sale.register()
