"""What events tell outside: a name of the catalog, and ids and plain values as REST answers have them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.customers import public as customers
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel.outbox import Event

Data = dict[str, Any]
E = TypeVar("E", bound=Event)
_builders: dict[str, tuple[type[Event], str, Callable[[Any], Data]]] = {}


def told() -> list[type[Event]]:
    """Return the events that are told outside."""
    return [event for event, _kind, _build in _builders.values()]


def kind_of(event: Event) -> str:
    """Return the name of the catalog that an event is told under."""
    return _builders[event.name][1]


def data_of(event: Event) -> Data:
    """Return what is told of an event."""
    return _builders[event.name][2](event)


def _tell(event: type[E], kind: str) -> Callable[[Callable[[E], Data]], Callable[[E], Data]]:
    def register(build: Callable[[E], Data]) -> Callable[[E], Data]:
        _builders[event.name] = (event, kind, build)
        return build

    return register


def _money(amount: int, currency: str) -> Data:
    return {"amount": amount, "currency": currency}


def _number(order_id: int) -> str:
    return orders.numbers_of([order_id]).get(order_id, "")


def _skus(variant_ids: Iterable[int]) -> list[str]:
    return sorted(each.sku for each in catalog.variants(variant_ids).values())


@_tell(orders.OrderPlaced, "order.placed")
def _placed(event: orders.OrderPlaced) -> Data:
    return {
        "order": event.number,
        "channel": channels.facts_by_id(event.channel_id).code,
        "total": _money(event.total_amount, event.currency),
        "lines": [{"sku": sku, "quantity": quantity} for _id, sku, quantity in event.lines],
        "customer_id": orders.order(event.order_id).customer_id,
    }


@_tell(orders.OrderCanceled, "order.canceled")
def _canceled(event: orders.OrderCanceled) -> Data:
    return {
        "order": event.number,
        "channel": channels.facts_by_id(event.channel_id).code,
        "kind": event.kind,
        "was_confirmed": event.was_confirmed,
    }


@_tell(orders.OrderReaddressed, "order.readdressed")
def _readdressed(event: orders.OrderReaddressed) -> Data:
    return {"order": event.number}


@_tell(payments.PaymentSettled, "payment.settled")
def _settled(event: payments.PaymentSettled) -> Data:
    return {**_payment(event), "amount": _money(event.amount, event.currency), "late": event.late}


@_tell(payments.PaymentFailed, "payment.failed")
def _failed(event: payments.PaymentFailed) -> Data:
    return {**_payment(event), "code": event.code}


@_tell(payments.ChargedBack, "payment.charged_back")
def _charged_back(event: payments.ChargedBack) -> Data:
    return {**_payment(event), "amount": _money(event.amount, event.currency)}


@_tell(payments.RefundSettled, "refund.settled")
def _refunded(event: payments.RefundSettled) -> Data:
    return {**_payment(event), "amount": _money(event.amount, event.currency)}


def _payment(
    event: payments.PaymentSettled | payments.PaymentFailed | payments.ChargedBack | payments.RefundSettled,
) -> Data:
    return {"order": _number(event.order_id), "payment_id": event.payment_id}


@_tell(fulfillment.OrderShipped, "order.shipped")
def _shipped(event: fulfillment.OrderShipped) -> Data:
    return {
        "order": _number(event.order_id),
        "shipment_id": event.shipment_id,
        "carrier": event.carrier,
        "tracking_number": event.tracking_number,
        "lines": [{"line_id": line_id, "quantity": quantity} for line_id, quantity in event.lines],
        "complete": event.complete,
    }


@_tell(shipping.ParcelDelivered, "parcel.delivered")
def _delivered(event: shipping.ParcelDelivered) -> Data:
    return {"order": event.order_ref, "tracking_number": event.tracking_number, "at": event.at}


@_tell(inventory.StockChanged, "stock.changed")
def _stock(event: inventory.StockChanged) -> Data:
    return {"skus": _skus(event.variant_ids)}


@_tell(inventory.StockRanLow, "stock.ran_low")
def _low(event: inventory.StockRanLow) -> Data:
    known = catalog.variants([event.variant_id]).get(event.variant_id)
    place = next((each for each in inventory.locations() if each.id == event.location_id), None)
    return {
        "sku": known.sku if known else "",
        "location": place.code if place else "",
        "available": event.available,
        "threshold": event.threshold,
    }


@_tell(catalog.ProductChanged, "product.changed")
def _product(event: catalog.ProductChanged) -> Data:
    return _products([event.product_id])


@_tell(catalog.ProductsChanged, "product.changed")
def _many_products(event: catalog.ProductsChanged) -> Data:
    return _products(event.product_ids)


def _products(ids: Iterable[int]) -> Data:
    slugs = catalog.product_slugs(ids)
    return {"products": [{"id": each, "slug": slug} for each, slug in sorted(slugs.items())]}


@_tell(catalog.ProductsDeleted, "product.deleted")
def _deleted(event: catalog.ProductsDeleted) -> Data:
    return {"product_ids": list(event.product_ids)}


@_tell(pricing.PricesChanged, "price.changed")
def _prices(event: pricing.PricesChanged) -> Data:
    return {"skus": _skus(event.variant_ids)}


@_tell(customers.CustomerCreated, "customer.created")
def _customer(event: customers.CustomerCreated) -> Data:
    return {"customer_id": event.customer_id}


@_tell(customers.CustomerErased, "customer.erased")
def _erased(event: customers.CustomerErased) -> Data:
    return {"customer_id": event.customer_id}


@_tell(promotions.PromotionLaunched, "promotion.launched")
def _launched(event: promotions.PromotionLaunched) -> Data:
    return {"promotion_id": event.promotion_id}


@_tell(promotions.PromotionPaused, "promotion.paused")
def _paused(event: promotions.PromotionPaused) -> Data:
    return {"promotion_id": event.promotion_id, "reason": event.reason}


@_tell(promotions.PromotionEnded, "promotion.ended")
def _ended(event: promotions.PromotionEnded) -> Data:
    return {"promotion_id": event.promotion_id}
