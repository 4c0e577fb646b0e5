"""VAT numbers of companies: their form and check digits, not whether the company exists."""

from __future__ import annotations

from stdnum.eu import vat
from stdnum.util import get_cc_module

from storecrew.contexts.pricing.rules.territories import EU_COUNTRIES

GREECE = "EL"
"""The prefix of Greek numbers, the only one that is not the code of its country."""


def well_formed(number: str) -> bool:
    """Say whether a VAT number with its country prefix has the right form and check digits."""
    return vat.is_valid(number)


def cleaned(number: str, country: str) -> str:
    """Return the number of a company of a country as it is printed; "" when it cannot be right.

    A number of the EU may be typed without its prefix. Of a country whose numbers nobody here knows, any
    text with a digit is taken as it is.
    """
    prefix = GREECE if country == "GR" else country
    for typed in (number, f"{prefix}{number}"):
        if vat.is_valid(typed):
            return vat.compact(typed)
    if country in EU_COUNTRIES:
        return ""
    known = get_cc_module(country, "vat")
    if known is None:
        return number.strip() if any(char.isdigit() for char in number) else ""
    return str(getattr(known, "format", known.compact)(number)) if known.is_valid(number) else ""
