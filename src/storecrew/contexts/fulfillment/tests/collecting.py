"""A shop where orders are collected, for tests of any context."""

from __future__ import annotations

from collections.abc import Mapping

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.checkout.tests.factories import ADDRESS, AT, GUEST, Shop, make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.tests.factories import ANN, STREET, walk
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import make_location, stock
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.tests.factories import make_method, make_simulator

HOURS = ["10:00-18:00"] * 5 + ["10:00-14:00", ""]


def store(shop: Shop, code: str = "store", units: Mapping[str, int] | None = None) -> None:
    """A store in Berlin, open from Monday to Saturday, with five units of each article unless told."""
    make_location(code, channels=[shop.channel.id], priority=200)
    inventory.save_location(
        code, name=f"Our {code}", kind="store", address={**STREET, "phone": "+49 30 1"}, pick_up=True,
        opening_hours=inventory.read_hours(HOURS), actor=ANN, at=AT,
    )  # fmt: skip
    for sku, quantity in (dict.fromkeys(shop.variants, 5) if units is None else units).items():
        stock(shop.variants[sku], quantity, location=code, threshold=0)


def collecting_shop(units: Mapping[str, int] | None = None, **changes: object) -> Shop:
    """A shop with a warehouse, a store, and a way to collect for nothing, kept for five days."""
    shop = make_shop(**changes)
    store(shop, units=units)
    make_method(
        "collect", shipping.RateRow(0, shop.channel.currency), way="location", keep_days=5, min_days=0,
        max_days=0,
    )  # fmt: skip
    return shop


def point_method(shop: Shop, code: str = "point") -> None:
    """A way to the pick-up points of a simulated carrier."""
    make_simulator("sim")
    make_method(code, shipping.RateRow(390, shop.channel.currency), way="point", carrier="sim")


def collect_cart(shop: Shop, lines: Mapping[str, int] | None = None, point: str = "store") -> str:
    """A cart that is to be collected."""
    token = make_cart(shop, lines or {"A-1": 2, "B-1": 1}, ready=False)
    checkout.set_details(token, email="ann@example.com", shipping_address=ADDRESS, actor=GUEST, at=AT)
    checkout.choose_point(token, point, shipping_method="collect", actor=GUEST, at=AT)
    return token


def collect_order(shop: Shop, lines: Mapping[str, int] | None = None) -> fulfillment.WorkFacts:
    """A confirmed order that is to be collected; its work at the store."""
    order_id = place(collect_cart(shop, lines)).order_id
    fulfillment.give_to_warehouse(order_id, at=AT)
    return fulfillment.work_of_order(order_id)[0]


def pack_all(work: fulfillment.WorkFacts) -> fulfillment.ParcelFacts:
    """Pick and pack everything of a fulfillment order into one closed box."""
    for stop in walk(work).stops:
        fulfillment.confirm_pick(
            stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=ANN, at=AT
        )
    parcel = fulfillment.open_parcel(work.id, actor=ANN, at=AT)
    for line in work.lines:
        fulfillment.scan_into(parcel.id, item=line.sku, quantity=line.quantity, actor=ANN, at=AT)
    return fulfillment.close_parcel(parcel.id, actor=ANN, at=AT)


def ready(shop: Shop, lines: Mapping[str, int] | None = None) -> fulfillment.CollectionFacts:
    """An order that waits packed for its customer."""
    work = collect_order(shop, lines)
    pack_all(work)
    return fulfillment.collections_of_order(work.order_id)[0]
