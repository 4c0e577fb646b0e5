"""The words of the payment ledger."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

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
    ("reinstate", _("Charge back returned")),
    ("fee", _("Fee of the dispute")),
    ("fee_returned", _("Fee returned")),
)

KINDS = (
    ("request", _("Asked")),
    ("success", _("Done")),
    ("failure", _("Refused")),
    ("action_required", _("Customer must act")),
    ("pending", _("Pending")),
    ("unknown", _("No answer")),
)

DISPUTE_STATES = (
    ("needs_answer", _("Needs an answer")),
    ("answered", _("Answered")),
    ("won", _("Won")),
    ("lost", _("Lost")),
    ("accepted", pgettext_lazy("dispute", "Accepted")),
)
DISPUTE_ENDS = ("won", "lost", "accepted")

DISPUTE_REASONS = (
    ("fraudulent", _("The cardholder did not pay this (fraud)")),
    ("unrecognized", _("The cardholder does not recognize the payment")),
    ("not_received", _("Goods were not received")),
    ("not_as_described", _("Goods are damaged or not as described")),
    ("duplicate", _("Charged twice")),
    ("credit_not_processed", _("A refund was promised and did not come")),
    ("canceled", _("The order was canceled")),
    ("other", _("Another reason")),
)

# What a file proves; a bank takes one of each.
EVIDENCE_KINDS = (
    ("delivery", _("Proof of delivery")),
    ("communication", _("Messages with the customer")),
    ("receipt", _("Receipt or invoice")),
    ("other", _("Something else")),
)

PAYOUT_SOURCES = (("api", _("From the gateway")), ("file", _("From a file")))

# The first four are operations of the ledger; a fee and other movements stand in none.
LINE_KINDS = (
    ("capture", _("Take")),
    ("refund", _("Refund")),
    ("charge_back", _("Charge back")),
    ("reinstate", _("Charge back returned")),
    ("fee", _("Fee")),
    ("other", _("Other movement")),
)
LINE_STATES = (
    ("matched", _("Agrees")),
    ("differs", _("Amount differs")),
    ("unknown", _("Unknown here")),
)
DIFFERENCES = (
    ("differs", _("Amount differs")),
    ("unknown", _("Unknown here")),
    ("missing", _("Missing there")),
    ("total", _("Lines do not add up")),
)

# Of refunds that a person sends. The first two wait.
HAND_REFUND_STATES = (
    ("waiting", _("To be sent")),
    ("asked", _("Customer is asked")),
    ("sent", pgettext_lazy("refund", "Sent")),
    ("failed", pgettext_lazy("refund", "Not sent")),
)
HAND_REFUND_OPEN = ("waiting", "asked")
# What happens with one that could not be sent.
UNSENT_NEXT = (
    ("again", _("Try again: it stays on the list")),
    ("ask", _("Ask the customer by mail where to send it; it stays on the list")),
    ("end", _("End it: the money is refundable again, to be given by another way")),
)
