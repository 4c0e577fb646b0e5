"""Django application of the affiliates context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AffiliatesConfig(AppConfig):
    """Partners, commissions, payouts."""

    name = "storecrew.contexts.affiliates"
    label = "affiliates"
    verbose_name = _("Affiliates")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions and the timed work."""
        from storecrew.contexts.affiliates import handlers, mails, tasks  # noqa: F401
        from storecrew.contexts.affiliates.operations import seeding
        from storecrew.contexts.affiliates.providers import budget_costs

        seeding.register()
        budget_costs.register()
