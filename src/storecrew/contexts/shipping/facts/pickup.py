"""Where an order is collected."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.contexts.customers.public import AddressFacts


@dataclass(frozen=True, slots=True)
class PickupPoint:
    """Where an order is collected: a location of ours ("location") or a point of a carrier ("point").

    ``code`` is the location's code or the carrier's own id; ``hours`` are (ISO weekday, from, until).
    ``sort`` is "shop" or "locker". ``reason`` says why it cannot be chosen now; ``ready`` is the day, and
    where it is known the hour, by which the order waits there.
    """

    kind: str
    code: str
    name: str
    address: AddressFacts
    hours: tuple[tuple[int, str, str], ...] = ()
    carrier: str = ""
    sort: str = "shop"
    meters: int | None = None
    reason: str = ""
    ready: str = ""
    keep_days: int = 0

    @property
    def available(self) -> bool:
        """Whether it can be chosen."""
        return not self.reason

    def as_json(self) -> dict[str, object]:
        """Return what an order keeps of it."""
        return {
            "kind": self.kind,
            "code": self.code,
            "name": self.name,
            "address": self.address.as_json(),
            "hours": [list(span) for span in self.hours],
            "carrier": self.carrier,
            "sort": self.sort,
            "keep_days": self.keep_days,
        }
