"""The doorway of the affiliates context."""

from storecrew.contexts.affiliates.errors import (
    CommissionDecided,
    ContractNotSigned,
    InvalidPartner,
    InvalidSeeding,
    NothingToPay,
    PartnerChanged,
    PayoutRaced,
    SeedingAboveLimit,
    SeedingStockLow,
    UnknownCommission,
    UnknownPartner,
)
from storecrew.contexts.affiliates.facts import (
    Balance,
    Brought,
    CommissionLine,
    SeedingFacts,
    SeedingWish,
    Terms,
)
from storecrew.contexts.affiliates.operations.booking import book, claw_back, decide, refer, release_due
from storecrew.contexts.affiliates.operations.partners import look_at_disclosure, renew_link, save_partner
from storecrew.contexts.affiliates.operations.payouts import file_payouts, pay_out
from storecrew.contexts.affiliates.operations.seeding import ask_to_send, send_products
from storecrew.contexts.affiliates.operations.seeding import limit_of as seeding_limit
from storecrew.contexts.affiliates.queries.partners import (
    balances,
    brought_by,
    by_code,
    by_link,
    commissions_of,
    find,
    lines,
    normal_code,
    page_link,
)
from storecrew.contexts.affiliates.queries.seedings import facts_of as seeding_facts
from storecrew.contexts.affiliates.queries.seedings import last_address, seedings
from storecrew.contexts.affiliates.rules.seeding import read_units
from storecrew.contexts.affiliates.rules.transfers import Transfer, fits_sepa, sepa, table

__all__ = [
    "Balance",
    "Brought",
    "CommissionDecided",
    "CommissionLine",
    "ContractNotSigned",
    "InvalidPartner",
    "InvalidSeeding",
    "NothingToPay",
    "PartnerChanged",
    "PayoutRaced",
    "SeedingAboveLimit",
    "SeedingFacts",
    "SeedingStockLow",
    "SeedingWish",
    "Terms",
    "Transfer",
    "UnknownCommission",
    "UnknownPartner",
    "ask_to_send",
    "balances",
    "book",
    "brought_by",
    "by_code",
    "by_link",
    "claw_back",
    "commissions_of",
    "decide",
    "file_payouts",
    "find",
    "fits_sepa",
    "last_address",
    "lines",
    "look_at_disclosure",
    "normal_code",
    "page_link",
    "pay_out",
    "read_units",
    "refer",
    "release_due",
    "renew_link",
    "save_partner",
    "seeding_facts",
    "seeding_limit",
    "seedings",
    "send_products",
    "sepa",
    "table",
]
