"""What the fleet does when something happened; each function is harmless when repeated."""

from __future__ import annotations

from storecrew.contexts.fleet import operations
from storecrew.contexts.shipping.public import LabelBought, LabelVoided
from storecrew.kernel import clock, outbox


@outbox.subscribe(LabelBought)
def bring_it(event: LabelBought) -> None:
    """A label of the own fleet is a delivery that waits for a trip."""
    operations.open_delivery(event.label_id, at=clock.now())


@outbox.subscribe(LabelVoided)
def bring_nothing(event: LabelVoided) -> None:
    """A label that was taken back is no delivery."""
    operations.drop_delivery(event.label_id, at=clock.now())
