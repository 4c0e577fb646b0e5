"""Django application of the notices context."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    """Notices by mail and in chats, as each person wants them."""

    name = "storecrew.contexts.notices"
    label = "notices"
    verbose_name = _("Notices")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register the reactions, the timed work and the writer of digests."""
        from storecrew.contexts.notices import handlers, tasks  # noqa: F401
        from storecrew.contexts.notices.operations import mailing
        from storecrew.kernel import mail

        mail.composer(mailing.DIGEST, mailing.compose)
