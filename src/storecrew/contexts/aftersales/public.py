"""The doorway of the aftersales context."""

from storecrew.contexts.aftersales.errors import (
    InvalidRefund,
    NothingOwed,
    NothingToRefund,
    RefundAboveLimit,
    RefundKeyReused,
    RefundLineTooLarge,
    RefundReasonNeeded,
    RefundTooLarge,
    RestNotThere,
)
from storecrew.contexts.aftersales.facts import Refundable, RefundFacts
from storecrew.contexts.aftersales.operations import (
    ask_refund,
    cancel_order,
    finish_refund,
    give_rest_by_hand,
    refund,
    retry_refund,
)
from storecrew.contexts.aftersales.queries import refundable, refunds_of_order, units_refunded

__all__ = [
    "InvalidRefund",
    "NothingOwed",
    "NothingToRefund",
    "RefundAboveLimit",
    "RefundFacts",
    "RefundKeyReused",
    "RefundLineTooLarge",
    "RefundReasonNeeded",
    "RefundTooLarge",
    "Refundable",
    "RestNotThere",
    "ask_refund",
    "cancel_order",
    "finish_refund",
    "give_rest_by_hand",
    "refund",
    "refundable",
    "refunds_of_order",
    "retry_refund",
    "units_refunded",
]
