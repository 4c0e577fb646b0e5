"""The doorway of the affiliates context."""

from storecrew.contexts.affiliates.errors import (
    CommissionDecided,
    InvalidPartner,
    NothingToPay,
    PartnerChanged,
    PayoutRaced,
    UnknownCommission,
    UnknownPartner,
)
from storecrew.contexts.affiliates.facts import Balance, CommissionLine, Terms
from storecrew.contexts.affiliates.operations.booking import book, claw_back, decide, refer, release_due
from storecrew.contexts.affiliates.operations.partners import look_at_disclosure, renew_link, save_partner
from storecrew.contexts.affiliates.operations.payouts import pay_out
from storecrew.contexts.affiliates.queries.partners import (
    balances,
    by_code,
    by_link,
    commissions_of,
    find,
    lines,
    normal_code,
    page_link,
)
from storecrew.contexts.affiliates.rules.transfers import Transfer, sepa, table

__all__ = [
    "Balance",
    "CommissionDecided",
    "CommissionLine",
    "InvalidPartner",
    "NothingToPay",
    "PartnerChanged",
    "PayoutRaced",
    "Terms",
    "Transfer",
    "UnknownCommission",
    "UnknownPartner",
    "balances",
    "book",
    "by_code",
    "by_link",
    "claw_back",
    "commissions_of",
    "decide",
    "find",
    "lines",
    "look_at_disclosure",
    "normal_code",
    "page_link",
    "pay_out",
    "refer",
    "release_due",
    "renew_link",
    "save_partner",
    "sepa",
    "table",
]
