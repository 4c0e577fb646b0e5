"""When fewer people come than on the same weekdays before: enough to look, not every quiet Sunday."""

from __future__ import annotations

from collections.abc import Sequence

WEEKS = 4
FEWEST = 40
"""Below so many visits on an ordinary day a drop is chance."""
LEFT_PERCENT = 60


def dropped(day: int, same_weekdays: Sequence[int]) -> int | None:
    """Return what was to be expected when a day fell far below it, else None.

    Expected is the median of the same weekday of the weeks before, so that one sale or one outage among them
    does not count for much.
    """
    known = sorted(same_weekdays)
    if len(known) < WEEKS:
        return None
    middle = len(known) // 2
    expected = known[middle] if len(known) % 2 else (known[middle - 1] + known[middle]) // 2
    return expected if expected >= FEWEST and day * 100 < expected * LEFT_PERCENT else None
