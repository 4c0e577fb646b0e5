"""When a price falls so far that a second person has to look at it (AUT-10); plain Python."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

DROP, MARGIN = "drop", "margin"


class Freedom(NamedTuple):
    """What one person may do alone, in basis points; None = no limit.

    ``drop``: how far a price may fall. ``floor``: the margin that must be left (0 = the cost).
    """

    drop: int | None
    floor: int | None


def widest(freedoms: Iterable[Freedom]) -> Freedom:
    """Return what somebody with several roles may do: the most of each."""
    rows = list(freedoms)
    drops = [row.drop for row in rows]
    floors = [row.floor for row in rows]
    return Freedom(
        None if None in drops else max(drops),  # type: ignore[type-var]
        None if None in floors else min(floors),  # type: ignore[type-var]
    )


def drop_bp(old: int | None, new: int) -> int:
    """Return how far a price falls in basis points of the old one; 0 when it does not, or was none."""
    if old is None or old <= 0 or new >= old:
        return 0
    return (old - new) * 10_000 // old


def reasons(old: int | None, new: int, margin: int | None, freedom: Freedom) -> tuple[str, ...]:
    """Return why a new price needs a second person; nothing when it does not.

    ``old`` is what was asked before (None: nothing), ``margin`` what the new price would leave in basis
    points of its net amount (None: the cost is not known). A price that does not fall needs nobody.
    """
    if old is not None and new >= old:
        return ()
    found = []
    # Compared as products, so that "30 %" is exact: nothing is rounded away.
    if freedom.drop is not None and old and (old - new) * 10_000 > freedom.drop * old:
        found.append(DROP)
    if freedom.floor is not None and margin is not None and margin < freedom.floor:
        found.append(MARGIN)
    return tuple(found)
