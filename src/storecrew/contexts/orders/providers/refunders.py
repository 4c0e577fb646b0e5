"""Who gives money back for an order: a context that the warehouse does not know registers itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Protocol

from storecrew.kernel.money import Money


class Refunder(Protocol):
    """Gives money back once per key; called outside transactions, since gateways are asked."""

    def __call__(
        self,
        order_id: int,
        *,
        amount: Money | None,
        lines: Mapping[int, int] | None,
        whole: bool,
        reason: str,
        key: str,
        at: dt.datetime,
    ) -> bool:
        """Give back an amount, or what was paid for lines, or end the whole order.

        Return False while the money has not been taken yet, to be asked again.
        """


_refunders: list[Refunder] = []


def register_refunder(refunder: Refunder) -> None:
    """Ask this one from now on; called once, when the application starts."""
    _refunders[:] = [refunder]


def give_back(
    order_id: int,
    *,
    amount: Money | None = None,
    lines: Mapping[int, int] | None = None,
    whole: bool = False,
    reason: str,
    key: str,
    at: dt.datetime,
) -> bool:
    """Give money back for an order; say whether it is done or on its way. Without a refunder nothing is."""
    return any(
        refunder(order_id, amount=amount, lines=lines, whole=whole, reason=reason, key=key, at=at)
        for refunder in _refunders
    )
