"""Plain rules of the checkout context; no database, no framework."""

from __future__ import annotations

import re
import unicodedata

MOST_GIFT_LETTERS = 300
# Control, format (direction marks and their like), private and unassigned characters.
_NOT_SHOWN = frozenset(("Cc", "Cf", "Co", "Cn", "Cs"))
_JOINERS = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


def to_tell(*, available: int, waiting: int, told_lately: int) -> int:
    """Return how many of those who wait may hear now that a variant is back.

    Never more than there are units, and those who heard lately come first: the units that they were told of
    are not promised to the next ones while they decide.
    """
    return max(0, min(waiting, available - told_lately))


def clean_message(text: str) -> str:
    """Return what somebody wrote as plain text: one kind of line end, no control or direction marks.

    Joiners stay, since letters and pictures are put together with them.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    kept = (
        letter
        for letter in lines
        if letter == "\n" or letter in _JOINERS or unicodedata.category(letter) not in _NOT_SHOWN
    )
    return re.sub(r"\n{3,}", "\n\n", "".join(kept)).strip()
