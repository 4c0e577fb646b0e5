"""Words of webhooks on screen."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from storecrew.contexts.webhooks import public as webhooks
from storecrew.contexts.webhooks.models import Delivery, Subscription
from storecrew.surfaces.ui.backoffice.listing import Status, Text

OUTCOMES: dict[str, Text] = {
    "timeout": gettext_lazy("no answer in time"),
    "connection": gettext_lazy("no connection"),
    "no_such_name": gettext_lazy("the name is not known"),
    "redirect": gettext_lazy("leads to another address, which is refused"),
    "private_address": gettext_lazy("leads to a private address, which is refused"),
    "not_an_address": gettext_lazy("not an address"),
    "secret_unreadable": gettext_lazy("the secret cannot be opened: make a new one"),
}
_TONES = {"waiting": "neutral", "delivered": "good", "dead": "bad"}


def state_of(row: Subscription) -> Status:
    """Return how a subscription stands."""
    if row.state == Subscription.State.PAUSED:
        tone = "neutral" if row.pause == Subscription.Pause.HAND else "bad"
        return Status(_("Paused: %(why)s") % {"why": row.get_pause_display()}, tone)
    if row.failing_since is not None:
        return Status(_("Failing"), "warning")
    return Status(_("Active"), "good")


def delivery_state(row: Delivery) -> Status:
    """Return where a delivery is; one that failed and is tried again is marked."""
    tone = "warning" if row.state == "waiting" and row.attempts else _TONES[row.state]
    return Status(row.get_state_display(), tone)


def outcome(status: int | None, word: str) -> str:
    """Return what came back: a status, or what went wrong."""
    if word in OUTCOMES:
        return str(OUTCOMES[word])
    if status is not None:
        return _("answered %(status)s") % {"status": status}
    return word or _("not sent yet")


def event_names() -> list[tuple[str, str]]:
    """Return the events of the catalog and the test, for filters."""
    return [(event.name, event.name) for event in webhooks.PUBLIC] + [(webhooks.TEST, webhooks.TEST)]
