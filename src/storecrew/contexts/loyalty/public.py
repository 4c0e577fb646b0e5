"""The doorway of the loyalty context."""

from storecrew.contexts.loyalty.errors import (
    AccountNeeded,
    BatchMade,
    BudgetExhausted,
    GoodwillAboveDayLimit,
    GoodwillAboveLimit,
    InvalidHours,
    InvalidVoucher,
    NoBudget,
    NotEnoughLeft,
    TenderNotUsable,
    VoucherRefused,
    VoucherSpent,
)
from storecrew.contexts.loyalty.events import MemberJoined, PointsExpired, TierChanged, VoucherIssued
from storecrew.contexts.loyalty.facts import (
    Bought,
    LedgerLine,
    LiabilityRow,
    MemberFacts,
    NewVoucher,
    Present,
    Purse,
    Tender,
    VoucherFacts,
    Wish,
)
from storecrew.contexts.loyalty.mails import voucher_paper
from storecrew.contexts.loyalty.operations.budgeting import save_budget
from storecrew.contexts.loyalty.operations.bulk import Recipient, make_batch, read_recipients
from storecrew.contexts.loyalty.operations.crediting import give_credit
from storecrew.contexts.loyalty.operations.earning import confirm_due, earn
from storecrew.contexts.loyalty.operations.editing import save_program, save_tier
from storecrew.contexts.loyalty.operations.expiring import expire_due
from storecrew.contexts.loyalty.operations.goodwill import Gift, ask_goodwill, give_goodwill
from storecrew.contexts.loyalty.operations.goodwill_limits import left_today as goodwill_left_today
from storecrew.contexts.loyalty.operations.goodwill_limits import limit_of as goodwill_limit
from storecrew.contexts.loyalty.operations.goodwill_limits import (
    require_within_limits as require_goodwill_within_limits,
)
from storecrew.contexts.loyalty.operations.instead import give_instead
from storecrew.contexts.loyalty.operations.issuing import make_voucher, replace_code, set_blocked
from storecrew.contexts.loyalty.operations.membership import adjust_points, join, leave
from storecrew.contexts.loyalty.operations.paying import pay
from storecrew.contexts.loyalty.operations.selling import (
    deliver_due,
    issue_sold,
    note_presents,
    sell_variant,
    sold_worth,
    take_back_sold,
)
from storecrew.contexts.loyalty.operations.serving import prefer
from storecrew.contexts.loyalty.providers.return_windows import register_return_window
from storecrew.contexts.loyalty.queries.budgets import usable_budgets
from storecrew.contexts.loyalty.queries.holding import (
    addresses_with_vouchers,
    customers_in_tiers,
    customers_with_points,
    members_by_tier,
    tier_codes,
)
from storecrew.contexts.loyalty.queries.ledger import differences, history, liability
from storecrew.contexts.loyalty.queries.members import groups_of, member, offer, program, said, would_earn
from storecrew.contexts.loyalty.queries.paying import purse, tenders
from storecrew.contexts.loyalty.queries.serving import WAYS, Preference, may_call_now, preference
from storecrew.contexts.loyalty.queries.vouchers import (
    find_voucher,
    may_be_a_code,
    presents_of,
    voucher,
    voucher_of_code,
    vouchers_for_sale,
)
from storecrew.contexts.loyalty.queries.vouchers import state_of as voucher_state

__all__ = [
    "WAYS",
    "AccountNeeded",
    "BatchMade",
    "Bought",
    "BudgetExhausted",
    "Gift",
    "GoodwillAboveDayLimit",
    "GoodwillAboveLimit",
    "InvalidHours",
    "InvalidVoucher",
    "LedgerLine",
    "LiabilityRow",
    "MemberFacts",
    "MemberJoined",
    "NewVoucher",
    "NoBudget",
    "NotEnoughLeft",
    "PointsExpired",
    "Preference",
    "Present",
    "Purse",
    "Recipient",
    "Tender",
    "TenderNotUsable",
    "TierChanged",
    "VoucherFacts",
    "VoucherIssued",
    "VoucherRefused",
    "VoucherSpent",
    "Wish",
    "addresses_with_vouchers",
    "adjust_points",
    "ask_goodwill",
    "confirm_due",
    "customers_in_tiers",
    "customers_with_points",
    "deliver_due",
    "differences",
    "earn",
    "expire_due",
    "find_voucher",
    "give_credit",
    "give_goodwill",
    "give_instead",
    "goodwill_left_today",
    "goodwill_limit",
    "groups_of",
    "history",
    "issue_sold",
    "join",
    "leave",
    "liability",
    "make_batch",
    "make_voucher",
    "may_be_a_code",
    "may_call_now",
    "member",
    "members_by_tier",
    "note_presents",
    "offer",
    "pay",
    "prefer",
    "preference",
    "presents_of",
    "program",
    "purse",
    "read_recipients",
    "register_return_window",
    "replace_code",
    "require_goodwill_within_limits",
    "said",
    "save_budget",
    "save_program",
    "save_tier",
    "sell_variant",
    "set_blocked",
    "sold_worth",
    "take_back_sold",
    "tenders",
    "tier_codes",
    "usable_budgets",
    "voucher",
    "voucher_of_code",
    "voucher_paper",
    "voucher_state",
    "vouchers_for_sale",
    "would_earn",
]
