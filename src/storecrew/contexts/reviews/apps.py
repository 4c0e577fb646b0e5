"""Django application of the reviews context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReviewsConfig(AppConfig):
    """Reviews of products by people who bought them."""

    name = "storecrew.contexts.reviews"
    label = "reviews"
    verbose_name = _("Reviews")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the timed work, the mails and personal data."""
        from storecrew.contexts.customers.public import register_subject_data
        from storecrew.contexts.reviews import mails, tasks  # noqa: F401
        from storecrew.contexts.reviews.subject_data import ReviewData

        register_subject_data(ReviewData())
