"""Sizes of paper, in millimeters."""

from __future__ import annotations

from typing import NamedTuple

BLEED = 3
"""What is printed beyond the edge and cut away, so that no white line is left."""


class Paper(NamedTuple):
    """A trimmed size, how many articles stand side by side on it and how many fit."""

    width: int
    height: int
    columns: int
    most: int


PAPERS = {
    "flyer": Paper(148, 210, 2, 4),
    "catalog": Paper(210, 297, 3, 9),
    "insert": Paper(105, 148, 2, 2),
    # Sheets of labels of 70 by 37 mm, as every stationer sells them; nothing is cut, so they have no bleed.
    "labels": Paper(210, 297, 3, 240),
}
