"""Why fewer units arrive than were sent, and what follows. Plain Python."""

from __future__ import annotations

LOST, BROKEN, NOT_SENT = "lost", "broken", "not_sent"
REASONS = (LOST, BROKEN, NOT_SENT)
"""Lost or broken on the way: written off. Never sent: still at the source, and back in its count."""


def in_transit(sent: int, arrived: int, written_off: int) -> int:
    """Return the units of a line that are on the way."""
    return sent - arrived - written_off
