"""What happened to shipping."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class ShippingMethodsChanged(Event):
    """A method or its rates were changed."""

    code: str
