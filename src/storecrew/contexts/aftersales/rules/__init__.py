"""Rules of what happens after the sale, without a database."""

from storecrew.contexts.aftersales.rules.refunds import (
    LineShare,
    PaidLine,
    bonus_of,
    on_its_way,
    outcome,
    owed,
    paid_lines,
    share,
    split,
    tax_of_amount,
)

__all__ = [
    "LineShare",
    "PaidLine",
    "bonus_of",
    "on_its_way",
    "outcome",
    "owed",
    "paid_lines",
    "share",
    "split",
    "tax_of_amount",
]
