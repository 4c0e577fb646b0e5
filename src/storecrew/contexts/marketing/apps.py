"""Django application of the marketing context."""

from importlib import import_module, util

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MarketingConfig(AppConfig):
    """Campaigns over all channels."""

    name = "storecrew.contexts.marketing"
    label = "marketing"
    verbose_name = _("Marketing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Ask the bound promotions before a campaign starts; connect the reactions and the timed work."""
        from storecrew.contexts.marketing.operations.checking import PromotionsReady
        from storecrew.contexts.marketing.operations.shifting import move_on_calendar
        from storecrew.contexts.marketing.providers.start_checks import register_start_check
        from storecrew.contexts.work import public as work

        register_start_check("marketing.promotions", PromotionsReady())
        work.register_mover("campaign", move_on_calendar)
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
