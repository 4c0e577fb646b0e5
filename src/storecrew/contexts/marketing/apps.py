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
        """Ask the bound promotions before a campaign starts; write the mails; connect what reacts."""
        from storecrew.contexts.content import public as content
        from storecrew.contexts.customers import public as customers
        from storecrew.contexts.marketing.operations.checking import PromotionsReady
        from storecrew.contexts.marketing.operations.composing import compose_recipient
        from storecrew.contexts.marketing.operations.conflicting import LandingMissing
        from storecrew.contexts.marketing.operations.flow_letters import compose_flow_mail
        from storecrew.contexts.marketing.operations.shifting import move_on_calendar
        from storecrew.contexts.marketing.providers import budget_costs
        from storecrew.contexts.marketing.providers.mail_reports import register_mail_reports
        from storecrew.contexts.marketing.providers.mail_reports.simulator import SimulatedReports
        from storecrew.contexts.marketing.providers.said_data import SaidData
        from storecrew.contexts.marketing.providers.social import register_network
        from storecrew.contexts.marketing.providers.social.facebook import FacebookPage
        from storecrew.contexts.marketing.providers.social.instagram import Instagram
        from storecrew.contexts.marketing.providers.social.mastodon import Mastodon
        from storecrew.contexts.marketing.providers.social.simulator import SimulatedNetwork
        from storecrew.contexts.marketing.providers.start_checks import register_start_check
        from storecrew.contexts.marketing.queries.expected import expected_loads
        from storecrew.contexts.marketing.queries.membership import SegmentGroups
        from storecrew.contexts.marketing.queries.offers import Offers
        from storecrew.contexts.promotions import public as promotions
        from storecrew.contexts.work import public as work
        from storecrew.kernel import mail

        customers.register_subject_data(SaidData())
        budget_costs.register()
        customers.register_groups("marketing.segments", SegmentGroups())
        register_start_check("marketing.promotions", PromotionsReady())
        work.register_conflict_rule(LandingMissing())
        promotions.register_expectation("marketing.campaign", expected_loads)
        content.register_offers(Offers())
        work.register_mover("campaign", move_on_calendar)
        mail.composer("marketing.mailing", compose_recipient)
        mail.composer("marketing.flow", compose_flow_mail)
        register_mail_reports("simulator", SimulatedReports())
        for network in (Mastodon(), FacebookPage(), Instagram(), SimulatedNetwork()):
            register_network(network)
        for module in ("handlers", "tasks"):
            if util.find_spec(f"{self.name}.{module}"):
                import_module(f"{self.name}.{module}")
