"""What customs want to know of a consignment, and what is missing of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MC MT NL PL PT RO SE SI SK".split()
)
"""One customs territory: between these countries goods need no papers."""
# Parts of a member that lie outside of it, by the beginning of the post code.
_OUTSIDE = {"ES": ("35", "38", "51", "52"), "FI": ("22",), "DE": ("27498", "78266"), "IT": ("23041",)}
INCOTERMS = ("DAP", "DDP")
"""Who pays duties: the recipient at the door, or the sender."""
_HS_CODE = re.compile(r"\d{6}(?:\d{2}(?:\d{2})?)?")
_EORI = re.compile(r"[A-Z]{2}[A-Z0-9]{1,15}")


class Line(NamedTuple):
    """Goods of one kind as they are told to customs."""

    sku: str
    description: str
    quantity: int
    value: int
    hs_code: str
    origin: str


class Missing(NamedTuple):
    """What is not known: the article (or "" for the consignment) and the name of the field."""

    sku: str
    field: str


def needs_papers(sender: str, sender_code: str, recipient: str, recipient_code: str) -> bool:
    """Say whether goods cross a customs border between two places (country and post code)."""
    here, there = _territory(sender, sender_code), _territory(recipient, recipient_code)
    return here != there


def missing(lines: Sequence[Line], identity: Mapping[str, str], *, phone: str) -> list[Missing]:
    """Return everything that is not known, article by article; empty when the papers are whole.

    ``identity`` has the sender's ``eori`` (for senders in the Union), ``signer`` and ``incoterm``.
    """
    found = [] if lines else [Missing("", "contents")]
    for line in lines:
        if not line.description.strip():
            found.append(Missing(line.sku, "description"))
        if not valid_hs_code(line.hs_code):
            found.append(Missing(line.sku, "hs_code"))
        if len(line.origin) != 2:
            found.append(Missing(line.sku, "origin"))
        if line.value < 1:
            found.append(Missing(line.sku, "value"))
    if identity.get("country") in UNION and not valid_eori(identity.get("eori", "")):
        found.append(Missing("", "eori"))
    found += [Missing("", name) for name in ("signer", "incoterm") if not identity.get(name)]
    if not phone.strip():
        found.append(Missing("", "phone"))
    return list(dict.fromkeys(found))


def valid_hs_code(code: str) -> bool:
    """Say whether a code has the six, eight or ten digits of the harmonized system."""
    return _HS_CODE.fullmatch(code) is not None


def valid_eori(number: str) -> bool:
    """Say whether a number looks like one of economic operators: a country and up to 15 signs."""
    return _EORI.fullmatch(number) is not None


def _territory(country: str, code: str) -> str:
    plain = code.replace(" ", "").replace("-", "")
    if country in UNION and not plain.startswith(_OUTSIDE.get(country, ("\0",))):
        return "EU"
    return f"{country}-outside" if country in UNION else country
