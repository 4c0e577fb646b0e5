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
        """Register the timed work, what second persons decide about, and the dates of the calendar."""
        from storecrew.contexts.pricing import tasks  # noqa: F401
        from storecrew.contexts.pricing.operations import approved
        from storecrew.contexts.pricing.queries import for_sale
        from storecrew.contexts.pricing.queries.dates import PriceChanges
        from storecrew.contexts.work import public as work

        approved.register()
        for_sale.register()
        work.register_calendar_source(PriceChanges())
