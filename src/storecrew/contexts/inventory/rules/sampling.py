"""Acceptance sampling by attributes: how many units to look at, and how many defects are too many.

Single sampling plans for normal inspection of ISO 2859-1:1999, tables 1 and 2-A (the same plans are in
ANSI/ASQ Z1.4 and MIL-STD-105E). The master table is built on its diagonals: going one code letter down
and one quality limit to the left leads to a plan of the same acceptance number, so it is kept here as the
sum of both positions. Plain Python.
"""

from __future__ import annotations

from typing import NamedTuple

LEVELS = ("S-1", "S-2", "S-3", "S-4", "I", "II", "III")
LETTERS = "ABCDEFGHJKLMNPQR"
SAMPLES = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1_250, 2_000)
LIMITS = (
    "0.010", "0.015", "0.025", "0.040", "0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5",
    "2.5", "4.0", "6.5", "10",
)  # fmt: skip
"""Acceptance quality limits in per cent of nonconforming units."""

# Table 1: the code letter by the size of the lot (up to and including), one letter per level.
_LETTER_BY_LOT: tuple[tuple[int, str], ...] = (
    (8, "AAAAAAB"),
    (15, "AAAAABC"),
    (25, "AABBBCD"),
    (50, "ABBCCDE"),
    (90, "BBCCCEF"),
    (150, "BBCDDFG"),
    (280, "BCDEEGH"),
    (500, "BCDEFHJ"),
    (1_200, "CCEFGJK"),
    (3_200, "CDEGHKL"),
    (10_000, "CDFGJLM"),
    (35_000, "CDFHKMN"),
    (150_000, "DEGJLNP"),
    (500_000, "DEGJMPQ"),
)
_LARGEST = "DEHKNQR"

# Table 2-A along its diagonals: position of the letter plus position of the limit -> acceptance number.
_ZERO = 14
_ACCEPT = {14: 0, 17: 1, 18: 2, 19: 3, 20: 5, 21: 7, 22: 10, 23: 14, 24: 21}
_MOST = 24


class Plan(NamedTuple):
    """Look at `sample` units; accept the lot with up to `accept` defective ones."""

    letter: str
    sample: int
    accept: int

    @property
    def reject(self) -> int:
        """From how many defective units on the lot is refused."""
        return self.accept + 1


def known(level: str, aql: str) -> bool:
    """Tell whether the standard has this inspection level and quality limit."""
    return level in LEVELS and aql in LIMITS


def letter(lot: int, level: str) -> str:
    """Return the sample size code letter for a lot."""
    column = LEVELS.index(level)
    for most, letters in _LETTER_BY_LOT:
        if lot <= most:
            return letters[column]
    return _LARGEST[column]


def plan(lot: int, level: str, aql: str) -> Plan:
    """Return the plan for a lot of this many units; a sample as large as the lot means all of it.

    `level` and `aql` are of `LEVELS` and `LIMITS`.
    """
    row, column = LETTERS.index(letter(lot, level)), LIMITS.index(aql)
    row = _follow_arrows(row, column)
    return Plan(LETTERS[row], min(SAMPLES[row], max(lot, 1)), _ACCEPT[row + column])


def _follow_arrows(row: int, column: int) -> int:
    """Return the row of the plan that an arrow of the table points to; the sample is that row's."""
    place = row + column
    if place < _ZERO:
        return min(_ZERO - column, len(LETTERS) - 1)
    if place == _ZERO + 1 and row > 0:
        return row - 1
    if place in (_ZERO + 1, _ZERO + 2):
        below = row + (_ZERO + 3 - place)
        # Under the last letter there is no plan: its arrow points up.
        return below if below < len(LETTERS) else _ZERO - column
    return min(row, _MOST - column)
