"""What a scanned code says: GS1 element strings, GTINs and plain codes. Plain Python.

By the GS1 General Specifications (release 24, sections 3 and 7.8): element strings with FNC1, which
scanners send as the group separator (ASCII 29), or written with parentheses; symbology identifiers such
as ``]C1`` in front; check digits; and dates of which only two digits of the year are coded.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass, field
from typing import NamedTuple

from storecrew.kernel.sentence import say

GS = "\x1d"


class _Identifier(NamedTuple):
    """An application identifier: how its value is built, and whether FNC1 ends it."""

    least: int
    most: int
    digits: bool


def _fixed(length: int) -> _Identifier:
    return _Identifier(length, length, True)


# Identifiers of the trade in goods. A value of free length ends at FNC1 or with the code.
_IDENTIFIERS: dict[str, _Identifier] = {
    "00": _fixed(18),
    "01": _fixed(14),
    "02": _fixed(14),
    "10": _Identifier(1, 20, False),
    **{ai: _fixed(6) for ai in ("11", "12", "13", "15", "16", "17")},
    "20": _fixed(2),
    "21": _Identifier(1, 20, False),
    "22": _Identifier(1, 20, False),
    "30": _Identifier(1, 8, True),
    "37": _Identifier(1, 8, True),
    **{ai: _Identifier(1, 30, False) for ai in ("240", "241", "250", "251", "400", "401", "403")},
    "402": _fixed(17),
    **{f"41{number}": _fixed(13) for number in range(8)},
    "420": _Identifier(1, 20, False),
    "421": _Identifier(4, 12, False),
    "422": _fixed(3),
    **{f"{number}": _Identifier(1, 90, False) for number in range(90, 100)},
}
_MEASURE = re.compile(r"3[1-6]\d[0-5]")
_WEIGHT = re.compile(r"310([0-5])")
_PARENTHESES = re.compile(r"\((\d{2,4})\)([^(]*)")
_SYMBOLOGY = re.compile(r"\](?:C1|e0|d2|Q3|J1)")
_ANY_SYMBOLOGY = re.compile(r"\][A-Za-z]\d")


class UnreadableCode(ValueError):
    """The code looks like a GS1 element string and breaks the standard; the text says where."""


@dataclass(frozen=True, slots=True)
class Scan:
    """What a code says. `plain` is the code itself when it is no element string; `gtin` has 14 digits."""

    plain: str = ""
    gtin: str = ""
    sscc: str = ""
    lot: str = ""
    serial: str = ""
    produced_on: dt.date | None = None
    packed_on: dt.date | None = None
    best_before: dt.date | None = None
    expires_on: dt.date | None = None
    count: int | None = None
    weight_g: int | None = None
    elements: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def until(self) -> dt.date | None:
        """The date until which the goods are good: the expiry, else the best-before date."""
        return self.expires_on or self.best_before


def parse(code: str, *, today: dt.date) -> Scan:
    """Read a scanned or typed code; what is no element string comes back as `plain`.

    `today` decides the century of dates. Raises UnreadableCode.
    """
    text = code.strip(" \r\n\t")
    marked = bool(_SYMBOLOGY.match(text)) or text.startswith(GS)
    text = _ANY_SYMBOLOGY.sub("", text, count=1) if text.startswith("]") else text
    if text.startswith("("):
        return _scan(_from_parentheses(text), today)
    if marked or GS in text.strip(GS):
        return _scan(_from_string(text.strip(GS)), today)
    if text.isascii() and text.isdigit() and len(text) in (8, 12, 13, 14) and check_digit_fits(text):
        return Scan(plain=text, gtin=text.zfill(14))
    if _looks_like_elements(text):
        try:
            return _scan(_from_string(text), today)
        except UnreadableCode:
            return Scan(plain=text)
    return Scan(plain=text)


def check_digit_fits(digits: str) -> bool:
    """Tell whether the last digit is the GS1 check digit of the others (modulo 10, weights 3 and 1)."""
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(reversed(digits)))
    return total % 10 == 0


def spellings(gtin: str) -> tuple[str, ...]:
    """Return how a GTIN of 14 digits may be written in a catalog: 14, 13, 12 or 8 digits."""
    found = [gtin]
    found += [gtin[14 - length :] for length in (13, 12, 8) if gtin.startswith("0" * (14 - length))]
    return tuple(found)


def _looks_like_elements(text: str) -> bool:
    """Tell whether a code without marks starts like one from a package: a GTIN or a serial shipping code."""
    if not text.isascii() or len(text) < 16:
        return False
    head, digits = text[:2], text[2:]
    if head in ("01", "02"):
        return digits[:14].isdigit() and len(digits) >= 14 and check_digit_fits(digits[:14])
    return head == "00" and len(digits) == 18 and digits.isdigit() and check_digit_fits(digits)


def _from_parentheses(text: str) -> dict[str, str]:
    pairs = _PARENTHESES.findall(text)
    if not pairs or "".join(f"({ai}){value}" for ai, value in pairs) != text:
        raise UnreadableCode(say("parentheses do not match"))
    elements: dict[str, str] = {}
    for ai, value in pairs:
        rule = _rule(ai)
        if rule is None:
            raise UnreadableCode(say("unknown identifier %(identifier)s", identifier=ai))
        _add(elements, ai, value.strip(), rule)
    return elements


def _from_string(text: str) -> dict[str, str]:
    elements: dict[str, str] = {}
    rest = text
    while rest:
        ai = next((rest[:size] for size in (2, 3, 4) if _rule(rest[:size])), "")
        rule = _rule(ai)
        if rule is None:
            raise UnreadableCode(say("unknown identifier at %(place)s", place=rest[:4]))
        rest = rest[len(ai) :]
        if rule.least == rule.most:
            value, rest = rest[: rule.most], rest[rule.most :]
            rest = rest.removeprefix(GS)
        else:
            value, _, rest = rest.partition(GS)
        _add(elements, ai, value, rule)
    return elements


def _rule(ai: str) -> _Identifier | None:
    if ai in _IDENTIFIERS:
        return _IDENTIFIERS[ai]
    return _fixed(6) if _MEASURE.fullmatch(ai) else None


def _add(elements: dict[str, str], ai: str, value: str, rule: _Identifier) -> None:
    right_size = rule.least <= len(value) <= rule.most
    if not right_size or (rule.digits and not (value.isascii() and value.isdigit())):
        raise UnreadableCode(say("(%(identifier)s) has a value of the wrong kind or length", identifier=ai))
    if ai in ("00", "01", "02") and not check_digit_fits(value):
        raise UnreadableCode(say("(%(identifier)s) has a wrong check digit", identifier=ai))
    if elements.get(ai, value) != value:
        raise UnreadableCode(say("(%(identifier)s) is there twice", identifier=ai))
    elements[ai] = value


def _scan(elements: dict[str, str], today: dt.date) -> Scan:
    def date(ai: str) -> dt.date | None:
        return _date(ai, elements[ai], today) if ai in elements else None

    count = elements.get("37") or elements.get("30")
    return Scan(
        gtin=elements.get("01") or elements.get("02", ""),
        sscc=elements.get("00", ""),
        lot=elements.get("10", ""),
        serial=elements.get("21", ""),
        produced_on=date("11"),
        packed_on=date("13"),
        best_before=date("15"),
        expires_on=date("17"),
        count=int(count) if count else None,
        weight_g=_weight(elements),
        elements=elements,
    )


def _date(ai: str, value: str, today: dt.date) -> dt.date:
    """Return a date of YYMMDD; day 00 is the last of the month, the century the nearest one."""
    year, month, day = int(value[:2]), int(value[2:4]), int(value[4:])
    century = today.year - today.year % 100
    apart = year - today.year % 100
    if apart >= 51:
        century -= 100
    elif apart <= -50:
        century += 100
    try:
        last = calendar.monthrange(century + year, month)[1]
        return dt.date(century + year, month, day or last)
    except (ValueError, calendar.IllegalMonthError):
        raise UnreadableCode(say("(%(identifier)s) is no date", identifier=ai)) from None


def _weight(elements: dict[str, str]) -> int | None:
    """Return the net weight in grams, from kilograms with as many decimals as the identifier says."""
    for ai, value in elements.items():
        match = _WEIGHT.fullmatch(ai)
        if match:
            return round(int(value) * 1000 / 10 ** int(match[1]))
    return None
