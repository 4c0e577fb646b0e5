"""Frozen values that cross the border of the aftersales context."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from storecrew.kernel.money import Money, round_half_up


@dataclass(frozen=True, slots=True)
class RefundFacts:
    """A refund. ``status``: "asked" and "pending" are under way, "done", "refused", "partly".

    ``kind`` is "money", or "credit" for a voucher, which is worth ``bonus`` more.

    ``owed`` is what a gateway refused of a refund that is partly done. ``lines`` maps order line ids to
    units. ``replayed`` when the key was used before.
    """

    id: int
    order_id: int
    key: str
    amount: Money
    tax: Money
    shipping: Money
    fees: Money
    reason: str
    status: str
    lines: Mapping[int, int]
    actor_label: str
    asked_at: dt.datetime
    settled_at: dt.datetime | None
    owed: Money
    replayed: bool = False
    kind: str = "money"
    bonus: Money | None = None

    @property
    def net_goods(self) -> int:
        """What of it is for goods, without shipping and its share of tax, in minor units."""
        whole = self.amount.amount
        goods = max(whole - self.shipping.amount, 0)
        return goods - round_half_up(self.tax.amount * goods, whole) if whole > 0 else 0


@dataclass(frozen=True, slots=True)
class Refundable:
    """What can still be refunded of an order; ``lines`` maps order line ids to units."""

    amount: Money
    shipping: Money
    fees: Money
    lines: Mapping[int, int]


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """Units of a line as they were found; with a lot or a serial number where the article has them."""

    decision: str
    quantity: int
    cause: str
    lot: str
    serial: str
    id: int = 0


@dataclass(frozen=True, slots=True)
class ReturnLineFacts:
    """A line of a return; ``most`` is what may be in the parcel, ``found`` maps decisions to units."""

    id: int
    order_line_id: int
    variant_id: int
    sku: str
    title: str
    quantity: int
    most: int
    found: Mapping[str, int]
    cause: str
    reason: str = ""
    condition: str = ""
    units: tuple[UnitFacts, ...] = ()


@dataclass(frozen=True, slots=True)
class ExchangeLineFacts:
    """What is sent instead of the units of a line; ``back`` goes back for all of them, tax included."""

    order_line_id: int
    variant_id: int
    sku: str
    title: str
    quantity: int
    back: Money
    extra: Money


@dataclass(frozen=True, slots=True)
class ExchangeFacts:
    """What a return is exchanged for. ``state``: "asked", "waiting", "released", "canceled".

    ``ships``: "received" or "at_once". ``order_id`` is the order that it is sent as, once it was agreed to.
    ``extra`` is what the customer pays for it until ``pay_by``; it leaves when that is ``paid_at`` some time.
    """

    id: int
    state: str
    ships: str
    order_id: int | None
    back: Money
    expires_at: dt.datetime | None
    lines: tuple[ExchangeLineFacts, ...]
    extra: Money
    pay_by: dt.datetime | None = None
    paid_at: dt.datetime | None = None

    @property
    def is_to_pay(self) -> bool:
        """Whether it waits for the customer's money."""
        return self.state == "waiting" and bool(self.extra) and self.paid_at is None


@dataclass(frozen=True, slots=True)
class ExchangePayment:
    """What came of paying: "paid", "action_required" (at ``redirect_url``), "pending" or "unknown"."""

    status: str
    redirect_url: str = ""


@dataclass(frozen=True, slots=True)
class ExchangeChoice:
    """A variant that may be had instead of a line; ``back`` goes back for each unit, tax included.

    ``extra`` is asked for each unit where it costs more, as displayed.
    ``title`` are its options, or, where it is one of another product, what that is called with them.
    """

    variant_id: int
    sku: str
    title: str
    back: Money
    other_product: bool = False
    extra: Money | None = None


@dataclass(frozen=True, slots=True)
class ReturnPhotoFacts:
    """A photo of a return: who added it and when; its content is read apart."""

    id: int
    by_customer: bool
    added_at: dt.datetime


@dataclass(frozen=True, slots=True)
class ReturnFacts:
    """Goods that come back. ``state``: "announced", "received", "canceled"; ``reason`` is a code."""

    id: int
    number: str
    order_id: int
    state: str
    reason: str
    note: str
    pickup_on: dt.date | None
    location_id: int | None
    opened_by: str
    opened_at: dt.datetime
    closed_by: str
    closed_at: dt.datetime | None
    lines: tuple[ReturnLineFacts, ...]
    by_customer: bool = False
    outcome: str = ""
    refund_id: int | None = None
    wish: str = "money"
    exchange: ExchangeFacts | None = None
    refund_kind: str = ""
    label_id: int | None = None

    @property
    def came(self) -> dict[int, int]:
        """Return how many units of each order line were in the parcel."""
        return {
            line.order_line_id: sum(n for decision, n in line.found.items() if decision != "missing")
            for line in self.lines
        }


@dataclass(frozen=True, slots=True)
class ReturnRulesFacts:
    """What customers of a channel may send back by themselves."""

    channel_id: int
    is_open: bool
    days: int
    transit_days: int
    most_open: int
    exchange: str = "at_once"
    exchange_ships: str = "received"
    exchange_days: int = 28
    credit: bool = True
    credit_bonus: int = 0
    label_service: str = ""


@dataclass(frozen=True, slots=True)
class ReturnOffer:
    """What a customer may announce back of an order now.

    ``lines`` maps order line ids to units; empty with ``why``: "off", "not_sent", "too_late", "nothing_left",
    "too_many". ``until`` is the last day; ``exchange`` says whether other variants may be had
    instead, ``credit`` whether a voucher, which is worth ``credit_bonus`` percent more.
    """

    lines: Mapping[int, int]
    why: str
    until: dt.date | None
    days: int
    exchange: bool = False
    credit: bool = False
    credit_bonus: int = 0


@dataclass(frozen=True, slots=True)
class WithdrawalOffer:
    """What a customer may withdraw from now.

    ``sent`` and ``unsent`` map order line ids to units; both empty with ``why``: "canceled", "too_late",
    "nothing_left". ``until`` is the last day, None while a part of the goods has not left.
    """

    sent: Mapping[int, int]
    unsent: Mapping[int, int]
    why: str
    until: dt.date | None

    @property
    def lines(self) -> dict[int, int]:
        """Return how many units of each line may be withdrawn from."""
        ids = [*self.sent, *(key for key in self.unsent if key not in self.sent)]
        return {key: self.sent.get(key, 0) + self.unsent.get(key, 0) for key in ids}


@dataclass(frozen=True, slots=True)
class WithdrawalFacts:
    """A declared withdrawal. ``leads_to``: "canceled", "return", "task"; ``lines`` are (title, units)."""

    id: int
    number: str
    order_id: int
    name: str
    declared_at: dt.datetime
    leads_to: str
    return_number: str
    lines: tuple[tuple[str, int], ...]
