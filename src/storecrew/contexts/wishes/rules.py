"""What lists are called and how two become one; plain Python."""

from __future__ import annotations

from collections.abc import Collection

MOST_LISTS, MOST_WISHES, MOST_UNITS = 20, 200, 999
LONGEST_NAME, LONGEST_NOTE = 60, 200


def clean_line(text: str) -> str:
    """Return typed text as one line without control characters."""
    return " ".join("".join(each if each.isprintable() else " " for each in text).split())


def free_name(name: str, taken: Collection[str]) -> str:
    """Return a name as it is, or with the first number that makes it another: "Party 2"."""
    number, wanted = 1, name
    while wanted in taken:
        number += 1
        ending = f" {number}"
        wanted = f"{name[: LONGEST_NAME - len(ending)]}{ending}".strip()
    return wanted


def joined_units(mine: int, other: int) -> int:
    """Return how many are wished when two lists of one person name the same: one wish, so the larger."""
    return min(max(mine, other), MOST_UNITS)
