"""How voucher codes are made, written, read back and compared."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which people confuse: five bits a character."""
RANDOM = 15
"""Random characters of a code: 2^75 codes (ABU-02)."""
GROUP = 4


def generate(choice: Callable[[str], str]) -> str:
    """Return a new code; ``choice`` picks a character. The last one is a check character."""
    body = "".join(choice(ALPHABET) for _ in range(RANDOM))
    return body + check_character(body)


def check_character(body: str) -> str:
    """Return the character that makes a typing error visible: one wrong or two swapped ones."""
    total = sum((place + 1) * ALPHABET.index(each) for place, each in enumerate(body))
    return ALPHABET[total % 31]


def normalize(text: str) -> str:
    """Return a typed code as it is compared, or "" when it cannot be one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    code = "".join(each for each in plain if each.isalnum())
    if len(code) != RANDOM + 1 or any(each not in ALPHABET for each in code):
        return ""
    return code if check_character(code[:-1]) == code[-1] else ""


def written(code: str) -> str:
    """Return a code as people read it, in groups of four."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def digest(code: str) -> str:
    """Return what a normalized code is found by. Codes have 75 random bits, so no salt is needed."""
    return hashlib.sha256(f"storecrew.voucher|{code}".encode()).hexdigest()
