"""What promotions promise about delivery before there is a cart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from storecrew.contexts.promotions.facts import Basket
from storecrew.contexts.promotions.queries import active
from storecrew.contexts.promotions.rules import delivery
from storecrew.kernel.money import Money


def free_delivery_from(
    prices: Mapping[str, Money], *, channel: str, country: str, at: dt.datetime
) -> dict[str, Money]:
    """Return from which value of goods running promotions make methods free for everybody, by method.

    ``prices`` are what the methods cost, in one currency. Methods that nothing makes free are left out. One
    statement while promotions stay the same.
    """
    costing = {method: price for method, price in prices.items() if price.amount}
    known = active.active().index.by_id if costing else {}
    if not known:
        return {}
    currency = next(iter(costing.values())).currency
    basket = Basket(channel=channel, currency=currency, at=at, lines=(), country=country)
    found = {
        method: delivery.free_from(known.values(), basket, method, price.amount)
        for method, price in costing.items()
    }
    return {method: Money(least, currency) for method, least in found.items() if least is not None}
