"""Numbers as files write them. Nothing is guessed: what can be read in two ways is refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

MOST_PIECES = 99_999_999
_MOST_MINOR = 10**15
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NO_ZERO = re.compile(r"[.,][0-9]{1,20}")  # ".5", as some shops write 0.5
_SHAPE = re.compile(r"[0-9][0-9.,' ]{0,39}")
_PIECES = re.compile(r"([+-]?)([0-9]{1,12})(?:[.,]0{1,12})?")
_ONE_GROUP = re.compile(r"[+-]?[0-9]{1,3}[.,][0-9]{3}")
_GROUPS = re.compile(r"([+-]?)([1-9][0-9]{0,2}(?:,[0-9]{3})+|[1-9][0-9]{0,2}(?:\.[0-9]{3}){2,})")
_GROUP = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+")
_SYMBOLS = {
    "$": "",
    "€": "EUR",
    "£": "GBP",
    "¥": "",
    "₩": "KRW",
    "￦": "KRW",
    "₫": "VND",
    "₹": "INR",
    "zł": "PLN",
}
# Symbols of several currencies, the best known one first.
_SHARED = {
    "$": ("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "TWD", "MXN", "CLP", "COP", "ARS", "UYU", "DOP", "JMD"),
    "¥": ("JPY", "CNY"),
}
_CODE = re.compile(r"[A-Za-z]{3}")
_NOTHING = re.compile(r"n\.?/?a\.?|none|null|nil|tb[acd]|\?+|[-–—]+|없음|미정|해당 ?없음", re.IGNORECASE)

GRAMS = {
    "g": Decimal(1),
    "kg": Decimal(1000),
    "lb": Decimal("453.59237"),
    "lbs": Decimal("453.59237"),
    "oz": Decimal("28.349523125"),
    "mg": Decimal("0.001"),
    "t": Decimal(1_000_000),
}
MILLIMETERS = {
    "mm": Decimal(1),
    "cm": Decimal(10),
    "m": Decimal(1000),
    "in": Decimal("25.4"),
    "yd": Decimal("914.4"),
    "ft": Decimal("304.8"),
}


class BadNumber(ValueError):
    """The text is not a number of the wanted kind; ``code`` says what is wrong."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def is_plain(text: str) -> bool:
    """Whether the text is nothing but digits with at most one point."""
    return _PLAIN.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """Whether the cell says in words that there is no number: ``"N/A"``, ``"-"``, ``"TBD"``."""
    return _NOTHING.fullmatch(text.strip()) is not None


def read_decimal(text: str, *, places: int = 2, decimal_comma: bool = False) -> Decimal:
    """The number of 0 or more that the text states. Raises :class:`BadNumber`.

    Thousands may be grouped by comma, point, apostrophe or blank; ``places`` (the decimals that make sense)
    settles ``1,050``. Exponents, signs other than plus, words and non-ASCII digits are refused.
    """
    text = text.replace("\u00a0", " ").replace("\u202f", " ").replace("’", "'").strip()
    if _NO_ZERO.fullmatch(text):
        text = f"0{text}"
    if _PLAIN.fullmatch(text) and len(text) <= 40 and not (decimal_comma and _three_after_point(text)):
        return Decimal(text)
    if text.startswith(("-", "−", "–")):
        raise BadNumber("negative" if _SHAPE.fullmatch(text[1:].strip()) else "not_a_number")
    text = text.removeprefix("+").strip()
    if not _SHAPE.fullmatch(text):
        raise BadNumber("not_a_number")
    return Decimal(_plain(text.replace(" ", "").replace("'", ""), places, decimal_comma))


def _three_after_point(text: str) -> bool:
    whole, _, rest = text.partition(".")
    return len(rest) == 3 and len(whole) <= 3 and whole != "0"


def _plain(text: str, places: int, decimal_comma: bool) -> str:
    points, commas = text.count("."), text.count(",")
    if points and commas:
        mark = "." if text.rindex(".") > text.rindex(",") else ","
        whole, _, rest = text.rpartition(mark)
        return f"{_ungrouped(whole, ',' if mark == '.' else '.')}.{rest or '0'}"
    if commas == 1:
        whole, _, rest = text.partition(",")
        if len(rest) == 3 and len(whole) <= 3 and whole != "0":
            if places >= 3 or decimal_comma:
                raise BadNumber("two_readings")
            return whole + rest
        return f"{whole}.{rest or '0'}"
    if commas or points > 1:
        return _ungrouped(text, "," if commas else ".")
    if decimal_comma and points and _three_after_point(text):
        raise BadNumber("two_readings")
    if text.endswith("."):
        raise BadNumber("not_a_number")
    return text


def _ungrouped(text: str, mark: str) -> str:
    if mark not in text:
        if text.isdigit():
            return text
        raise BadNumber("not_a_number")
    if not _GROUP.fullmatch(text.replace(mark, ",")) or ("," in text and mark != ","):
        raise BadNumber("not_a_number")
    return text.replace(mark, "")


def raised(text: str, more: Iterable[str]) -> str | None:
    """An amount with what is added to it, each an amount or a share of it (``"-2.50"``, ``"10%"``), written
    plainly; None when one of them cannot be read or nothing is left.
    """
    try:
        base = read_decimal(text)
        total = base
        for each in more:
            share = read_decimal(each.removeprefix("-").removesuffix("%").strip())
            added = base * share / 100 if each.endswith("%") else share
            total += -added if each.startswith("-") else added
    except BadNumber:
        return None
    return f"{total.normalize():f}" if total >= 0 else None


def without_currency(text: str, wanted: str = "") -> tuple[str, str]:
    """Split ``"12.50 EUR"`` or ``"₩1,050"`` into the number and an ISO code (empty when none is named).

    A symbol that several currencies share is taken as the one that is ``wanted`` if it may be; without one
    it names none.
    """
    text = text.strip()
    for symbol, code in _SYMBOLS.items():
        if text.startswith(symbol) or text.endswith(symbol):
            shared = _SHARED.get(symbol, ())
            if shared and wanted:
                code = wanted if wanted in shared else shared[0]
            return text.removeprefix(symbol).removesuffix(symbol).strip(), code
    if len(text) > 3 and text[-1].isdigit() and _CODE.fullmatch(text[:3]):
        return text[3:].strip(), text[:3].upper()
    if len(text) > 3 and text[:1].isdigit() and _CODE.fullmatch(text[-3:]) and text[-4:-3] in " 0123456789":
        return text[:-3].strip(), text[-3:].upper()
    return text, ""


def minor_units(value: Decimal, places: int) -> tuple[int, bool]:
    """The amount in minor units, halves up, and whether it had to be rounded. Raises :class:`BadNumber`."""
    scaled = value.scaleb(places)
    if scaled > _MOST_MINOR:
        raise BadNumber("too_large")
    whole = int(scaled)
    rest = scaled - whole
    if not rest:
        return whole, False
    return whole + (1 if rest >= Decimal("0.5") else 0), True


def read_pieces(text: str, *, decimal_comma: bool = False) -> int:
    """A whole number of pieces, maybe negative (``"5"``, ``"5.0000"``, ``"1,200"``).

    Raises :class:`BadNumber`, also for ``"1.200"`` where commas are decimal: it is 1,200 or 1.
    """
    text = text.strip()
    if decimal_comma and _ONE_GROUP.fullmatch(text):
        raise BadNumber("two_readings")
    grouped = _GROUPS.fullmatch(text)
    if grouped:
        text = grouped[1] + grouped[2].replace(",", "").replace(".", "")
    match = _PIECES.fullmatch(text)
    if match is None:
        raise BadNumber("not_whole")
    count = int(match[2])
    if count > MOST_PIECES:
        raise BadNumber("too_large")
    return -count if match[1] == "-" else count


def in_unit(text: str, unit: str, table: dict[str, Decimal], *, decimal_comma: bool = False) -> int:
    """A measure as whole grams or millimeters, rounded. Raises :class:`BadNumber`."""
    factor = table.get(unit.strip().casefold().rstrip("."))
    if factor is None:
        raise BadNumber("unknown_unit")
    whole, _ = minor_units(read_decimal(text, places=3, decimal_comma=decimal_comma) * factor, 0)
    if whole > 2_000_000_000:
        raise BadNumber("too_large")
    return whole
