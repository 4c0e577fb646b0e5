"""Which rate of a method fits an order, and why none does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of a rate table; ranges are ``[min, max)``, None and empty match everything."""

    amount: int
    currency: str
    countries: tuple[str, ...] = ()
    excluded_postal: tuple[str, ...] = ()
    min_weight_g: int | None = None
    max_weight_g: int | None = None
    min_value: int | None = None
    max_value: int | None = None
    min_items: int | None = None
    max_items: int | None = None
    free_over: int | None = None


class Parcel(NamedTuple):
    """What is sent, and where."""

    country: str
    postal_code: str
    currency: str
    weight_g: int
    value: int
    items: int


class Refusal(NamedTuple):
    """Why a rate does not fit: a code, and the limit that was passed if there is one."""

    code: str
    limit: int | None = None


class Choice(NamedTuple):
    """The rate that fits and what it costs; without one, the nearest refusal."""

    rate: Rate | None
    amount: int
    refusal: Refusal | None


# The later a reason stands here, the nearer the rate was to fitting; the nearest is told.
_ORDER = (
    "no_rates", "other_currency", "other_country", "excluded_area",
    "too_heavy", "too_light", "too_valuable", "value_too_low", "too_many_items", "too_few_items",
)  # fmt: skip


def choose(rates: Sequence[Rate], parcel: Parcel) -> Choice:
    """Return the first rate that fits, or the reason why none does."""
    nearest = Refusal("no_rates")
    for rate in rates:
        refusal = refuse(rate, parcel)
        if refusal is None:
            free = rate.free_over is not None and parcel.value >= rate.free_over
            return Choice(rate, 0 if free else rate.amount, None)
        if _ORDER.index(refusal.code) > _ORDER.index(nearest.code):
            nearest = refusal
    return Choice(None, 0, nearest)


def refuse(rate: Rate, parcel: Parcel) -> Refusal | None:
    """Return why a rate does not fit a parcel; None when it does."""
    if rate.currency != parcel.currency:
        return Refusal("other_currency")
    if rate.countries and parcel.country not in rate.countries:
        return Refusal("other_country")
    if _excluded(rate.excluded_postal, parcel):
        return Refusal("excluded_area")
    return (
        _outside(parcel.weight_g, rate.min_weight_g, rate.max_weight_g, "too_light", "too_heavy")
        or _outside(parcel.value, rate.min_value, rate.max_value, "value_too_low", "too_valuable")
        or _outside(parcel.items, rate.min_items, rate.max_items, "too_few_items", "too_many_items")
    )


def _excluded(prefixes: Sequence[str], parcel: Parcel) -> bool:
    code = parcel.postal_code.upper().replace(" ", "").replace("-", "")
    for entry in prefixes:
        country, _, prefix = entry.upper().rpartition(":")
        wanted = prefix.strip().replace(" ", "").replace("-", "")
        if wanted and country.strip() in ("", parcel.country) and code.startswith(wanted):
            return True
    return False


def _outside(value: int, least: int | None, below: int | None, low: str, high: str) -> Refusal | None:
    if least is not None and value < least:
        return Refusal(low, least)
    if below is not None and value >= below:
        return Refusal(high, below)
    return None
