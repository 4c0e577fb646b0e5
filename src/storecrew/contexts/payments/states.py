"""The words of the payment ledger."""

from django.utils.translation import gettext_lazy as _

# Where one payment stands. Up to "unknown" no money has moved that we know of; from "authorized"
# on, the word follows from the sums (rules.status_of).
STATUSES = (
    ("requested", _("Asked for")),
    ("action_required", _("Waiting for the customer")),
    ("pending", _("Waiting for the money")),
    ("unknown", _("Being checked")),
    ("failed", _("Failed")),
    ("authorized", _("Authorized")),
    ("partially_captured", _("Partly taken")),
    ("captured", _("Taken")),
    ("partially_refunded", _("Partly refunded")),
    ("refunded", _("Refunded")),
    ("voided", _("Released")),
    ("charged_back", _("Charged back")),
)
OPEN = ("requested", "action_required", "pending", "unknown")

OPERATIONS = (
    ("authorize", _("Authorize")),
    ("capture", _("Take")),
    ("void", _("Release")),
    ("refund", _("Refund")),
    ("charge_back", _("Charge back")),
)

KINDS = (
    ("request", _("Asked")),
    ("success", _("Done")),
    ("failure", _("Refused")),
    ("action_required", _("Customer must act")),
    ("pending", _("Pending")),
    ("unknown", _("No answer")),
)
