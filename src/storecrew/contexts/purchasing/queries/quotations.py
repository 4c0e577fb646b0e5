"""Answers of suppliers side by side, with what each would cost in the shop's own currency."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from storecrew.contexts.channels import public as channels
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing.models import Quotation, QuotationRequest
from storecrew.kernel.money import Money


class Compared(NamedTuple):
    """A supplier's answer beside the others: (price, smallest order) by line, the sum, and it in our money.

    ``best`` is the cheapest answer that offers everything and still counts.
    """

    quotation: Quotation
    prices: Mapping[int, tuple[int, int]]
    total: Money | None
    own: Money | None
    complete: bool
    expired: bool
    best: bool = False


def compare(request: QuotationRequest, *, day: dt.date) -> tuple[Compared, ...]:
    """Return each supplier that was asked, the best complete answer first.

    Complete answers are compared by their sum in the shop's currency at the newest rate of the day; one in a
    currency without a rate, or that leaves articles out, is never called the best.
    """
    wanted = {line.pk: line.quantity for line in request.lines.all()}
    found = []
    for quotation in request.quotations.select_related("supplier", "order").prefetch_related("prices"):
        prices = {row.line_id: (row.unit_amount, row.moq) for row in quotation.prices.all()}
        total = sum(amount * max(wanted[line], moq) for line, (amount, moq) in prices.items())
        sum_of = Money(total, quotation.currency) if prices else None
        complete = set(prices) == set(wanted)
        late = quotation.valid_until is not None and quotation.valid_until < day
        own = _in_own(sum_of, day) if sum_of is not None else None
        found.append(Compared(quotation, prices, sum_of, own, complete, late))
    able = [row for row in found if row.complete and not row.expired and row.own is not None]
    best = min(able, key=lambda row: (row.own.amount if row.own else 0, row.quotation.pk), default=None)
    ordered = sorted(
        found,
        key=lambda row: (
            row is not best,
            row.total is None,
            row.own is None,
            row.own.amount if row.own else 0,
        ),
    )
    return tuple(row._replace(best=row is best) for row in ordered)


def _in_own(amount: Money, day: dt.date) -> Money | None:
    """Return an amount in the currency of the default channel, None without a rate."""
    try:
        rate = pricing.conversion(amount.currency, channels.facts(None).currency, day=day)
    except pricing.NoExchangeRate:
        return None
    return pricing.converted(amount, rate)
