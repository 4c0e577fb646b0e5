"""How an address is written on a parcel in its own country: which part stands on which line."""

from __future__ import annotations

import re
from collections.abc import Mapping

from storecrew.contexts.shipping.rules.address_formats import AddressFormat, address_format

_LETTERS = {"N": "name", "O": "company", "A": "street", "C": "city", "S": "region", "Z": "postal_code"}
# Where the province is written out; elsewhere the short form of the region stands on the parcel.
_REGION_IN_FULL = frozenset({"ES"})
_PLAIN = "%N%n%O%n%A%n%Z %C%n%S"


def printed_lines(address: Mapping[str, str]) -> list[str]:
    """Return the lines of an address without the country, in the order of its country.

    Written in Latin letters, an address of a country with another script follows its Latin order.
    """
    country_format = address_format(address.get("country", ""))
    values = {name: address.get(name, "").strip() for name in (*_LETTERS.values(), "street2")}
    latin = (values["street"] + values["street2"] + values["city"] or values["name"]).isascii()
    pattern = _PLAIN
    if country_format is not None:
        pattern = country_format.latin_lines if latin and country_format.latin_lines else country_format.lines
        region = _region(country_format, values["region"], latin)
        # Nobody writes "Barcelona Barcelona".
        values["region"] = "" if region.casefold() == values["city"].casefold() else region
    return _filled(pattern, values)


def _filled(pattern: str, values: Mapping[str, str]) -> list[str]:
    lines = []
    for row in pattern.split("%n"):
        if "%A" in row and values["street2"]:
            # The second line of the street goes right behind the first, on its own.
            lines += [_line(row, values), values["street2"]]
        else:
            lines.append(_line(row, values))
    return [line for line in lines if line]


def _line(row: str, values: Mapping[str, str]) -> str:
    """Fill one line; what stood between parts that are empty goes with them."""
    letters = re.findall(r"%([A-Z])", row)
    if not any(values.get(_LETTERS.get(letter, ""), "") for letter in letters):
        return ""
    text = re.sub(r"%([A-Z])", lambda found: values.get(_LETTERS.get(found[1], ""), ""), row)
    text = re.sub(r"\s{2,}", " ", text)
    return re.sub(r"^[\s,/–-]+|[\s,/–-]+$", "", text)


def _region(country_format: AddressFormat, typed: str, latin: bool) -> str:
    found = country_format.region(typed) if typed else None
    if found is None:
        return typed
    if country_format.country in _REGION_IN_FULL:
        return found.latin if latin else found.name
    return found.latin if latin and not found.key.isascii() else found.key
