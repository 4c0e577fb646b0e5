"""Reads of what happens after the sale."""

from storecrew.contexts.aftersales.queries.refunds import (
    facts_of,
    fees_paid,
    owed_of,
    refundable,
    refunded_units,
    refunds_between,
    refunds_of_order,
    refused_last,
    shipping_paid,
    units_refunded,
)
from storecrew.contexts.aftersales.queries.returns import (
    a_return,
    returnable,
    returns_between,
    returns_of_order,
)

__all__ = [
    "a_return",
    "facts_of",
    "fees_paid",
    "owed_of",
    "refundable",
    "refunded_units",
    "refunds_between",
    "refunds_of_order",
    "refused_last",
    "returnable",
    "returns_between",
    "returns_of_order",
    "shipping_paid",
    "units_refunded",
]
