"""Django application of being found."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SeoConfig(AppConfig):
    """Being found by search engines."""

    name = "storecrew.contexts.seo"
    label = "seo"
    verbose_name = _("Being found")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work."""
        from storecrew.contexts.seo import tasks  # noqa: F401
