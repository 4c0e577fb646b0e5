"""Code 128 and GS1-128: from characters to bars.

A code is told as the widths of bars and gaps in modules, bar first. Digits are packed two by two (code set C)
where that is shorter, everything else is code set B.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

FNC1 = 102
_START_B, _START_C, _STOP = 104, 105, 106
_TO_C, _TO_B = 99, 100
# The widths of the three bars and three gaps of each value from 0 to 105; the stop sign has one bar more.
_WIDTHS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
    "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
    "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
    "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
    "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
    "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
    "211232"
)
_STOP_WIDTHS = "2331112"
QUIET = 10


def code128(text: str, *, gs1: bool = False) -> tuple[int, ...]:
    """Return the widths of bars and gaps of a Code 128 symbol; ``gs1`` puts the sign FNC1 first.

    :raises ValueError: no text, or a character outside printable ASCII
    """
    if not re.fullmatch(r"[ -~]+", text):
        raise ValueError("Code 128 takes printable ASCII characters")
    values = _values(text, gs1=gs1)
    check = (values[0] + sum(place * value for place, value in enumerate(values[1:], start=1))) % 103
    widths = "".join(_WIDTHS[value * 6 : value * 6 + 6] for value in (*values, check)) + _STOP_WIDTHS
    return tuple(int(width) for width in widths)


def gs1_128(elements: Sequence[tuple[str, str]]) -> tuple[int, ...]:
    """Return a GS1-128 symbol of elements of fixed length, such as ``[("00", sscc)]``."""
    return code128("".join(identifier + value for identifier, value in elements), gs1=True)


def bars_svg(widths: Sequence[int], *, height: int = 50) -> str:
    """Draw a symbol as SVG, with the quiet zone of ten modules on both sides; one unit is one module."""
    bars, x = [], QUIET
    for place, width in enumerate(widths):
        if place % 2 == 0:
            bars.append(f"M{x} 0h{width}v{height}h-{width}z")
        x += width
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {x + QUIET} {height}" '
        f'shape-rendering="crispEdges"><path d="{"".join(bars)}"/></svg>'
    )


def _values(text: str, *, gs1: bool) -> list[int]:
    """Return the symbol values: start, sign, characters; code set C for runs of digits that pay."""
    digits = _run(text, 0)
    in_c = digits >= 4 or (digits == len(text) and digits == 2)
    values = [_START_C if in_c else _START_B]
    if gs1:
        values.append(FNC1)
    place = 0
    while place < len(text):
        run = _run(text, place)
        if in_c:
            if run >= 2:
                values.append(int(text[place : place + 2]))
                place += 2
                continue
            in_c = False
            values.append(_TO_B)
        elif run >= (4 if place + run == len(text) else 6) and run % 2 == 0:
            in_c = True
            values.append(_TO_C)
            continue
        values.append(ord(text[place]) - 32)
        place += 1
    return values


def _run(text: str, start: int) -> int:
    """Return how many digits stand at a place."""
    end = start
    while end < len(text) and text[end].isdigit():
        end += 1
    return end - start
