"""Tables of what happens after the sale: money that goes back, goods that come back."""

from storecrew.contexts.aftersales.models.causes import CauseLimits, ReturnCause
from storecrew.contexts.aftersales.models.exchanges import Exchange, ExchangeLine
from storecrew.contexts.aftersales.models.photos import ReturnPhoto
from storecrew.contexts.aftersales.models.refunds import Refund, RefundGate, RefundLine, RefundPart
from storecrew.contexts.aftersales.models.returns import Return, ReturnedUnits, ReturnLine, ReturnRules
from storecrew.contexts.aftersales.models.withdrawals import Withdrawal, WithdrawalLine

__all__ = [
    "CauseLimits",
    "Exchange",
    "ExchangeLine",
    "Refund",
    "RefundGate",
    "RefundLine",
    "RefundPart",
    "Return",
    "ReturnCause",
    "ReturnLine",
    "ReturnPhoto",
    "ReturnRules",
    "ReturnedUnits",
    "Withdrawal",
    "WithdrawalLine",
]
