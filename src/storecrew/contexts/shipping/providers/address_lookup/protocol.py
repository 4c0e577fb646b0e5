"""What a service that knows a country's addresses does."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class FoundAddress(NamedTuple):
    """An address as the form of its country takes it; `line` is all of it, to choose by."""

    line: str
    street: str
    city: str
    region: str
    postal_code: str


class AddressLookup(Protocol):
    """Knows the addresses of some countries."""

    countries: frozenset[str]

    def find(self, words: str, country: str) -> tuple[FoundAddress, ...]:
        """Return at most ten addresses for words, the likeliest first.

        Raises Unavailable when the service does not answer as it should; never called in a transaction.
        """
        ...
