"""Cancel an order, refund money, give what is owed of a refund, ask a second person about a refund."""

from storecrew.contexts.aftersales.operations.cancel import cancel_order
from storecrew.contexts.aftersales.operations.finishing import finish_refund
from storecrew.contexts.aftersales.operations.refund import refund
from storecrew.contexts.aftersales.operations.second_person import ask_refund
from storecrew.contexts.aftersales.operations.the_rest import give_rest_by_hand, retry_refund

__all__ = ["ask_refund", "cancel_order", "finish_refund", "give_rest_by_hand", "refund", "retry_refund"]
