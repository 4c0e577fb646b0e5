"""Arithmetic of points: what is earned, which points expire first, what a return takes back.

Points are whole units. Rounding is cumulative: what an order is worth in points is rounded once, down, and a
return is the difference of two such values, so parts sum to the whole in whatever order (MON-10).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

WHOLE_BP = 10_000


class Booking(NamedTuple):
    """One entry of a points ledger: a change of the balance, and until when what it adds is good.

    ``lot`` names the entry whose points it takes first.
    """

    id: int
    amount: int
    expires_at: dt.datetime | None = None
    lot: int | None = None


@dataclass(slots=True)
class Lot:
    """Points that came together, and how many of them are left."""

    id: int
    expires_at: dt.datetime | None
    left: int


def earned(base: int, *, per: int, bonus_bp: int = WHOLE_BP) -> int:
    """Return the points for ``base`` minor units at one point per ``per`` minor units, rounded down."""
    if base <= 0 or per <= 0:
        return 0
    return base * bonus_bp // (per * WHOLE_BP)


def earning_base(goods: int, *, total: int, in_points: int, in_vouchers: int) -> int:
    """Return what of an order's goods earns points (all in minor units).

    Points earn no points, and neither do bought vouchers: those earn when they are spent. ``in_points`` of
    the ``total`` was paid in points; they pay for goods and delivery in proportion.
    """
    eligible = max(goods - in_vouchers, 0)
    if total <= 0:
        return 0
    return eligible * max(total - in_points, 0) // total


def after_return(base: int, *, paid: int, returned: int) -> int:
    """Return what is left of an earning base when ``returned`` of the ``paid`` money went back."""
    if paid <= 0 or returned >= paid:
        return 0
    return base * (paid - max(returned, 0)) // paid


def lots(bookings: Iterable[Booking]) -> list[Lot]:
    """Return the points that are there, first to expire first; a debt is paid by what comes next.

    What takes points away takes from its own lot first, then from the lot that expires first.
    """
    found: list[Lot] = []
    debt = 0
    for booking in bookings:
        if booking.amount > 0:
            paid = min(debt, booking.amount)
            debt -= paid
            found.append(Lot(booking.id, booking.expires_at, booking.amount - paid))
            continue
        debt += _take(found, -booking.amount, booking.lot)
    return [lot for lot in in_turn(found) if lot.left]


def in_turn(found: Sequence[Lot]) -> list[Lot]:
    """Return lots in the order in which they are spent: first to expire first, oldest first."""
    return sorted(found, key=lambda lot: (lot.expires_at is None, lot.expires_at, lot.id))


def _take(found: list[Lot], units: int, first: int | None) -> int:
    """Take units from lots; return how many were not there."""
    own = [lot for lot in found if lot.id == first]
    for lot in own + [lot for lot in in_turn(found) if lot.id != first]:
        taken = min(lot.left, units)
        lot.left -= taken
        units -= taken
        if not units:
            break
    return units


def due(found: Sequence[Lot], at: dt.datetime) -> list[Lot]:
    """Return the lots whose time is over."""
    return [lot for lot in found if lot.left and lot.expires_at is not None and lot.expires_at <= at]


def next_expiry(found: Sequence[Lot]) -> dt.datetime | None:
    """Return when the next points expire, or None."""
    return min((lot.expires_at for lot in found if lot.left and lot.expires_at is not None), default=None)


def spent_until(found: Sequence[Lot], units: int) -> dt.datetime | None:
    """Return the latest date of the lots that the next ``units`` come from; None for points without end."""
    latest: dt.datetime | None = None
    for lot in in_turn(found):
        if units <= 0:
            break
        if lot.expires_at is None:
            return None
        latest = lot.expires_at
        units -= lot.left
    return latest


def units_for(money: int, *, worth: int, most: int) -> int:
    """Return how many points of ``worth`` minor units each pay at most ``money``, of ``most`` there are."""
    return 0 if worth <= 0 else max(min(money // worth, most), 0)


def units_back(units: int, *, paid: int, returned: int) -> int:
    """Return how many of the ``units`` that paid ``paid`` are back when ``returned`` went back in all."""
    return units if returned >= paid else units * returned // paid


def tier_of(spend: Mapping[str, int], tiers: Sequence[tuple[int, Mapping[str, int]]]) -> int | None:
    """Return the highest tier that somebody's spend reaches in one currency; tiers go upward.

    ``tiers`` are (id, {currency: minor units}) pairs; a tier without thresholds is everybody's.
    """
    reached: int | None = None
    for tier_id, thresholds in tiers:
        if not thresholds or any(spend.get(code, 0) >= needed for code, needed in thresholds.items()):
            reached = tier_id
    return reached
