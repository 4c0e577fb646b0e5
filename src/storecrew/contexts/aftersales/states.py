"""The words of returns, for tables and forms; plain codes are in ``rules/returns``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DAYS = 14
"""How long goods may be sent back: the withdrawal right of consumers in the European Union."""
RULES_TAG = "returns"
"""The tag of pages that say until when goods may be sent back."""
TRANSIT_DAYS = 7
MOST_OPEN = 5
EXCHANGE_DAYS = 28
"""How long the other variant is set aside for a return that is on its way."""
PAY_DAYS = 7
"""How long the difference of a dearer exchange may be paid; the goods are set aside meanwhile."""
RULE_BOUNDS = {
    "days": (DAYS, 365),
    "transit_days": (0, 60),
    "most_open": (1, 50),
    "exchange_days": (7, 90),
    "credit_bonus": (0, 50),
}
"""What a channel may set: never fewer days than the law gives."""

EXCHANGES = (
    ("off", _("Not offered")),
    ("asked", _("Customer service decides")),
    ("at_once", _("Agreed at once")),
)
EXCHANGE_SHIPS = (
    ("received", _("When the return is here")),
    ("at_once", _("At once")),
)
MOST_PHOTOS = 8
LARGEST_PHOTO = 12 << 20
WINDOWS = ((30, _("30 days")), (90, _("90 days")), (365, _("a year")))
REFUND_KINDS = (
    ("money", _("Money back")),
    ("credit", _("Voucher")),
)
WISHES = (
    *REFUND_KINDS,
    ("exchange", _("Another variant")),
)
REASONS = (
    ("not_wanted", _("Not wanted any more")),
    ("does_not_fit", _("Does not fit")),
    ("not_as_shown", _("Not as shown")),
    ("damaged", _("Arrived damaged")),
    ("wrong", _("Wrong article")),
    ("refused", _("Delivery refused")),
    ("defective", _("Does not work")),
    ("late", _("Came too late")),
    ("untold", _("No reason given")),
)
BY_CUSTOMERS = (
    "not_wanted",
    "does_not_fit",
    "not_as_shown",
    "damaged",
    "defective",
    "wrong",
    "late",
    "untold",
)
"""Reasons that a customer can choose."""
CONDITIONS = (
    ("unopened", _("Unopened")),
    ("opened", _("Opened, as new")),
    ("used", _("Used or worn")),
    ("broken", _("Damaged or broken")),
)
DECISIONS = (
    ("shelf", _("Back on the shelf")),
    ("inspect", _("To be inspected")),
    ("refurbish", _("To be refurbished")),
    ("quarantine", _("Quarantine")),
    ("supplier", _("Back to the supplier")),
    ("damaged", pgettext_lazy("returned units", "Damaged")),
    ("scrap", _("Scrap")),
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
