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
        from storecrew.contexts.affiliates.queries.partners import codes_of_promotions
        from storecrew.contexts.promotions import public as promotions

        promotions.register_partner_codes(codes_of_promotions)
        seeding.register()
        budget_costs.register()
