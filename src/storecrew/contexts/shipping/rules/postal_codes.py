"""Post codes as people type them, and as they are printed."""

from __future__ import annotations

import re
import unicodedata

# Where blanks and hyphens belong, by country: "#" stands for one letter or digit.
_SHAPES: dict[str, tuple[str, ...]] = {
    "BR": ("#####-###",),
    "CA": ("### ###",),
    "CZ": ("### ##",),
    "GR": ("### ##",),
    "IE": ("### ####",),
    "JP": ("###-####",),
    "MT": ("### ####",),
    "NL": ("#### ##",),
    "PL": ("##-###",),
    "PT": ("####-###",),
    "SE": ("### ##",),
    "SK": ("### ##",),
    **dict.fromkeys("US PR VI GU AS MP FM MH PW".split(), ("#####", "#####-####")),
}
_BRITISH = frozenset({"GB", "IM", "JE", "GG"})
# Letters that people write before the code, beside the code of the country itself: D-10117, A-1010.
_LETTERS = {"DE": "D", "AT": "A", "FR": "F", "BE": "B", "IT": "I", "LU": "L", "SE": "S", "CH": "CH"}
# Where the letters belong to the code; people may leave them out.
_WITH_LETTERS = {"LV": "LV-", "AD": "AD", "BB": "BB", "VC": "VC", "VG": "VG"}
_AS_TYPED = frozenset({"KY"})
_LONGEST = 40
_SEPARATORS = re.compile(r"[\s.\-‐-―−]+")


def plain_text(text: str, limit: int = 200) -> str:
    """Return text on one line, in composed Unicode, without control characters and doubled blanks."""
    shown = "".join(
        " " if char.isspace() else char for char in text[: limit * 2] if char.isspace() or char.isprintable()
    )
    # Composed last: a letter and its mark may meet only when what stood between them is gone.
    return " ".join(unicodedata.normalize("NFC", shown).split())


def tidy(postal_code: str, country: str) -> str:
    """Return a post code as the country prints it: capitals, ASCII digits, blanks and hyphens in their
    places.

    A code that has not the right number of characters comes back as it was typed.
    """
    typed = _composed(plain_text(_composed(postal_code[:_LONGEST])).upper())[:_LONGEST].strip()
    if country in _AS_TYPED:
        return typed
    bare = _without_country(typed, country)
    packed = _composed(_SEPARATORS.sub("", bare))
    if country in _BRITISH:
        return (
            f"{packed[:-3]} {packed[-3:]}"
            if 5 <= len(packed) <= 7 and not packed.startswith("BFPO")
            else bare
        )
    if country in _WITH_LETTERS and packed.isdigit():
        return _WITH_LETTERS[country] + packed
    for shape in _SHAPES.get(country, ()):
        if shape.count("#") == len(packed):
            return _fill(shape, packed)
    return packed if packed.isdigit() and country not in _SHAPES else bare


def _composed(text: str) -> str:
    return unicodedata.normalize("NFKC", text)


def _without_country(typed: str, country: str) -> str:
    if country in _BRITISH:
        return typed
    for letters in (country, _LETTERS.get(country, "")):
        match = re.fullmatch(rf"{letters}[\s\-]*(\d.*)", typed) if letters else None
        if match:
            return match.group(1)
    return typed


def _fill(shape: str, packed: str) -> str:
    characters = iter(packed)
    return "".join(next(characters) if mark == "#" else mark for mark in shape)
