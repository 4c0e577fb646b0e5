"""The doorway of the receivables context."""

from storecrew.contexts.receivables.errors import (
    AlreadyGranted,
    CreditLimitExceeded,
    CreditOnHold,
    GrantChanged,
    InvalidGrant,
    InvalidLevels,
    InvalidReceipt,
    InvoiceNotOffered,
    ItemClosed,
    NothingLeftOver,
    ReasonMissing,
    ReceiptKeyReused,
    SecondPersonNeeded,
    UnknownGrant,
    UnknownItem,
)
from storecrew.contexts.receivables.facts import (
    CreditFacts,
    GrantFacts,
    ItemFacts,
    PayToFacts,
    ReceiptFacts,
    ReminderFacts,
)
from storecrew.contexts.receivables.mails import words_of
from storecrew.contexts.receivables.operations.claiming import claim
from storecrew.contexts.receivables.operations.following import follow, issue
from storecrew.contexts.receivables.operations.granting import (
    Terms,
    end_grant,
    hold_grant,
    release_grant,
    save_grant,
)
from storecrew.contexts.receivables.operations.holding import hold_item, release_item
from storecrew.contexts.receivables.operations.paying_to import save_pay_to
from storecrew.contexts.receivables.operations.receiving import record_payment, return_surplus, use_surplus
from storecrew.contexts.receivables.operations.reminding import remind_due, save_levels
from storecrew.contexts.receivables.operations.second_person import ask_grant
from storecrew.contexts.receivables.papers import invoice_pdf
from storecrew.contexts.receivables.providers.gateway import CODE as GATEWAY
from storecrew.contexts.receivables.queries import (
    all_levels,
    credit_of,
    differences,
    grant,
    is_on_account,
    item,
    item_of_order,
    items_of_customer,
    late_sums,
    open_of_grant,
    pay_to,
    receipts_of,
    reminders_of,
    visible_grants,
    visible_items,
)
from storecrew.contexts.receivables.queries.due import due_day, today_of
from storecrew.contexts.receivables.rules import AGING, Bucket, bucket_of, due_between

__all__ = [
    "AGING",
    "GATEWAY",
    "AlreadyGranted",
    "Bucket",
    "CreditFacts",
    "CreditLimitExceeded",
    "CreditOnHold",
    "GrantChanged",
    "GrantFacts",
    "InvalidGrant",
    "InvalidLevels",
    "InvalidReceipt",
    "InvoiceNotOffered",
    "ItemClosed",
    "ItemFacts",
    "NothingLeftOver",
    "PayToFacts",
    "ReasonMissing",
    "ReceiptFacts",
    "ReceiptKeyReused",
    "ReminderFacts",
    "SecondPersonNeeded",
    "Terms",
    "UnknownGrant",
    "UnknownItem",
    "all_levels",
    "ask_grant",
    "bucket_of",
    "claim",
    "credit_of",
    "differences",
    "due_between",
    "due_day",
    "end_grant",
    "follow",
    "grant",
    "hold_grant",
    "hold_item",
    "invoice_pdf",
    "is_on_account",
    "issue",
    "item",
    "item_of_order",
    "items_of_customer",
    "late_sums",
    "open_of_grant",
    "pay_to",
    "receipts_of",
    "record_payment",
    "release_grant",
    "release_item",
    "remind_due",
    "reminders_of",
    "return_surplus",
    "save_grant",
    "save_levels",
    "save_pay_to",
    "today_of",
    "use_surplus",
    "visible_grants",
    "visible_items",
    "words_of",
]
