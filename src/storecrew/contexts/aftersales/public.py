"""The doorway of the aftersales context."""

from storecrew.contexts.aftersales.errors import (
    InvalidRefund,
    NothingToRefund,
    RefundAboveLimit,
    RefundKeyReused,
    RefundLineTooLarge,
    RefundReasonNeeded,
    RefundTooLarge,
)
from storecrew.contexts.aftersales.facts import Refundable, RefundFacts
from storecrew.contexts.aftersales.operations import ask_refund, cancel_order, finish_refund, refund
from storecrew.contexts.aftersales.queries import refundable, refunds_of_order

__all__ = [
    "InvalidRefund",
    "NothingToRefund",
    "RefundAboveLimit",
    "RefundFacts",
    "RefundKeyReused",
    "RefundLineTooLarge",
    "RefundReasonNeeded",
    "RefundTooLarge",
    "Refundable",
    "ask_refund",
    "cancel_order",
    "finish_refund",
    "refund",
    "refundable",
    "refunds_of_order",
]
