"""Arithmetic of refunds; no database, no framework.

Rounding is cumulative: what n units are worth is rounded once, and a refund is the difference of two such
values. So the parts sum to the whole in whatever order and partition (MON-06).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from storecrew.kernel.money import allocate, round_half_up


@dataclass(frozen=True, slots=True)
class PaidLine:
    """What was paid for a line (tax included), in minor units."""

    id: int
    quantity: int
    paid: int
    tax: int


@dataclass(frozen=True, slots=True)
class LineShare:
    """What some units of a line are worth."""

    line_id: int
    quantity: int
    amount: int
    tax: int


def paid_lines(lines: Sequence[tuple[int, int, int, int]], order_discount: int) -> list[PaidLine]:
    """Return (id, quantity, paid, tax) rows after their share of a discount on the whole order."""
    if not order_discount:
        return [PaidLine(*line) for line in lines]
    shares = allocate(order_discount, [paid for _id, _quantity, paid, _tax in lines])
    result = []
    for (line_id, quantity, paid, tax), share in zip(lines, shares, strict=True):
        left = paid - share
        result.append(PaidLine(line_id, quantity, left, round_half_up(tax * left, paid) if paid else 0))
    return result


def bonus_of(amount: int, percent: int) -> int:
    """Return what a voucher is worth more than the money it stands for; half a unit counts as one."""
    return round_half_up(amount * percent, 100)


def share(line: PaidLine, *, already: int, quantity: int) -> LineShare:
    """Return what the next ``quantity`` units of a line are worth after ``already`` refunded ones.

    Raises ValueError for more units than there are.
    """
    if quantity < 1 or already + quantity > line.quantity:
        raise ValueError(f"{quantity} more of {line.quantity} units, {already} already refunded")

    def worth(total: int, units: int) -> int:
        return round_half_up(total * units, line.quantity)

    return LineShare(
        line.id,
        quantity,
        worth(line.paid, already + quantity) - worth(line.paid, already),
        worth(line.tax, already + quantity) - worth(line.tax, already),
    )


def tax_of_amount(*, amount: int, left: int, tax_left: int) -> int:
    """Return the tax within an amount, as the share of what is left to refund.

    The last unit of money takes the last unit of tax, so the tax refunded never exceeds the tax paid and
    is all of it in the end.
    """
    if amount >= left:
        return min(tax_left, amount)
    return min(round_half_up(tax_left * amount, left), tax_left, amount)


def split(amount: int, available: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Take an amount from (payment id, refundable) rows, in their order. Raises ValueError if too little."""
    parts = []
    for payment_id, refundable in available:
        taken = min(amount, refundable)
        if taken > 0:
            parts.append((payment_id, taken))
            amount -= taken
    if amount:
        raise ValueError(f"{amount} is missing")
    return parts


def outcome(amount: int, parts: Sequence[tuple[str, int]]) -> str:
    """Return the status of a refund of an amount from its (status, amount) parts.

    "asked" while a gateway was not asked, "pending" while one owes an answer; then "done" when all of it went
    back, "refused" when nothing did, "partly" when a refused part is still owed. A refused part that was
    given by another way later is a part more, so the sums decide and not the words.
    """
    words = {status for status, _part in parts}
    for undecided in ("asked", "pending"):
        if undecided in words:
            return undecided
    given = sum(part for status, part in parts if status == "done")
    return "done" if given >= amount else "partly" if given else "refused"


def on_its_way(parts: Sequence[tuple[str, int]]) -> int:
    """Return what of a refund has gone back or will, as far as anybody knows."""
    return sum(part for status, part in parts if status in ("done", "pending"))


def owed(amount: int, parts: Sequence[tuple[str, int]]) -> int:
    """Return what of a refund was refused and not given by another way since."""
    return amount - sum(part for status, part in parts if status != "refused")
