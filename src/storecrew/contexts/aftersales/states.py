"""The words of returns, for tables and forms; plain codes are in ``rules/returns``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

REASONS = (
    ("not_wanted", _("Not wanted any more")),
    ("does_not_fit", _("Does not fit")),
    ("not_as_shown", _("Not as shown")),
    ("damaged", _("Arrived damaged")),
    ("wrong", _("Wrong article")),
    ("refused", _("Delivery refused")),
)
DECISIONS = (
    ("shelf", _("Back on the shelf")),
    ("inspect", _("To be inspected")),
    ("quarantine", _("Quarantine")),
    ("damaged", pgettext_lazy("returned units", "Damaged")),
    ("missing", pgettext_lazy("returned units", "Not in the parcel")),
)
CAUSES = (
    ("supplier", _("the supplier")),
    ("storage", _("our storage")),
    ("pick", _("a mistake at picking")),
    ("packing", _("the packing")),
    ("carrier", _("the carrier")),
    ("unknown", _("nobody knows")),
)
