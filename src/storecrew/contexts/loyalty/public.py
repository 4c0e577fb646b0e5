"""The doorway of the loyalty context."""

from storecrew.contexts.loyalty.errors import NotEnoughLeft, TenderNotUsable, VoucherRefused
from storecrew.contexts.loyalty.facts import (
    LedgerLine,
    LiabilityRow,
    NewVoucher,
    Purse,
    Tender,
    VoucherFacts,
    Wish,
)
from storecrew.contexts.loyalty.operations.crediting import give_credit
from storecrew.contexts.loyalty.operations.expiring import expire_due
from storecrew.contexts.loyalty.operations.issuing import make_voucher
from storecrew.contexts.loyalty.operations.paying import pay
from storecrew.contexts.loyalty.queries.ledger import differences, history, liability
from storecrew.contexts.loyalty.queries.paying import purse, tenders
from storecrew.contexts.loyalty.queries.vouchers import find_voucher, voucher

__all__ = [
    "LedgerLine",
    "LiabilityRow",
    "NewVoucher",
    "NotEnoughLeft",
    "Purse",
    "Tender",
    "TenderNotUsable",
    "VoucherFacts",
    "VoucherRefused",
    "Wish",
    "differences",
    "expire_due",
    "find_voucher",
    "give_credit",
    "history",
    "liability",
    "make_voucher",
    "pay",
    "purse",
    "tenders",
    "voucher",
]
