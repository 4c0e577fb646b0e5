"""Cancel an order, refund money, ask a second person about a refund."""

from storecrew.contexts.aftersales.operations.cancel import cancel_order
from storecrew.contexts.aftersales.operations.refund import finish_refund, refund
from storecrew.contexts.aftersales.operations.second_person import ask_refund

__all__ = ["ask_refund", "cancel_order", "finish_refund", "refund"]
