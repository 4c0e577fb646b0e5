"""Money: 64-bit integers in minor units with their ISO 4217 currency.

There is one rounding point per computation: :func:`round_half_up`. Sums are split by largest remainder, so
parts always add up to the whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from babel.numbers import format_currency
from django.utils.translation import gettext_lazy as _

from storecrew.kernel.errors import Invalid

LARGEST = 2**63 - 1

# ISO 4217, active currencies whose minor unit is not 2.
_EXPONENTS: dict[str, int] = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(), 0
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
}  # fmt: skip
_TWO_DIGITS = frozenset(
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF "
    "CNY COP CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF "
    "IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR "
    "MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD "
    "SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST XCD YER "
    "ZAR ZMW ZWG".split()
)


class UnknownCurrency(Invalid):
    """The code is not an active ISO 4217 currency."""

    code = "unknown_currency"


MINUS = "\N{MINUS SIGN}"
"""What stands before an amount below nothing, wherever people read it."""


class CurrencyMismatch(Invalid):
    """Two amounts of different currencies were combined."""

    code = "currency_mismatch"


class InvalidAmount(Invalid):
    """The text is not an amount of that currency."""

    code = "invalid_amount"


def exponent(currency: str) -> int:
    """Return how many decimals the currency has: 0, 2 or 3. Raises UnknownCurrency."""
    if currency in _TWO_DIGITS:
        return 2
    try:
        return _EXPONENTS[currency]
    except KeyError:
        raise UnknownCurrency(
            _("%(code)r is not a currency code.") % {"code": currency},
            next_step=_("Use an ISO 4217 code such as EUR or KRW."),
        ) from None


def round_half_up(numerator: int, denominator: int) -> int:
    """Return numerator / denominator rounded to the nearest integer, halves away from zero."""
    if denominator <= 0:
        raise ValueError("the denominator must be positive")
    sign = -1 if numerator < 0 else 1
    return sign * ((2 * abs(numerator) + denominator) // (2 * denominator))


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` over ``weights`` by largest remainder; the parts sum to the total.

    Equal remainders go to the earlier weight. If all weights are 0 the first part takes everything.
    Raises ValueError for no weights or a negative one.
    """
    if not weights or min(weights) < 0:
        raise ValueError("weights must be given and not negative")
    whole = sum(weights)
    if whole == 0:
        return [total] + [0] * (len(weights) - 1)
    sign = -1 if total < 0 else 1
    shares = [divmod(abs(total) * weight, whole) for weight in weights]
    parts = [quotient for quotient, _ in shares]
    missing = abs(total) - sum(parts)
    by_remainder = sorted(range(len(shares)), key=lambda index: -shares[index][1])
    for index in by_remainder[:missing]:
        parts[index] += 1
    return [sign * part for part in parts]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents, won) of one currency."""

    amount: int
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.amount, bool) or not isinstance(self.amount, int):
            raise InvalidAmount(
                _("An amount is a whole number of minor units, not %(amount)r.") % {"amount": self.amount}
            )
        if abs(self.amount) > LARGEST:
            raise InvalidAmount(_("The amount is too large."))

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Return nothing of a currency."""
        return cls(0, currency)

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read a plain decimal such as ``12.50``; raise InvalidAmount for too many decimals.

        Trailing zeros beyond the exponent are accepted (``1000.00`` KRW is 1000).
        """
        places = exponent(currency)
        raw = text.strip().replace(MINUS, "-")
        try:
            if not raw.isascii() or "_" in raw or len(raw) > 40:
                raise InvalidOperation
            value = Decimal(raw)
            if not value.is_finite() or abs(value.adjusted()) > 24:
                raise InvalidOperation
        except InvalidOperation:
            raise InvalidAmount(
                _("%(text)r is not an amount.") % {"text": text[:40]},
                next_step=_("Write digits with a point, such as 12.50."),
            ) from None
        minor = value.scaleb(places)
        if minor != minor.to_integral_value():
            raise InvalidAmount(
                _("%(text)r has more decimals than %(currency)s allows.")
                % {"text": text[:40], "currency": currency},
                next_step=_("Use at most %(places)d decimals.") % {"places": places},
            )
        return cls(int(minor), currency)

    def _same(self, other: Money) -> int:
        if self.currency != other.currency:
            raise CurrencyMismatch(
                _("%(one)s and %(other)s cannot be combined.")
                % {"one": self.currency, "other": other.currency}
            )
        return other.amount

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + self._same(other), self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.amount - self._same(other), self.currency)

    def __mul__(self, factor: int) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, int):
            raise TypeError("money is multiplied by whole numbers only")
        return Money(self.amount * factor, self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __bool__(self) -> bool:
        return self.amount != 0

    def __lt__(self, other: Money) -> bool:
        return self.amount < self._same(other)

    def __le__(self, other: Money) -> bool:
        return self.amount <= self._same(other)

    def __gt__(self, other: Money) -> bool:
        return self.amount > self._same(other)

    def __ge__(self, other: Money) -> bool:
        return self.amount >= self._same(other)

    def percent(self, basis_points: int) -> Money:
        """Return a share in basis points (1 % = 100), rounded half up."""
        return Money(round_half_up(self.amount * basis_points, 10_000), self.currency)

    def allocate(self, weights: Sequence[int]) -> list[Money]:
        """Split by weights; see :func:`allocate`."""
        return [Money(part, self.currency) for part in allocate(self.amount, weights)]

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exact."""
        return Decimal(self.amount).scaleb(-exponent(self.currency))

    def format(self, locale: str = "en") -> str:
        """Write the amount as people of that locale do, with the currency's own decimals.

        What is less than nothing has a minus before it, never a hyphen, which breaks at the end of a line.
        """
        text = format_currency(
            self.decimal, self.currency, locale=locale.replace("-", "_"), currency_digits=True
        )
        return text.replace("-", MINUS, 1) if self.amount < 0 else text

    def as_json(self) -> dict[str, Any]:
        """Return ``{"amount": minor units, "currency": code}``."""
        return {"amount": self.amount, "currency": self.currency}


def total(amounts: Sequence[Money], currency: str) -> Money:
    """Sum amounts of one currency; an empty sequence is zero."""
    result = Money.zero(currency)
    for amount in amounts:
        result += amount
    return result
