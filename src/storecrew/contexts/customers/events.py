"""What happened to customers."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class CustomerCreated(Event):
    """Somebody bought or signed up for the first time."""

    customer_id: int


@dataclass(frozen=True)
class CustomerErased(Event):
    """The personal data of a customer is gone; listeners remove what they keep."""

    customer_id: int


@dataclass(frozen=True)
class ConsentGiven(Event):
    """An address agreed to be written to on some topics."""

    contact_id: int
    topics: tuple[str, ...]


@dataclass(frozen=True)
class ConsentWithdrawn(Event):
    """An address wants no more on some topics, or cannot be reached; it counts already."""

    contact_id: int
    topics: tuple[str, ...]
