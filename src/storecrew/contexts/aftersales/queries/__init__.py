"""Reads of what happens after the sale."""

from storecrew.contexts.aftersales.queries.causes import cause_limits
from storecrew.contexts.aftersales.queries.exchanges import (
    exchange_choices,
    exchange_gateways,
    exchange_of_order,
    exchange_to_pay,
)
from storecrew.contexts.aftersales.queries.offers import return_offer, return_rules
from storecrew.contexts.aftersales.queries.photos import photos_of_returns, return_photo
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
    orders_with_returns,
    returnable,
    returned_orders,
    returns_between,
    returns_of_order,
    units_on_shelf,
    units_returned,
)
from storecrew.contexts.aftersales.queries.withdrawals import (
    return_window_ends,
    withdrawal_offer,
    withdrawals_of_order,
)

__all__ = [
    "a_return",
    "cause_limits",
    "exchange_choices",
    "exchange_gateways",
    "exchange_of_order",
    "exchange_to_pay",
    "facts_of",
    "fees_paid",
    "orders_with_returns",
    "owed_of",
    "photos_of_returns",
    "refundable",
    "refunded_units",
    "refunds_between",
    "refunds_of_order",
    "refused_last",
    "return_offer",
    "return_photo",
    "return_rules",
    "return_window_ends",
    "returnable",
    "returned_orders",
    "returns_between",
    "returns_of_order",
    "shipping_paid",
    "units_on_shelf",
    "units_refunded",
    "units_returned",
    "withdrawal_offer",
    "withdrawals_of_order",
]
