"""Converting amounts by an exact rate. Plain Python, no floats."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from storecrew.kernel.money import Money, exponent, round_half_up

EURO = "EUR"
# A weekend with holidays around it; older than that a rate says nothing about a day.
OLDEST_DAYS = 10
LEAST, MOST = Decimal("0.00000001"), Decimal("9999999999")


class Conversion(NamedTuple):
    """What one euro bought of either currency, exact, on a day; and who says so ("" for one currency)."""

    source: str
    target: str
    source_per_euro: Decimal
    target_per_euro: Decimal
    day: dt.date
    said_by: str

    @property
    def rate(self) -> Fraction:
        """Units of the target for one of the source, exact."""
        return Fraction(self.target_per_euro) / Fraction(self.source_per_euro)

    @property
    def rate_text(self) -> str:
        """The rate as people read it, six significant decimals; never used to compute."""
        return decimal_of(self.rate, 6)


def rate_of(e8: int) -> Decimal:
    """A stored rate, whole hundred-millionths, as a decimal."""
    return Decimal(e8).scaleb(-8).normalize()


def e8_of(rate: Decimal) -> int:
    """A rate as whole hundred-millionths. Raises ValueError for what does not fit."""
    scaled = rate.scaleb(8)
    if not LEAST <= rate <= MOST or scaled != scaled.to_integral_value():
        raise ValueError(f"{rate} is no rate")
    return int(scaled)


def converted(amount: Money, conversion: Conversion) -> Money:
    """The amount in the target currency, rounded once, halves away from zero."""
    if amount.currency != conversion.source:
        raise ValueError(f"{amount.currency} is not {conversion.source}")
    shift = exponent(conversion.target) - exponent(conversion.source)
    exact = amount.amount * conversion.rate * Fraction(10) ** shift
    return Money(round_half_up(exact.numerator, exact.denominator), conversion.target)


def scaled(amount: Money, conversion: Conversion, basis_points: int) -> int:
    """The amount in the target currency plus or minus basis points, in minor units, rounded once."""
    if amount.currency != conversion.source:
        raise ValueError(f"{amount.currency} is not {conversion.source}")
    shift = exponent(conversion.target) - exponent(conversion.source)
    exact = amount.amount * conversion.rate * Fraction(10) ** shift * Fraction(10_000 + basis_points, 10_000)
    return max(0, round_half_up(exact.numerator, exact.denominator))


def decimal_of(rate: Fraction, digits: int) -> str:
    """A fraction as a decimal text of so many significant digits."""
    value = Decimal(rate.numerator) / Decimal(rate.denominator)
    return format(value.normalize().__round__(max(digits - 1 - value.adjusted(), 0)).normalize(), "f")
