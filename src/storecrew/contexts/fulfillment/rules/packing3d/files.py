"""Read the problem files of the packing literature.

``br``: the text format of Bischoff and Ratcliff (1995), with or without a seed behind the problem's number.
``bedbpp``: orders as JSON of the BED-BPP benchmark (Kagerer and others, 2023).
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from storecrew.contexts.fulfillment.rules.packing3d.shapes import Box, Piece

PALLETS = {
    "euro-pallet": Box("euro-pallet", 1200, 800, 2000),
    "rollcontainer": Box("rollcontainer", 800, 700, 2000),
}
"""Bases and greatest height as the BED-BPP simulation has them."""


class Problem(NamedTuple):
    """What is to be packed, and into which box."""

    name: str
    pieces: tuple[Piece, ...]
    box: Box


class UnreadableProblem(ValueError):
    """The file is not of its format; the text says where and what was expected."""


def read_problems(text: str, kind: str) -> list[Problem]:
    """Return the problems of a file.

    :raises UnreadableProblem: the text is not of this format
    """
    return list(_read_br(text) if kind == "br" else _read_bedbpp(text))


def _read_br(text: str) -> Iterator[Problem]:
    rows = [(number, line.split()) for number, line in enumerate(text.splitlines(), start=1) if line.split()]
    lines = iter(rows)
    count = _numbers(lines, (1,), "the count of problems", least=1)[0]
    for _ in range(count):
        name = _numbers(lines, (1, 2), "a problem's number and seed")[0]
        sides = _numbers(lines, (3,), "length, width and height of the container", least=1)
        kinds = _numbers(lines, (1,), "the count of box types")[0]
        pieces = []
        for _ in range(kinds):
            row = _numbers(lines, (8,), "number, three sides with their 0/1 and the quantity of a box type")
            if min(row[1], row[3], row[5]) < 1 or max(row[2], row[4], row[6]) > 1:
                raise UnreadableProblem(
                    f"Box type {row[0]} of problem {name}: each side should be 1 or more, 0/1 behind it."
                )
            upright = (row[2] == 1, row[4] == 1, row[6] == 1)
            pieces.append(Piece(str(row[0]), row[1], row[3], row[5], quantity=row[7], upright=upright))
        yield Problem(str(name), tuple(pieces), Box("container", *sides))
    for number, words in lines:
        raise UnreadableProblem(
            f"Line {number}: {count} problems end above, but {' '.join(words)[:60]!r} follows."
        )


def _numbers(
    lines: Iterator[tuple[int, list[str]]], counts: tuple[int, ...], what: str, *, least: int = 0
) -> list[int]:
    number, words = next(lines, (0, []))
    if not number:
        raise UnreadableProblem(f"The file ends where {what} should follow.")
    try:
        values = [int(word) for word in words]
    except ValueError:
        values = []
    if len(values) not in counts or min(values, default=-1) < least:
        raise UnreadableProblem(f"Line {number} should have {what}, but reads {' '.join(words)[:80]!r}.")
    return values


def _read_bedbpp(text: str) -> Iterator[Problem]:
    try:
        orders = json.loads(text)
    except ValueError as error:
        raise UnreadableProblem(f"This is not JSON: {error}.") from error
    if not isinstance(orders, dict) or not orders:
        raise UnreadableProblem("The file should be one object with an order under each number.")
    for number, order in orders.items():
        try:
            target = order["properties"]["target"]
            pieces = _pieces(order["item_sequence"].values())
        except (KeyError, TypeError, AttributeError, ValueError, OverflowError) as error:
            raise UnreadableProblem(
                f"Order {number}: {error} is missing or no number above 0; each order has properties.target "
                "and item_sequence with length/mm, width/mm, height/mm and weight/kg."
            ) from error
        if target not in PALLETS:
            raise UnreadableProblem(f"Order {number}: target {target!r} is not one of {', '.join(PALLETS)}.")
        yield Problem(number, pieces, PALLETS[target])


def _pieces(items: Any) -> tuple[Piece, ...]:
    """Count equal articles; goods stand upright, as they come off the conveyor."""
    kinds = Counter(
        (
            str(item["id"]),
            _side(item, "length/mm"),
            _side(item, "width/mm"),
            _side(item, "height/mm"),
            round(float(item["weight/kg"]) * 1000),
        )
        for item in items
    )
    return tuple(
        Piece(f"{article}/{place}", length, width, height, weight, units, (False, False, True))
        for place, ((article, length, width, height, weight), units) in enumerate(kinds.items())
    )


def _side(item: Any, name: str) -> int:
    """Return a side in whole millimeters, rounded up: what fits here fits."""
    side = math.ceil(float(item[name]))
    if side < 1:
        raise ValueError(name)
    return side
