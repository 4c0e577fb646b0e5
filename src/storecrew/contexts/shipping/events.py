"""What happened to shipping."""

from __future__ import annotations

from dataclasses import dataclass

from storecrew.kernel.outbox import Event


@dataclass(frozen=True)
class ShippingMethodsChanged(Event):
    """A method or its rates were changed."""

    code: str


@dataclass(frozen=True)
class LabelBought(Event):
    """A carrier made a label, at once or as was found out later."""

    label_id: int
    key: str
    order_ref: str
    carrier: str
    tracking_number: str


@dataclass(frozen=True)
class LabelVoided(Event):
    """A label was taken back."""

    label_id: int
    key: str
    order_ref: str
    tracking_number: str


@dataclass(frozen=True)
class TrackingUpdated(Event):
    """A label's parcels stand differently than before; ``at`` (ISO 8601) is when it happened at
    the carrier.
    """

    label_id: int
    order_ref: str
    tracking_number: str
    status: str
    reason: str
    at: str


@dataclass(frozen=True)
class ParcelDelivered(Event):
    """A label's parcels arrived; published once per label."""

    label_id: int
    order_ref: str
    tracking_number: str
    at: str


@dataclass(frozen=True)
class PromiseChanged(Event):
    """The warehouse's queue makes a method's parcels leave later or sooner; counts are working days."""

    code: str
    before: int
    queue_days: int
