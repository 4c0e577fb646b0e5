"""Cancel an order, refund money."""

from storecrew.contexts.aftersales.operations.cancel import cancel_order
from storecrew.contexts.aftersales.operations.refund import finish_refund, refund

__all__ = ["cancel_order", "finish_refund", "refund"]
