"""Tables of the loyalty context. Money is minor units of the currency beside it; points are whole units."""

from storecrew.contexts.loyalty.models.accounts import Account, Entry
from storecrew.contexts.loyalty.models.goodwill import Budget, Goodwill, GoodwillDay, ServicePreference
from storecrew.contexts.loyalty.models.program import Earning, Membership, Program, Tier
from storecrew.contexts.loyalty.models.vouchers import SoldWish, Voucher, VoucherBatch, VoucherProduct

__all__ = [
    "Account",
    "Budget",
    "Earning",
    "Entry",
    "Goodwill",
    "GoodwillDay",
    "Membership",
    "Program",
    "ServicePreference",
    "SoldWish",
    "Tier",
    "Voucher",
    "VoucherBatch",
    "VoucherProduct",
]
