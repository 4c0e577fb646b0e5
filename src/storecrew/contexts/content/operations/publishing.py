"""Pages that go live and away by the clock, and who hears of landing pages that do."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.db import transaction

from storecrew.contexts.content.events import PageChanged
from storecrew.kernel import outbox


def publish_due() -> None:
    """Publish what its editors let go live by now, and take away what has expired: Wagtail's own command."""
    call_command("publish_scheduled", verbosity=0)


def announce(sender: Any, instance: Any, **more: Any) -> None:
    """Tell the contexts above that a landing page was published or taken back, by whatever way."""
    with transaction.atomic():
        outbox.publish(PageChanged(page_id=instance.pk, locale=instance.locale.language_code))
