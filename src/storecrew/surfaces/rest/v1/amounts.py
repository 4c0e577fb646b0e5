"""Amounts of money as the interface writes them."""

from __future__ import annotations

from ninja import Schema


class MoneyOut(Schema):
    """An amount in minor units of its currency (12.50 EUR is 1250, 5800 KRW is 5800)."""

    amount: int
    currency: str


class TenderOut(Schema):
    """A gift voucher, store credit or points that pay a part; they lower ``due``, never ``total``."""

    id: str
    kind: str
    hint: str
    amount: MoneyOut


class OrderCodeOut(Schema):
    """A code that was bought. ``code`` and ``extra`` are empty until it is shown; ``hint`` is its end."""

    line_id: int
    hint: str
    shown: bool
    code: str
    extra: str
    instructions: str
