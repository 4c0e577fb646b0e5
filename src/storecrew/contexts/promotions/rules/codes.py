"""How codes are written, read back and compared."""

from __future__ import annotations

import hashlib
import math
import unicodedata
from collections.abc import Callable, Iterator

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""Without I, O, 0 and 1, which people confuse."""
SHORTEST_HIDDEN = math.ceil(60 / math.log2(len(ALPHABET)))
"""Characters that give at least 2^60 codes (ABU-02)."""
LONGEST = 40


def normalize(text: str) -> str:
    """Return a typed code as it is compared: capitals, no blanks or dashes; empty when it cannot be one."""
    plain = unicodedata.normalize("NFKC", text).upper()
    code = "".join(character for character in plain if character.isalnum())
    return code if len(code) <= LONGEST else ""


def digest(code: str) -> str:
    """Return what a normalized code is found by. Valuable codes have 60 random bits, so no salt is needed."""
    return hashlib.sha256(f"storecrew.coupon|{code}".encode()).hexdigest()


def generate(count: int, *, prefix: str, length: int, choice: Callable[[str], str]) -> Iterator[str]:
    """Yield random codes; ``choice`` picks a character. The table decides about equal ones."""
    head = normalize(prefix)
    for _ in range(count):
        yield head + "".join(choice(ALPHABET) for _ in range(length))
