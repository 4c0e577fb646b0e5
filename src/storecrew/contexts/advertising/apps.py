"""Django application of the advertising context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AdvertisingConfig(AppConfig):
    """Feeds, ad groups, cost."""

    name = "storecrew.contexts.advertising"
    label = "advertising"
    verbose_name = _("Advertising")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions and the timed work."""
        from storecrew.contexts.advertising import handlers, tasks  # noqa: F401
        from storecrew.contexts.advertising.providers import budget_costs

        budget_costs.register()
