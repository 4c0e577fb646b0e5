"""What a scanner reads: SKU, GTIN in its lengths, or a GS1 element string; and whether it is the right
thing.
"""

from __future__ import annotations

import re
from typing import NamedTuple

FNC1 = "\x1d"
FIXED = {"00": 18, "01": 14, "02": 14, "11": 6, "13": 6, "15": 6, "17": 6}
VARIABLE = {"10": 20, "21": 20, "30": 8, "37": 8}
_BRACKETS = re.compile(r"\((\d{2,4})\)([^(]*)")


class Read(NamedTuple):
    """What a code says: the bare text, and the parts of a GS1 string ("" where it has none)."""

    text: str
    gtin: str = ""
    lot: str = ""
    serial: str = ""
    expires: str = ""
    units: int = 0


def read(code: str) -> Read:
    """Return what a scanned code says; any text is at least itself."""
    text = code.strip().removeprefix("]C1").removeprefix("]d2").removeprefix("]Q3")
    bracketed: dict[str, str] = dict(_BRACKETS.findall(text)) if text.startswith("(") else {}
    parts = bracketed or _elements(text)
    if not parts:
        return Read(text)
    count = parts.get("30") or parts.get("37") or "0"
    return Read(
        text,
        gtin=parts.get("01", parts.get("02", "")),
        lot=parts.get("10", ""),
        serial=parts.get("21", ""),
        expires=parts.get("17", ""),
        units=int(count) if count.isdigit() else 0,
    )


def _elements(text: str) -> dict[str, str]:
    """Take a GS1 string apart; an unknown beginning means it is none."""
    found: dict[str, str] = {}
    rest = text.strip(FNC1)
    if not rest.startswith("01") or len(rest) < 16:
        return {}
    while rest:
        key = rest[:2]
        if key in FIXED:
            value, rest = rest[2 : 2 + FIXED[key]], rest[2 + FIXED[key] :]
            if len(value) != FIXED[key] or not value.isdigit():
                return {}
        elif key in VARIABLE:
            value, _sign, rest = rest[2:].partition(FNC1)
            if not value or len(value) > VARIABLE[key]:
                return {}
        else:
            return {}
        found[key] = value
        rest = rest.lstrip(FNC1)
    return found


def is_item(code: str, *, sku: str, barcode: str = "") -> bool:
    """Say whether a scan names an article, by its SKU or by its GTIN in any length."""
    scanned = read(code)
    if scanned.text.casefold() == sku.casefold():
        return True
    return bool(barcode) and _gtin14(scanned.gtin or scanned.text) == _gtin14(barcode)


def is_place(code: str, bin_code: str) -> bool:
    """Say whether a scan names a bin; a place without a code needs no scan."""
    return not bin_code or code.strip().casefold() == bin_code.casefold()


def _gtin14(digits: str) -> str:
    """Return a GTIN of 8 to 14 digits in its longest form; other texts stay as they are."""
    return digits.zfill(14) if digits.isdigit() and 8 <= len(digits) <= 14 else digits
