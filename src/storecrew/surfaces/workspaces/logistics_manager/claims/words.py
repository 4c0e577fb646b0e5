"""Words for claims, the same in the list and on the record."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from storecrew.contexts.shipping.models import DamageClaim
from storecrew.surfaces.ui.backoffice.listing import Status

STATES: dict[str, tuple[str | Promise, str]] = {
    "open": (_("to be filed"), "warning"),
    "filed": (_("filed with the carrier"), "neutral"),
    "accepted": (_("carrier pays"), "good"),
    "refused": (pgettext_lazy("claim", "refused"), "bad"),
    "withdrawn": (_("withdrawn"), "neutral"),
}
KINDS: dict[str, str | Promise] = {
    "damage": _("damage"),
    "loss": _("loss"),
    "delay": _("delay"),
}


def state_of(row: DamageClaim) -> Status:
    """Return the word for how far a claim is."""
    word, tone = STATES[row.state]
    return Status(word, tone)
