"""Tax of a line: one rounding, per line after quantity (decision 0032), and where tax is collected (0033)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from storecrew.contexts.pricing.rules.territories import EU_COUNTRIES, Territory, territory_of
from storecrew.kernel.money import round_half_up

ONE = 1_000_000
# What tax on goods of an unknown class falls back to.
DEFAULT_CLASS = "standard"


class Split(NamedTuple):
    """``net + tax == gross`` in minor units."""

    net: int
    tax: int
    gross: int


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of the rate table."""

    country: str
    region: str
    tax_class: str
    rate_ppm: int
    treatment: str
    valid_from: dt.date
    valid_to: dt.date | None = None

    def holds_on(self, day: dt.date) -> bool:
        """Say whether the rate is valid on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Registration:
    """A country in which the shop collects; ``scheme`` "oss" covers all member states."""

    country: str
    scheme: str
    is_home: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """Where the goods go, for tax: the special territory is found once for all lines."""

    country: str
    region: str
    territory: Territory | None

    @property
    def in_eu(self) -> bool:
        """Whether goods to this place follow the VAT rules of the EU."""
        if self.territory is not None:
            return self.territory.in_eu_vat
        return self.country in EU_COUNTRIES


@dataclass(frozen=True, slots=True)
class Decision:
    """The rate and the reason as a code; ``source`` is the country (or territory) whose rule was used."""

    rate_ppm: int
    treatment: str
    reason: str
    source: str = ""


def split(amount: int, rate_ppm: int, *, gross: bool) -> Split:
    """Split an amount that contains the tax (``gross``) or add the tax to it; rounded half up, once."""
    if gross:
        tax = round_half_up(amount * rate_ppm, ONE + rate_ppm)
        return Split(amount - tax, tax, amount)
    tax = round_half_up(amount * rate_ppm, ONE)
    return Split(amount, tax, amount + tax)


def place(country: str, region: str, postal_code: str) -> Place:
    """Return the place of a delivery, with its special territory if it lies in one."""
    country = country.strip().upper()
    found = territory_of(country, region, postal_code)
    if found is not None:
        return Place(found.country, found.code, found)
    return Place(country, region.strip().upper(), None)


def decide(
    place: Place,
    tax_class: str,
    rates: Sequence[Rate],
    registrations: Sequence[Registration],
    *,
    on: dt.date,
    tax_number: str = "",
) -> Decision:
    """Return how one line is taxed at a place on a day.

    ``tax_number`` is the checked VAT number of a company that buys. Without any registration the shop
    collects wherever a rate is known.
    """
    home = next((each.country for each in registrations if each.is_home), "")
    if place.territory is not None and not place.territory.taxed:
        return Decision(0, "export", "outside_area", place.territory.name)
    collecting = _collecting_country(place, registrations, home)
    if collecting == "":
        if home and not (place.in_eu and home in EU_COUNTRIES):
            return Decision(0, "export", "leaves_the_area", place.country)
        return Decision(0, "not_collected", "not_registered", place.country)
    if tax_number and home in EU_COUNTRIES and place.in_eu and place.country != home:
        return Decision(0, "reverse_charge", "company_in_eu", place.country)
    return _by_table(collecting, place, tax_class, rates, on)


def _collecting_country(place: Place, registrations: Sequence[Registration], home: str) -> str:
    """Return the country whose rate applies, or nothing when no tax is collected there."""
    if not registrations or any(each.country == place.country for each in registrations):
        return place.country
    if place.in_eu and any(each.scheme == "oss" for each in registrations):
        return place.country
    # A small shop that has not joined the one-stop shop taxes its neighbors like its customers at home.
    return home if place.in_eu and home in EU_COUNTRIES else ""


def _by_table(country: str, place: Place, tax_class: str, rates: Sequence[Rate], on: dt.date) -> Decision:
    region = place.region if country == place.country else ""
    for wanted_class in dict.fromkeys((tax_class, DEFAULT_CLASS)):
        for wanted_region in dict.fromkeys((region, "")):
            found = [
                rate
                for rate in rates
                if rate.country == country
                and rate.region == wanted_region
                and rate.tax_class == wanted_class
                and rate.holds_on(on)
            ]
            if found:
                rate = max(found, key=lambda each: each.valid_from)
                reason = "table_home" if country != place.country else "table"
                return Decision(rate.rate_ppm, rate.treatment, reason, country)
    return Decision(0, "not_collected", "no_rate", country)
