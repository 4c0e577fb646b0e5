"""Amounts at Stripe's border (MON-02).

Stripe counts in its own smallest unit, which is not the ISO 4217 minor unit for every currency: some
with two decimals in ISO are whole there and the other way round, and three-decimal amounts must end in 0.
"""

from __future__ import annotations

from storecrew.kernel.money import Money, exponent

# Where Stripe's number of decimals is not the one of ISO 4217.
_DIFFERENT = {"MGA": 0, "ISK": 2, "UGX": 2}


class NotExpressible(ValueError):
    """The amount cannot be written in Stripe's unit."""


def _decimals(currency: str) -> int:
    return _DIFFERENT.get(currency, exponent(currency))


def to_stripe(money: Money) -> int:
    """Return the integer that Stripe expects. Raises NotExpressible."""
    ours, theirs = exponent(money.currency), _decimals(money.currency)
    if theirs >= ours:
        amount = money.amount * 10 ** (theirs - ours)
    else:
        amount, rest = divmod(money.amount, 10 ** (ours - theirs))
        if rest:
            raise NotExpressible(f"{money.currency} has no decimals at Stripe")
    if theirs == 3 and amount % 10:
        raise NotExpressible(f"{money.currency} amounts end in 0 at Stripe")
    return amount


def from_stripe(amount: int, currency: str) -> Money:
    """Return the money that Stripe's integer means. Raises NotExpressible."""
    code = currency.upper()
    ours, theirs = exponent(code), _decimals(code)
    if ours >= theirs:
        return Money(amount * 10 ** (ours - theirs), code)
    whole, rest = divmod(amount, 10 ** (theirs - ours))
    if rest:
        raise NotExpressible(f"{amount} is not a whole amount of {code}")
    return Money(whole, code)
