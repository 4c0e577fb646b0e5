"""What happened in purchasing."""

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class PurchaseOrderSent(Event):
    """An approved order left for its supplier."""

    order_id: int
    number: str


@dataclass(frozen=True)
class PurchaseOrderEnded(Event):
    """Nothing more comes of an order: it was canceled, or closed with or without everything received."""

    order_id: int
    number: str
    state: str
