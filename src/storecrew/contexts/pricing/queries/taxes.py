"""Which tax the lines of a cart or order carry."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from babel import Locale
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from storecrew.contexts.pricing.errors import InvalidTaxNumber
from storecrew.contexts.pricing.facts import TaxableLine, TaxAnswer, TaxDisplay, TaxLine
from storecrew.contexts.pricing.models import TaxClass, TaxRate, TaxRegistration
from storecrew.contexts.pricing.rules.tax import Decision, Place, Rate, Registration, decide, place, split
from storecrew.contexts.pricing.rules.tax_numbers import cleaned, well_formed
from storecrew.kernel import clock
from storecrew.kernel.kept import kept
from storecrew.kernel.money import CurrencyMismatch, Money
from storecrew.kernel.numbers import rate
from storecrew.kernel.reads import compiled_once
from storecrew.kernel.sentence import Sentence, register_writer, say, told_by

LONGEST_NUMBER = 32
TAXES_TAG = "taxes"
"""What is bumped when a rate or a registration changes."""


def tax_classes() -> dict[str, str]:
    """Names of the tax classes by their codes."""
    return dict(TaxClass.objects.order_by("code").values_list("code", "name"))


def company_number(number: str, country: str) -> str:
    """Return the VAT number of a company that buys, as it is printed; "" for none. InvalidTaxNumber."""
    typed = number.strip()
    found = cleaned(typed, country)[:LONGEST_NUMBER] if typed else ""
    if typed and not found:
        raise InvalidTaxNumber(tax_number=typed[:LONGEST_NUMBER])
    return found


def tax_for(
    lines: Sequence[TaxableLine],
    *,
    country: str,
    region: str = "",
    postal_code: str = "",
    tax_display: TaxDisplay,
    at: dt.datetime,
    timezone: str = "UTC",
    tax_number: str = "",
    currency: str = "",
) -> TaxAnswer:
    """Return the tax of each line for goods that go to a place.

    Amounts are line totals after quantity; with ``tax_display`` "gross" they contain the tax, with "net" it
    is added. Each line is rounded once, and the totals are the sums of the lines. ``tax_number`` is the VAT
    number of a buying company (InvalidTaxNumber when malformed). ``currency`` is only needed when there are
    no lines. Raises CurrencyMismatch for lines of several currencies.
    """
    currency = _one_currency(lines, currency)
    if tax_number and not well_formed(tax_number):
        raise InvalidTaxNumber(tax_number=tax_number[:32])
    on = clock.local_day(at, timezone)
    where = place(country, region, postal_code)
    registrations, rates = _table(where.country, on)
    decided: dict[str, tuple[Decision, Sentence]] = {}
    answers: dict[str, TaxLine] = {}
    for line in lines:
        if line.tax_class not in decided:
            decision = decide(where, line.tax_class, rates, registrations, on=on, tax_number=tax_number)
            decided[line.tax_class] = (decision, _sentence(decision, where, on))
        answers[line.key] = _tax_line(line, *decided[line.tax_class], where, on, gross=tax_display == "gross")
    return TaxAnswer(
        lines=answers,
        total_tax=Money(sum(line.tax.amount for line in answers.values()), currency),
        total_net=Money(sum(line.net.amount for line in answers.values()), currency),
        total_gross=Money(sum(line.gross.amount for line in answers.values()), currency),
    )


def _one_currency(lines: Sequence[TaxableLine], currency: str) -> str:
    currencies = {line.amount.currency for line in lines} | ({currency} if currency else set())
    if len(currencies) > 1:
        raise CurrencyMismatch(
            say("Lines in %(currencies)s cannot be taxed together.", currencies=", ".join(sorted(currencies)))
        )
    return currencies.pop() if currencies else "XXX"


@kept(TAXES_TAG, most=1_000, in_transactions=True)
def _table(country: str, on: dt.date) -> tuple[tuple[Registration, ...], tuple[Rate, ...]]:
    """Return where the shop is registered, and the rates there and at home; two queries, or kept."""
    registrations = tuple(Registration(*row) for row in _registrations(on=on))
    countries = {country, *(each.country for each in registrations if each.is_home)}
    return registrations, tuple(Rate(*row) for row in _rates(countries=sorted(countries), on=on))


@compiled_once
def _registrations(on: dt.date) -> QuerySet[TaxRegistration, tuple[Any, ...]]:
    rows = TaxRegistration.objects.filter(Q(valid_to=None) | Q(valid_to__gt=on), valid_from__lte=on)
    return rows.values_list("country", "scheme", "is_home")


@compiled_once
def _rates(countries: list[str], on: dt.date) -> QuerySet[TaxRate, tuple[Any, ...]]:
    rows = TaxRate.objects.filter(
        Q(valid_to=None) | Q(valid_to__gt=on), country__in=countries, valid_from__lte=on
    )
    fields = ("country", "region", "tax_class_id", "rate_ppm", "treatment", "valid_from", "valid_to")
    return rows.order_by().values_list(*fields)


def _tax_line(
    line: TaxableLine, decision: Decision, reason: Sentence, where: Place, on: dt.date, *, gross: bool
) -> TaxLine:
    currency = line.amount.currency
    parts = split(line.amount.amount, decision.rate_ppm, gross=gross)
    return TaxLine(
        rate_ppm=decision.rate_ppm,
        treatment=decision.treatment,
        reason=reason,
        tax=Money(parts.tax, currency),
        net=Money(parts.net, currency),
        gross=Money(parts.gross, currency),
        country=where.country,
        region=where.region,
        on=on,
    )


def _sentence(decision: Decision, where: Place, on: dt.date) -> Sentence:
    """Say why a line is taxed like this, in words that everybody reads in their own language."""
    territory = where.territory.name if where.territory else ""
    return told_by(
        "pricing.tax",
        {
            "why": decision.reason,
            "rate": percent_text(decision.rate_ppm),
            "country": where.country,
            "territory": territory,
            "home": decision.source,
            "day": on.isoformat(),
        },
    )


def _why(facts: Mapping[str, Any]) -> str:
    """Write the reason of a tax in the language of the moment."""
    values = {
        "rate": rate(_ppm(facts["rate"]), get_language() or "en"),
        "place": facts["territory"] or _country_name(facts["country"]),
        "day": date_format(dt.date.fromisoformat(facts["day"])),
    }
    if facts["why"] == "table":
        return _("%(rate)s in %(place)s on %(day)s.") % values
    if facts["why"] == "table_home":
        values["home"] = _country_name(facts["home"])
        return _("%(rate)s of %(home)s, because the shop taxes %(place)s like its home country.") % values
    return {
        "outside_area": _("%(place)s lies outside the VAT area, so the delivery is an export."),
        "leaves_the_area": _("The goods leave for %(place)s, so the delivery is an export."),
        "not_registered": _("The shop is not registered for tax in %(place)s."),
        "no_rate": _("No rate is known for %(place)s on %(day)s."),
        "company_in_eu": _("A company in %(place)s with a VAT number owes the tax itself."),
    }[facts["why"]] % values


register_writer("pricing.tax", _why)


def percent_text(rate_ppm: int) -> str:
    """Write a rate in percent without trailing zeros, for programs: 55000 is "5.5"."""
    whole, rest = divmod(rate_ppm, 10_000)
    return f"{whole}.{rest:04d}".rstrip("0").rstrip(".")


def _ppm(text: str) -> int:
    """Return the rate that ``percent_text`` wrote."""
    whole, _point, rest = text.partition(".")
    return int(whole) * 10_000 + int(rest.ljust(4, "0"))


def _country_name(country: str) -> str:
    locale = Locale.parse((get_language() or "en").replace("-", "_"))
    return locale.territories.get(country, country)
