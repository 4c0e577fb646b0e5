"""Django application of the webhooks context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WebhooksConfig(AppConfig):
    """Subscriptions and deliveries."""

    name = "storecrew.contexts.webhooks"
    label = "webhooks"
    verbose_name = _("Webhooks")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect the reactions and the timed work."""
        from storecrew.contexts.webhooks import handlers, tasks  # noqa: F401
