"""Numbers as readers of the active language write them.

What is less than nothing has a minus before it, never a hyphen, which breaks at the end of a line: as money
does. Files and programs get plain digits; this is for the eye.
"""

from __future__ import annotations

from dataclasses import dataclass

from babel.numbers import format_decimal, format_percent
from django.utils.translation import get_language

from storecrew.kernel.money import MINUS
from storecrew.kernel.numbers import rate as written


def number(value: float | int, pattern: str | None = None) -> str:  # not money: a count
    """Write a number; ``pattern`` is one of CLDR such as ``#,##0.00``."""
    return _with_minus(format_decimal(value, format=pattern, locale=_locale()))


def signed(value: float | int, pattern: str | None = None) -> str:  # not money: a difference
    """Write how much something changed: "+3", "−12", "±0"."""
    if not value:
        return "±0"
    return f"+{number(value, pattern)}" if value > 0 else number(value, pattern)


def percent(
    part: float | None,  # not money: a share
    whole: float,  # not money: what it is a share of
    digits: int = 1,
    *,
    signed: bool = False,
) -> str:
    """Write how much ``part`` is of ``whole`` in percent ("12.5%"); "–" where there is nothing to divide.

    What is measured always has ``digits`` decimals, so that figures stand under each other; ``signed`` writes
    a plus too. What was agreed is written by ``rate``.
    """
    if part is None or not whole:
        return "–"
    value = round(part / whole, 2 + digits)
    text = _with_minus(
        format_percent(value, format=f"#,##0.{'0' * digits}%" if digits else "#,##0%", locale=_locale())
    )
    return f"+{text}" if signed and value > 0 else text


def rate(basis_points: int | None) -> str:
    """Write what was agreed or set, in basis points, with as many decimals as it has; "–" without one."""
    if basis_points is None:
        return "–"
    return written(basis_points * 100, _locale())


@dataclass(frozen=True)
class Share:
    """A share as a cell of a list: percent on the screen, a number with its format in a file.

    ``digits`` as in ``percent``; None writes it as ``rate`` does.
    """

    value: float
    digits: int | None = 1

    def __str__(self) -> str:
        if self.digits is None:
            return rate(round(self.value * 10_000))
        return percent(self.value, 1, self.digits)


def share(part: float | None, whole: float, digits: int | None = 1) -> Share | None:  # not money
    """Return the cell for a part of a whole, None where there is nothing to divide."""
    return Share(part / whole, digits) if part is not None and whole else None


def _with_minus(text: str) -> str:
    if not text.startswith("-"):
        return text
    # what rounds to nothing is neither more nor less than nothing
    return MINUS + text[1:] if any(digit in text for digit in "123456789") else text[1:]


def _locale() -> str:
    return (get_language() or "en").replace("-", "_")
