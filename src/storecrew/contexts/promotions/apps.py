"""Django application of the promotions context."""

from importlib import import_module, util

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


class PromotionsConfig(AppConfig):
    """Promotions, codes and why they apply."""

    name = "storecrew.contexts.promotions"
    label = "promotions"
    verbose_name = _("Promotions")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Give claims back with canceled orders, say what is planned; connect reactions and timed work."""
        from storecrew.contexts.inventory import public as inventory
        from storecrew.contexts.orders import public as orders
        from storecrew.contexts.promotions import counting
        from storecrew.contexts.promotions.operations import capacity_rules
        from storecrew.contexts.promotions.operations.claiming import ClaimReturner
        from storecrew.contexts.promotions.operations.conflicting import LowCover
        from storecrew.contexts.promotions.operations.shifting import move_on_calendar
        from storecrew.contexts.promotions.queries.capacity import notes_between, questions_between
        from storecrew.contexts.promotions.queries.planned_sales import planned_sales
        from storecrew.contexts.work import public as work

        orders.register_stopper("promotions", ClaimReturner())
        inventory.register_planned_sales("promotions", planned_sales)
        for rule in (LowCover(), *capacity_rules.RULES):
            work.register_conflict_rule(rule)
        counting.register_contacts(gettext_noop("canceled orders"), orders.canceled_between)
        counting.register_contacts(gettext_noop("questions to the warehouse"), questions_between)
        counting.register_contacts(gettext_noop("notes of service on orders"), notes_between)
        work.register_mover("promotion", move_on_calendar)
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
