"""Cleaning an address: what is missing, what is wrong, what should be looked at.

Answers are codes, not sentences.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import phonenumbers

from storecrew.contexts.shipping.rules import korea
from storecrew.contexts.shipping.rules.address_formats import AddressFormat, Region, address_format
from storecrew.contexts.shipping.rules.postal_codes import plain_text, tidy

LIMITS = {
    "name": 200,
    "company": 200,
    "street": 200,
    "street2": 200,
    "city": 120,
    "postal_code": 20,
    "region": 120,
    "country": 2,
    "phone": 32,
}
# Where a post code of another state is surely a mistake; elsewhere borders and codes do not always agree.
_STRICT_REGIONS = frozenset({"US", "CA"})


@dataclass(slots=True)
class Cleaned:
    """The clean values, and codes of problems and warnings by field; ``facts`` fill the sentences."""

    values: dict[str, str]
    problems: dict[str, str] = field(default_factory=dict)
    warnings: dict[str, str] = field(default_factory=dict)
    facts: dict[str, str] = field(default_factory=dict)


def clean(data: Mapping[str, Any], *, to_deliver: bool = False, for_tax: bool = False) -> Cleaned:
    """Return the address with every part tidied and checked; parts that are no text count as empty.

    ``to_deliver`` asks also for what the carriers of the country want of an order. ``for_tax`` asks only for
    what says whose tax it is: where nothing is sent, street and town may stay empty.
    """
    values = {name: plain_text(_text(data.get(name)), 400) for name in LIMITS}
    values["country"] = values["country"].upper()
    cleaned = Cleaned(values)
    for name, limit in LIMITS.items():
        if len(values[name]) > limit and name != "country":
            cleaned.problems[name] = "too_long"
            cleaned.facts[f"limit_{name}"] = str(limit)
            values[name] = values[name][:limit]
    country_format = address_format(values["country"])
    if country_format is None:
        cleaned.problems["country"] = "required" if not values["country"] else "unknown_country"
        _require(cleaned, "name", "street")
        return cleaned
    _require(cleaned, "name")
    if not for_tax:
        _require(cleaned, *(country_format.required - {"region", "postal_code"}))
    _clean_postal_code(cleaned, country_format)
    _clean_region(cleaned, country_format)
    if to_deliver and country_format.needs_phone:
        _require(cleaned, "phone")
    _clean_phone(cleaned)
    _look_at_street(cleaned, country_format)
    return cleaned


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _require(cleaned: Cleaned, *names: str) -> None:
    for name in names:
        if not cleaned.values[name]:
            cleaned.problems.setdefault(name, "required")


def _clean_postal_code(cleaned: Cleaned, country_format: AddressFormat) -> None:
    values = cleaned.values
    if not country_format.has("postal_code"):
        # Some forms send "0000" or "N/A" where a country has no codes.
        values["postal_code"] = ""
        return
    typed = values["postal_code"]
    code = values["postal_code"] = tidy(typed, country_format.country)
    cleaned.facts["example"] = country_format.postal_example
    cleaned.facts["code"] = code
    if not code:
        if "postal_code" in country_format.required:
            cleaned.problems["postal_code"] = "required"
    elif country_format.country == "KR" and korea.is_old_code(code):
        cleaned.problems["postal_code"] = "old_korean_code"
    elif not country_format.postal_code_fits(code):
        cleaned.problems["postal_code"] = "wrong_pattern"


def _clean_region(cleaned: Cleaned, country_format: AddressFormat) -> None:
    if not country_format.has("region"):
        return
    typed = cleaned.values["region"]
    by_code = None
    if "postal_code" not in cleaned.problems:
        by_code = country_format.region_of(cleaned.values["postal_code"])
    found = country_format.region(typed) if typed else None
    if found is not None:
        cleaned.values["region"] = found.key
        _compare_regions(cleaned, country_format, found, by_code)
    elif by_code is not None:
        # What can be derived is not asked for: the post code says the region.
        cleaned.values["region"] = by_code.key
        if typed:
            cleaned.warnings["region"] = "region_from_code"
            cleaned.facts |= {"typed": typed, "region": by_code.latin}
    elif typed and country_format.regions and "region" in country_format.required:
        cleaned.problems["region"] = "unknown_region"
    elif not typed and "region" in country_format.required and "postal_code" not in cleaned.problems:
        cleaned.problems["region"] = "required"
    if country_format.country == "KR":
        _say_region_once(cleaned, country_format)


def _say_region_once(cleaned: Cleaned, country_format: AddressFormat) -> None:
    """Take the province out of the city: Koreans write both in one breath, "서울시 중구"."""
    first, _blank, rest = cleaned.values["city"].partition(" ")
    named = country_format.region(first)
    if rest.strip() and named is not None and named.key == cleaned.values["region"]:
        cleaned.values["city"] = rest.strip()


def _compare_regions(
    cleaned: Cleaned, country_format: AddressFormat, found: Region, by_code: Region | None
) -> None:
    if by_code is None or by_code.key == found.key:
        return
    cleaned.facts |= {"region": found.latin, "region_of_code": by_code.latin}
    if country_format.country in _STRICT_REGIONS:
        cleaned.problems["postal_code"] = "other_region"
    else:
        cleaned.warnings["postal_code"] = "other_region"


def _clean_phone(cleaned: Cleaned) -> None:
    typed = cleaned.values["phone"]
    if not typed or "phone" in cleaned.problems:
        return
    try:
        number = phonenumbers.parse(typed, cleaned.values["country"])
    except phonenumbers.NumberParseException:
        cleaned.problems["phone"] = "wrong_phone"
        return
    if not phonenumbers.is_possible_number(number):
        cleaned.problems["phone"] = "wrong_phone"
    elif phonenumbers.is_valid_number(number):
        cleaned.values["phone"] = phonenumbers.format_number(
            number, phonenumbers.PhoneNumberFormat.INTERNATIONAL
        )
    else:
        cleaned.warnings["phone"] = "unlikely_phone"


def _look_at_street(cleaned: Cleaned, country_format: AddressFormat) -> None:
    street = cleaned.values["street"]
    has_number = any(char.isdigit() for char in street + cleaned.values["street2"])
    if street and not has_number:
        cleaned.warnings["street"] = "no_number"
