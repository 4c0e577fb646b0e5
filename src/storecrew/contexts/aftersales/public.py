"""The doorway of the aftersales context."""

from storecrew.contexts.aftersales.errors import (
    FoundDoesNotFit,
    InvalidRefund,
    InvalidReturn,
    NothingOwed,
    NothingToRefund,
    NothingToReturn,
    RefundAboveLimit,
    RefundKeyReused,
    RefundLineTooLarge,
    RefundReasonNeeded,
    RefundTooLarge,
    RestNotThere,
    ReturnClosed,
    UnknownReturn,
)
from storecrew.contexts.aftersales.facts import Refundable, RefundFacts, ReturnFacts, ReturnLineFacts
from storecrew.contexts.aftersales.operations import (
    announce_return,
    ask_refund,
    cancel_order,
    cancel_return,
    finish_refund,
    give_rest_by_hand,
    receive_return,
    refund,
    retry_refund,
)
from storecrew.contexts.aftersales.queries import (
    a_return,
    refundable,
    refunds_of_order,
    returnable,
    returns_of_order,
    units_refunded,
)
from storecrew.contexts.aftersales.rules.returns import Found
from storecrew.contexts.aftersales.states import CAUSES as CAUSE_WORDS
from storecrew.contexts.aftersales.states import DECISIONS as DECISION_WORDS
from storecrew.contexts.aftersales.states import REASONS

__all__ = [
    "CAUSE_WORDS",
    "DECISION_WORDS",
    "REASONS",
    "Found",
    "FoundDoesNotFit",
    "InvalidRefund",
    "InvalidReturn",
    "NothingOwed",
    "NothingToRefund",
    "NothingToReturn",
    "RefundAboveLimit",
    "RefundFacts",
    "RefundKeyReused",
    "RefundLineTooLarge",
    "RefundReasonNeeded",
    "RefundTooLarge",
    "Refundable",
    "RestNotThere",
    "ReturnClosed",
    "ReturnFacts",
    "ReturnLineFacts",
    "UnknownReturn",
    "a_return",
    "announce_return",
    "ask_refund",
    "cancel_order",
    "cancel_return",
    "finish_refund",
    "give_rest_by_hand",
    "receive_return",
    "refund",
    "refundable",
    "refunds_of_order",
    "retry_refund",
    "returnable",
    "returns_of_order",
    "units_refunded",
]
