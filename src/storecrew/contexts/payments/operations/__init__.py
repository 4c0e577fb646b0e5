"""Every movement of money, one verb per file."""

from storecrew.contexts.payments.operations.authorize import authorize, begin
from storecrew.contexts.payments.operations.by_hand import (
    confirm_receipt,
    record_outside_refund,
)
from storecrew.contexts.payments.operations.capture import capture, capture_order
from storecrew.contexts.payments.operations.disputes import accept_dispute, answer_dispute, check_disputes
from storecrew.contexts.payments.operations.evidence_files import attach_evidence, remove_evidence
from storecrew.contexts.payments.operations.hand_refunds import confirm_refund, fail_refund
from storecrew.contexts.payments.operations.payouts import (
    compare_again,
    fetch_payouts,
    import_payouts,
    resolve_difference,
)
from storecrew.contexts.payments.operations.reconcile import reconcile
from storecrew.contexts.payments.operations.refund import refund
from storecrew.contexts.payments.operations.returns import carry_out_returns, return_money
from storecrew.contexts.payments.operations.settle import settle
from storecrew.contexts.payments.operations.simulate import (
    simulate_confirmation,
    simulate_dispute,
    simulate_verdict,
)
from storecrew.contexts.payments.operations.tender import record_tender
from storecrew.contexts.payments.operations.void import void
from storecrew.contexts.payments.operations.webhook import handle_webhook, match_parked

__all__ = [
    "accept_dispute",
    "answer_dispute",
    "attach_evidence",
    "authorize",
    "begin",
    "capture",
    "capture_order",
    "carry_out_returns",
    "check_disputes",
    "compare_again",
    "confirm_receipt",
    "confirm_refund",
    "fail_refund",
    "fetch_payouts",
    "handle_webhook",
    "import_payouts",
    "match_parked",
    "reconcile",
    "record_outside_refund",
    "record_tender",
    "refund",
    "remove_evidence",
    "resolve_difference",
    "return_money",
    "settle",
    "simulate_confirmation",
    "simulate_dispute",
    "simulate_verdict",
    "void",
]
