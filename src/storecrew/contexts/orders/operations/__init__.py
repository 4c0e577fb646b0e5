"""Every change of an order, one verb per file."""

from storecrew.contexts.orders.operations.adopting import adopt
from storecrew.contexts.orders.operations.amending import drop_units
from storecrew.contexts.orders.operations.cancel import mark_canceled
from storecrew.contexts.orders.operations.confirm import confirm
from storecrew.contexts.orders.operations.draft import draft
from storecrew.contexts.orders.operations.mailing import order_mail, queue_mail
from storecrew.contexts.orders.operations.progress import (
    begin_fulfilling,
    record_fulfilled,
    record_payment_state,
)
from storecrew.contexts.orders.operations.readdress import change_shipping_address

__all__ = [
    "adopt",
    "begin_fulfilling",
    "change_shipping_address",
    "confirm",
    "draft",
    "drop_units",
    "mark_canceled",
    "order_mail",
    "queue_mail",
    "record_fulfilled",
    "record_payment_state",
]
