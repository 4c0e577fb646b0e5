"""What somebody says of a level that is not so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Correction:
    """What one level should say.

    `changes` maps "on_hand", "safety" and "low_threshold" to (what the person saw, what is true).
    """

    variant_id: int
    location_id: int
    changes: Mapping[str, tuple[int, int]] = field(hash=False)

    def delta(self, name: str) -> int:
        """By how much a number changes."""
        seen, new = self.changes.get(name, (0, 0))
        return new - seen
