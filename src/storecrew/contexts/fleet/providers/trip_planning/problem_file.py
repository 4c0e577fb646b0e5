"""What the readers of problem files share: their answer, their refusal, and rows of numbers."""

# not money in this file: coordinates and distances

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from storecrew.contexts.fleet.rules.trips import TripProblem

SCALE = 10_000
"""How many whole numbers are 1 of the file where its distances are in full precision."""


class UnreadableProblem(ValueError):
    """The file is not of its format; the text says where and what was expected."""


@dataclass(frozen=True)
class ProblemFile:
    """A problem, and how to turn its whole numbers back into those of the file."""

    name: str
    problem: TripProblem
    scale: int


def straight(points: np.ndarray) -> np.ndarray:
    """Return the straight distance between each two of the points, an array (points, 2)."""
    return np.hypot(points[:, None, 0] - points[None, :, 0], points[:, None, 1] - points[None, :, 1])


def numbers_of(line: str) -> list[float]:
    """Return the numbers of a line; nothing for a line of words, or of what is no number on a map."""
    try:
        found = [float(word) for word in line.split()]
    except ValueError:
        return []
    return found if all(map(math.isfinite, found)) else []
