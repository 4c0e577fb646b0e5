"""What reviews tell."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class RatingsChanged(Event):
    """The published reviews of products are others than before."""

    look_again = True

    product_ids: tuple[int, ...]
