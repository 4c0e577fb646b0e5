"""Which addresses a person looks at before anything is packed for them. Answers are codes, not sentences."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping

from storecrew.contexts.shipping.rules.addresses import Cleaned

UNDELIVERABLE = "address.undeliverable"
"""A carrier brought a parcel back from there because the address was not found."""

# Where a street without a number is not found. Elsewhere houses have names, or places have neither.
NUMBERED = frozenset(
    "AT AU BE CA CH CZ DE DK ES FI FR HU IT KR LU NL NO PL PT RO SE SI SK US".split()
)  # fmt: skip
# Warnings of an accepted address that are worth stopping for; a region filled in from the code is not.
_STOPPING = {"postal_code.other_region", "street.no_number"}
# What people type to get past a form.
_PLACEHOLDER = re.compile(
    r"(?:test|asdf+|qwer\w*|abc|xyz|none|null|na|n/a|unknown|(\w)\1{2,}|[-.?*x]+)", re.I
)


def doubts(cleaned: Cleaned) -> tuple[str, ...]:
    """Return codes ``field.what`` of everything that a parcel could fail at, in the order of the fields.

    The phone is left out: a parcel arrives without it.
    """
    country = cleaned.values["country"]
    found = [f"{name}.{code}" for name, code in cleaned.problems.items() if name != "phone"]
    found += [
        f"{name}.{code}"
        for name, code in cleaned.warnings.items()
        if f"{name}.{code}" in _STOPPING and (code != "no_number" or country in NUMBERED)
    ]
    found += [
        f"{name}.placeholder"
        for name in ("name", "street", "city")
        if _PLACEHOLDER.fullmatch(cleaned.values[name].strip())
    ]
    order = list(cleaned.values)
    return tuple(sorted(found, key=lambda code: order.index(code.partition(".")[0])))


def place_of(address: Mapping[str, str]) -> str:
    """Return what names the place of an address and not the person: equal for two ways to write it."""
    parts = [address.get(name, "") for name in ("country", "postal_code", "city", "street", "street2")]
    return "|".join(_plain(part) for part in parts)


def _plain(text: str) -> str:
    """Letters and digits alone, small and without accents; "Straße", "Strasse" and "Str." are one word."""
    folded = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(char for char in folded if not unicodedata.combining(char))
    words = re.sub(r"(strasse|str\.?|street|st\.?|avenue|ave\.?|road|rd\.?)\b", _short, letters)
    return "".join(char for char in words if char.isalnum())


def _short(found: re.Match[str]) -> str:
    word = found[0].rstrip(".")
    return {"strasse": "str", "street": "st", "avenue": "ave", "road": "rd"}.get(word, word)
