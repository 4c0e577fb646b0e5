"""What follows for a purchase order when the dock takes goods in, or says that nothing more comes."""

from __future__ import annotations

from storecrew.contexts.inventory.public import GoodsReceived, ReceiptClosed
from storecrew.contexts.pricing.public import ExchangeRatesChanged
from storecrew.contexts.purchasing.operations import landing, receiving
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor

ACTOR = system_actor("purchasing.receiving")


@outbox.subscribe(GoodsReceived)
def count_what_came(event: GoodsReceived) -> None:
    """Bring the order to what its receipt says; harmless when repeated."""
    if event.kind == "purchase_order":
        receiving.follow_receipt(event.receipt_id, actor=ACTOR, at=clock.now())


@outbox.subscribe(ReceiptClosed)
def end_the_order(event: ReceiptClosed) -> None:
    """Close an order whose receipt was closed at the dock."""
    if event.kind == "purchase_order":
        receiving.follow_receipt(event.receipt_id, actor=ACTOR, at=clock.now())
        receiving.end_with_receipt(event.reference, actor=ACTOR, at=clock.now())


@outbox.subscribe(ExchangeRatesChanged)
def cost_what_waited_for_a_rate(_event: ExchangeRatesChanged) -> None:
    """Set costs of deliveries that had no rate when they came; harmless when repeated."""
    landing.follow_rates(at=clock.now())
