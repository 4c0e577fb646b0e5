"""Which locations send a channel's orders: told by the flow above us that packs, by this small protocol."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple


class Place(NamedTuple):
    """A location from which parcels leave; ``country`` is empty while nobody wrote its address down."""

    code: str
    name: str
    country: str = ""


PlacesProvider = Callable[[int | None], Sequence[Place]]
_providers: list[PlacesProvider] = []


def register_places(provider: PlacesProvider) -> None:
    """Let a provider say from where a channel's parcels leave (``None``: those of all channels)."""
    _providers[:] = [provider]


def places_of(channel_id: int | None = None) -> Sequence[Place]:
    """Return the locations that send for a channel, or all of them; none when nobody knows."""
    return _providers[0](channel_id) if _providers else ()
