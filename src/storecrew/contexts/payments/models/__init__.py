"""Tables of payments: the ledger and what gateways tell of it later."""

from storecrew.contexts.payments.models.by_hand import HandRefund
from storecrew.contexts.payments.models.disputes import Dispute, EvidenceFile
from storecrew.contexts.payments.models.ledger import Payment, PaymentEvent, SimulatorCharge, WebhookMessage
from storecrew.contexts.payments.models.payouts import Difference, Payout, PayoutLine

__all__ = [
    "Difference",
    "Dispute",
    "EvidenceFile",
    "HandRefund",
    "Payment",
    "PaymentEvent",
    "Payout",
    "PayoutLine",
    "SimulatorCharge",
    "WebhookMessage",
]
