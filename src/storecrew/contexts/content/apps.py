"""The content context as a Django app."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from storecrew.kernel import wording


class ContentConfig(AppConfig):
    """Pages, menus, starter texts."""

    name = "storecrew.contexts.content"
    label = "content"
    verbose_name = _("Content")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let pages go live by the clock, tell of landing pages that do, lend the editors' words to all."""
        from wagtail.signals import page_published, page_unpublished

        from storecrew.contexts.content import handlers, tasks, wordings  # noqa: F401 - register themselves
        from storecrew.contexts.content.dates import Publishing
        from storecrew.contexts.content.mail_looks import mail_look
        from storecrew.contexts.content.models import LandingPage
        from storecrew.contexts.content.operations.publishing import announce
        from storecrew.contexts.work import public as work
        from storecrew.kernel.mail.looks import dress_with

        for happened in (page_published, page_unpublished):
            happened.connect(announce, sender=LandingPage, dispatch_uid="storecrew.content.landing")
        dress_with(mail_look)
        wording.read_from(wordings.words_in_force)
        work.register_calendar_source(Publishing())
