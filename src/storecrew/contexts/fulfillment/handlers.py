"""Reactions of the warehouse to orders and stock; each is harmless when repeated."""

from __future__ import annotations

from collections import defaultdict

from django.db import transaction

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment import operations, queries
from storecrew.contexts.fulfillment.events import OrderShipped
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.public import GoodsTakenBack, StockRecovered
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.public import OrderPlaced
from storecrew.contexts.payments.public import MoneyTaken
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.public import LabelBought, LabelVoided, ParcelDelivered, TrackingUpdated
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor


@outbox.subscribe(OrderPlaced)
def give_to_warehouse(event: OrderPlaced) -> None:
    """A confirmed order is work for the locations that hold its goods."""
    if operations.give_to_warehouse(event.order_id, at=clock.now()):
        operations.route(event.order_id, at=clock.now())


@outbox.subscribe(OrderPlaced)
def give_codes(event: OrderPlaced) -> None:
    """Goods that are codes leave at once: money that is only held is taken for them after the commit."""
    if queries.promised_codes(event.order_id) and not operations.deliver_codes(
        event.order_id, at=clock.now()
    ):
        transaction.on_commit(
            lambda: operations.take_money_for_codes(event.order_id, at=clock.now()), robust=True
        )


@outbox.subscribe(MoneyTaken)
def give_codes_paid_later(event: MoneyTaken) -> None:
    """The money is there, at once or by a transfer that arrived: its codes leave now."""
    operations.deliver_codes(event.order_id, at=clock.now())


@outbox.subscribe(StockRecovered)
def goods_are_back(event: StockRecovered) -> None:
    """Orders that waited for goods can be picked again."""
    levels: dict[int, list[int]] = defaultdict(list)
    for variant_id, location_id in event.levels:
        levels[location_id].append(variant_id)
    actor = system_actor("fulfillment.goods_are_back")
    for location_id, variant_ids in sorted(levels.items()):
        operations.goods_are_back(location_id, variant_ids, actor=actor, at=clock.now())


@outbox.subscribe(OrderShipped)
def the_promise_hears_of_it(event: OrderShipped) -> None:
    """An order whose last goods left is no risk of being late any more, whoever carries it."""
    if event.complete:
        last = queries.shipments_of_order(event.order_id)[-1]
        shipping.record_departure(orders.order(event.order_id).number, at=last.shipped_at)


@outbox.subscribe(OrderShipped)
def hear_what_the_carrier_said_before(event: OrderShipped) -> None:
    """A carrier may have scanned a parcel before we did."""
    for label_id in queries.labels_of_shipment(event.shipment_id):
        operations.follow_label(label_id, at=clock.now())


@outbox.subscribe(LabelBought)
def keep_the_label(event: LabelBought) -> None:
    """A label whose answer was lost is found out about later; its parcel gets it then."""
    parcel_id = event.key.removeprefix(operations.LABEL_KEY)
    if event.key.startswith(operations.LABEL_KEY) and parcel_id.isdigit():
        operations.keep_label(
            int(parcel_id),
            event.label_id,
            event.carrier,
            event.tracking_number,
            actor=system_actor("fulfillment.keep_the_label"),
            at=clock.now(),
        )


@outbox.subscribe(LabelVoided)
def forget_the_label(event: LabelVoided) -> None:
    """A label that was taken back is none."""
    operations.forget_label(event.label_id)


@outbox.subscribe(TrackingUpdated)
def follow_the_parcel(event: TrackingUpdated) -> None:
    """Where the carrier says it is stands on the order's timeline."""
    operations.follow_label(event.label_id, at=clock.now())


@outbox.subscribe(ParcelDelivered)
def it_arrived(event: ParcelDelivered) -> None:
    """It arrived."""
    operations.follow_label(event.label_id, at=clock.now())


@outbox.subscribe(GoodsTakenBack)
def what_came_back_damaged(event: GoodsTakenBack) -> None:
    """Damage that is found in a return stands in the damage log, once per return and line."""
    damaged = [(variant_id, units, cause) for variant_id, units, to, cause in event.units if to == "damaged"]
    known = catalog.variants([variant_id for variant_id, _units, _cause in damaged])
    codes = {place.id: place.code for place in inventory.locations()}
    for place, (variant_id, units, cause) in enumerate(damaged):
        sku = known[variant_id].sku
        operations.report_damage(
            key=f"return/{event.document}/{place}",
            kind="damaged",
            cause=cause or "unknown",
            source="customer",
            parcel_id=queries.only_parcel_with(event.order_id, sku),
            order_id=event.order_id,
            location_code=codes.get(event.location_id, ""),
            sku=sku,
            units=units,
            note=event.document,
            actor=system_actor("fulfillment.returns"),
            at=clock.now(),
        )
