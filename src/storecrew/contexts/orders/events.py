"""What happened to orders, for other contexts."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class OrderPlaced(Event):
    """An order was confirmed: it will be delivered. ``lines`` are (variant id, SKU, quantity).

    ``purpose`` is empty for a sale; anything else is given away, and whoever counts sales passes over it.
    """

    order_id: int
    number: str
    channel_id: int
    lines: tuple[tuple[int, str, int], ...]
    total_amount: int
    currency: str
    purpose: str = ""


@dataclass(frozen=True)
class OrderCanceled(Event):
    """An order ended before it was shipped. ``kind`` is a word of ``states.CANCELLATION_KINDS``."""

    order_id: int
    number: str
    channel_id: int
    kind: str
    was_confirmed: bool


@dataclass(frozen=True)
class OrderReaddressed(Event):
    """An order goes to another address than agreed."""

    order_id: int
    number: str
