"""What happened to shipments, for other contexts."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class OrderShipped(Event):
    """Goods left. ``lines`` are (order line id, quantity); ``complete`` when nothing is open any more."""

    shipment_id: int
    order_id: int
    lines: tuple[tuple[int, int], ...]
    tracking_number: str
    carrier: str
    complete: bool
