"""Django application of the wishes context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WishesConfig(AppConfig):
    """Wish lists of shoppers."""

    name = "storecrew.contexts.wishes"
    label = "wishes"
    verbose_name = _("Wish lists")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work and personal data."""
        from storecrew.contexts.customers.public import register_subject_data
        from storecrew.contexts.wishes import tasks  # noqa: F401
        from storecrew.contexts.wishes.subject_data import WishData

        register_subject_data(WishData())
