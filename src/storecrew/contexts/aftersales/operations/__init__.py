"""Cancel an order, refund money, give what is owed of a refund; announce and receive what comes back."""

from storecrew.contexts.aftersales.operations.cancel import cancel_order
from storecrew.contexts.aftersales.operations.counting import count_causes, save_cause_limits
from storecrew.contexts.aftersales.operations.deciding import decide_units
from storecrew.contexts.aftersales.operations.exchanging import agree_to_exchange, order_canceled
from storecrew.contexts.aftersales.operations.finishing import finish_refund
from storecrew.contexts.aftersales.operations.labels import take_label
from storecrew.contexts.aftersales.operations.paying import lapse_unpaid, look_again, pay_exchange
from storecrew.contexts.aftersales.operations.refund import refund
from storecrew.contexts.aftersales.operations.returns import (
    announce_return,
    cancel_return,
    end_unreturned,
    receive_return,
)
from storecrew.contexts.aftersales.operations.second_person import ask_refund
from storecrew.contexts.aftersales.operations.self_service import (
    add_return_photos,
    ask_return,
    withdraw_return,
)
from storecrew.contexts.aftersales.operations.sending import give_differences, send_exchange
from storecrew.contexts.aftersales.operations.setting_rules import save_return_rules
from storecrew.contexts.aftersales.operations.settling import refuse_return
from storecrew.contexts.aftersales.operations.the_rest import give_rest_by_hand, retry_refund
from storecrew.contexts.aftersales.operations.withdrawing import (
    send_withdrawal_link,
    settle_withdrawal,
    withdraw,
)

__all__ = [
    "add_return_photos",
    "agree_to_exchange",
    "announce_return",
    "ask_refund",
    "ask_return",
    "cancel_order",
    "cancel_return",
    "count_causes",
    "decide_units",
    "end_unreturned",
    "finish_refund",
    "give_differences",
    "give_rest_by_hand",
    "lapse_unpaid",
    "look_again",
    "order_canceled",
    "pay_exchange",
    "receive_return",
    "refund",
    "refuse_return",
    "retry_refund",
    "save_cause_limits",
    "save_return_rules",
    "send_exchange",
    "send_withdrawal_link",
    "settle_withdrawal",
    "take_label",
    "withdraw",
    "withdraw_return",
]
