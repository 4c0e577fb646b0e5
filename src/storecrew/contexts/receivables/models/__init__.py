"""Tables of receivables: who may owe how much, what is owed, what came, and what was reminded of."""

from storecrew.contexts.receivables.models.grants import Grant, GrantLimit, GrantMember, PayTo
from storecrew.contexts.receivables.models.items import DunningLevel, OpenItem, PaidInvoice, Receipt, Reminder

__all__ = [
    "DunningLevel",
    "Grant",
    "GrantLimit",
    "GrantMember",
    "OpenItem",
    "PaidInvoice",
    "PayTo",
    "Receipt",
    "Reminder",
]
