"""Orders that are collected: at our place in Berlin, and at a carrier's points; some wait, some are done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from storecrew.contexts.checkout import public as checkout
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.demo.assortment import Item
from storecrew.demo.steps.benches import picker
from storecrew.demo.steps.delivery import CUTOFF
from storecrew.demo.steps.handling import GOOD
from storecrew.demo.steps.shop import NAMES, WAREHOUSES
from storecrew.kernel import clock
from storecrew.kernel.actor import Actor, guest_actor

HOURS = {"berlin": ["10:00-18:00"] * 5 + ["10:00-14:00", ""], "incheon": ["09:00-18:00"] * 5 + ["", ""]}
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
# name, way, hours ago, how far: "placed", "ready", "gone" (collected, or with the carrier)
ORDERS = (
    ("collect-0", "collect", 4, "ready"),
    ("collect-1", "collect", 130, "ready"),
    ("collect-2", "collect", 30, "gone"),
    ("collect-3", "collect", 1, "placed"),
    ("point-0", "point", 3, "ready"),
    ("point-1", "point", 60, "gone"),
)


def build(items: Sequence[Item], *, actor: Actor, until: dt.datetime) -> None:
    """Open two places to collect at, offer both ways, and take orders as far as each is."""
    _ways(actor, until - 7 * DAY)
    sku = next(each for item in items for each in item.prices if item.stock[each] > 60)
    for number, (name, way, ago, far) in enumerate(ORDERS):
        shopper = guest_actor(f"demo-{name}", ip=f"203.0.113.{number + 1}")
        _order(name, shopper, way, sku, far, until - ago * HOUR, until)
    with clock.frozen(until):
        fulfillment.remind_to_collect(at=until)


def _ways(actor: Actor, at: dt.datetime) -> None:
    for code, texts in HOURS.items():
        inventory.save_location(
            code, name=NAMES[code], address=WAREHOUSES[code].as_json(), is_default=code == "berlin",
            pick_up=True, opening_hours=inventory.read_hours(texts), actor=actor, at=at,
        )  # fmt: skip
    shipping.save_method(
        code="collect", name="Click and collect", translations={"ko": {"name": "매장 수령"}},
        channel_code="europe", way="location", keep_days=7, min_days=0, max_days=0, cutoff=CUTOFF,
        rates=[shipping.RateRow(amount=0, currency="EUR", countries=("DE",))], position=3, actor=actor, at=at,
    )  # fmt: skip
    shipping.save_method(
        code="point", name="Parcel shop or locker", translations={"ko": {"name": "픽업 지점·무인함"}},
        channel_code="europe", way="point", carrier="Nachtkurier", min_days=1, max_days=2, cutoff=CUTOFF,
        rates=[shipping.RateRow(amount=350, currency="EUR", countries=("DE",), max_weight_g=10_000)],
        position=4, actor=actor, at=at,
    )  # fmt: skip
    shipping.save_method(
        code="kr-collect", name="Click and collect", translations={"ko": {"name": "매장 수령"}},
        channel_code="korea", way="location", keep_days=7, min_days=0, max_days=0, cutoff=CUTOFF,
        rates=[shipping.RateRow(amount=0, currency="KRW", countries=("KR",))], position=2, actor=actor, at=at,
    )  # fmt: skip


def _order(
    name: str, shopper: Actor, way: str, sku: str, far: str, at: dt.datetime, until: dt.datetime
) -> None:
    with clock.frozen(at):
        cart = checkout.open_cart(channel_code="europe", locale="en", actor=shopper, at=at)
        checkout.add_line(cart.token, sku, 1, actor=shopper, at=at)
        checkout.set_details(
            cart.token, email=f"{name}@example.com", shipping_address=GOOD, actor=shopper, at=at
        )
        points = checkout.pickup_points(cart.token, shipping_method=way, actor=shopper, at=at)
        code = next(point.code for point in points if point.available)
        checkout.choose_point(cart.token, code, shipping_method=way, actor=shopper, at=at)
        order_id = checkout.place_order(
            cart.token, gateway="simulator", payment_token="tok_ok", actor=shopper, at=at  # noqa: S106
        ).order_id  # fmt: skip
        fulfillment.give_to_warehouse(order_id, at=at)
    if far == "placed":
        return
    who = picker("Aylin Kaya")
    [work] = fulfillment.work_of_order(order_id)
    then = min(at + HOUR, until)
    with clock.frozen(then):
        run = fulfillment.start_run(location_code=work.location_code, work_ids=[work.id], actor=who, at=then)
        for stop in run.stops:
            fulfillment.confirm_pick(
                stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=who, at=then
            )
        parcel = fulfillment.open_parcel(work.id, actor=who, at=then)
        for line in work.lines:
            fulfillment.scan_into(parcel.id, item=line.sku, quantity=line.quantity, actor=who, at=then)
        parcel = fulfillment.close_parcel(parcel.id, box_code="s", actor=who, at=then)
    if far == "gone" and way == "point":
        with clock.frozen(then):
            fulfillment.hand_over(parcel.code, actor=who, at=then)
    elif far == "gone":
        later = min(then + 20 * HOUR, until)
        [waits] = fulfillment.collections_of_order(order_id)
        with clock.frozen(later):
            fulfillment.hand_to_customer(waits.id, code=waits.code, key=name, actor=who, at=later)
