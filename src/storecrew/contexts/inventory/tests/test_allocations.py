"""Promising, releasing and shipping stock."""

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Allocation, StockMovement
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, make_location, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted


def allocate(order, channel, **more):
    return inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT, **more)


def available(variant, channel):
    return inventory.available_to_promise([variant], channel_id=channel.id)[variant].available


def test_an_order_takes_its_units_with_their_location_at_once(channel, variants, warehouse):
    stock(variants["A-1"], 10)
    order = make_order(channel.id, [(variants["A-1"], 3)])
    parts = allocate(order, channel, document="SC-1")
    assert [(part.location_id, part.quantity) for part in parts] == [(warehouse.id, 3)]
    level = inventory.level(variants["A-1"])
    assert (level.on_hand, level.allocated, level.available) == (10, 3, 7)
    assert available(variants["A-1"], channel) == 7
    moved = StockMovement.objects.get(kind="allocated")
    assert (moved.quantity, moved.bucket, moved.order_id, moved.document) == (
        3,
        "allocated",
        order.id,
        "SC-1",
    )
    assert moved.allocation_id == Allocation.objects.get().pk
    assert_proved()


def test_con_06_two_lines_on_one_sku_are_summed(channel, variants):
    stock(variants["A-1"], 5)
    order = make_order(channel.id, [(variants["A-1"], 3), (variants["A-1"], 3)])
    with pytest.raises(inventory.InsufficientStock) as refusal:
        allocate(order, channel)
    assert refusal.value.code == "insufficient_stock"
    assert refusal.value.details["items"] == [
        {"variant_id": variants["A-1"], "sku": "A-1", "requested": 6, "available": 5}
    ]
    assert not Allocation.objects.exists()
    assert inventory.level(variants["A-1"]).allocated == 0
    fits = make_order(channel.id, [(variants["A-1"], 3), (variants["A-1"], 2)])
    assert sum(part.quantity for part in allocate(fits, channel)) == 5
    assert_proved()


def test_all_lines_or_none(channel, variants):
    stock(variants["A-1"], 5)
    stock(variants["B-1"], 1)
    order = make_order(channel.id, [(variants["A-1"], 1), (variants["B-1"], 2)])
    with pytest.raises(inventory.InsufficientStock) as refusal:
        allocate(order, channel)
    assert [item["sku"] for item in refusal.value.details["items"]] == ["B-1"]
    assert inventory.level(variants["A-1"]).allocated == 0
    assert_proved()


def test_nothing_to_allocate_is_no_work(channel, db):
    assert inventory.allocate(1, [], channel_id=channel.id, actor=ACTOR, at=AT) == []


def test_con_04_an_order_of_two_is_not_split_over_warehouses_without_policy(channel, variants):
    for code in ("north", "south"):
        make_location(code, channels=[channel.id])
        stock(variants["A-1"], 1, location=code)
    order = make_order(channel.id, [(variants["A-1"], 2)])
    assert available(variants["A-1"], channel) == 1
    with pytest.raises(inventory.InsufficientStock):
        allocate(order, channel)
    inventory.set_split(channel.id, "units", actor=ACTOR, at=AT)
    assert available(variants["A-1"], channel) == 2
    assert sorted(part.quantity for part in allocate(order, channel)) == [1, 1]
    assert_proved()


def test_one_location_policy_says_that_the_policy_is_the_reason(channel, variants):
    inventory.set_split(channel.id, "never", actor=ACTOR, at=AT)
    make_location("north", channels=[channel.id])
    stock(variants["A-1"], 1)
    stock(variants["B-1"], 1, location="north")
    order = make_order(channel.id, [(variants["A-1"], 1), (variants["B-1"], 1)])
    with pytest.raises(inventory.InsufficientStock) as refusal:
        allocate(order, channel)
    assert refusal.value.details["one_location"] is True


def test_only_locations_of_the_channel_count_and_closed_ones_do_not(channel, variants):
    make_location("elsewhere")
    stock(variants["A-1"], 9, location="elsewhere")
    assert available(variants["A-1"], channel) == 0
    inventory.connect_channel("elsewhere", channel.id, actor=ACTOR, at=AT)
    assert available(variants["A-1"], channel) == 9
    inventory.save_location("elsewhere", name="Elsewhere", active=False, actor=ACTOR, at=AT)
    assert available(variants["A-1"], channel) == 0
    inventory.save_location("elsewhere", name="Elsewhere", actor=ACTOR, at=AT)
    inventory.disconnect_channel("elsewhere", channel.id, actor=ACTOR, at=AT)
    assert available(variants["A-1"], channel) == 0


def test_con_10_release_gives_back_exactly_once(channel, variants):
    stock(variants["A-1"], 5)
    order = make_order(channel.id, [(variants["A-1"], 4)])
    allocate(order, channel)
    assert inventory.release_allocation(order.id, actor=ACTOR, at=AT, reason="canceled") == 4
    assert inventory.release_allocation(order.id, actor=ACTOR, at=AT, reason="canceled") == 0
    level = inventory.level(variants["A-1"])
    assert (level.on_hand, level.allocated) == (5, 0)
    assert StockMovement.objects.filter(kind="released").count() == 1
    assert_proved()


def test_a_part_of_a_line_is_released(channel, variants):
    stock(variants["A-1"], 5)
    order = make_order(channel.id, [(variants["A-1"], 4)])
    allocate(order, channel)
    line = order.lines[0].id
    assert inventory.release_allocation(order.id, {line: 1}, actor=ACTOR, at=AT) == 1
    assert inventory.level(variants["A-1"]).allocated == 3
    with pytest.raises(inventory.NotAllocated):
        inventory.release_allocation(order.id, {line: 4}, actor=ACTOR, at=AT)
    with pytest.raises(inventory.NotAllocated):
        inventory.release_allocation(order.id, {line: 0}, actor=ACTOR, at=AT)
    assert inventory.level(variants["A-1"]).allocated == 3
    assert_proved()


def test_con_14_shipping_takes_goods_off_the_shelf_once(channel, variants):
    stock(variants["A-1"], 5)
    order = make_order(channel.id, [(variants["A-1"], 4)])
    allocate(order, channel)
    line = order.lines[0].id
    parts = inventory.ship_allocation(order.id, {line: 3}, actor=ACTOR, at=AT, document="parcel 1")
    assert [part.quantity for part in parts] == [3]
    level = inventory.level(variants["A-1"])
    assert (level.on_hand, level.allocated, level.available) == (2, 1, 1)
    with pytest.raises(inventory.NotAllocated):
        inventory.ship_allocation(order.id, {line: 3}, actor=ACTOR, at=AT)
    inventory.ship_allocation(order.id, {line: 1}, actor=ACTOR, at=AT)
    with pytest.raises(inventory.NotAllocated):
        inventory.ship_allocation(order.id, {line: 1}, actor=ACTOR, at=AT)
    assert inventory.release_allocation(order.id, actor=ACTOR, at=AT) == 0
    states = [(row.state, row.quantity) for row in inventory.allocations_of(order.id)]
    assert states == [("shipped", 1), ("shipped", 3)]
    assert_proved()


def test_allocation_runs_a_fixed_number_of_statements(channel, variants, django_assert_max_num_queries):
    for variant in variants.values():
        stock(variant, 100)
    one = make_order(channel.id, [(variants["A-1"], 1)])
    three = make_order(channel.id, [(variant, 1) for variant in variants.values()])
    # The candidates and the claim; SQLite writes allocations and ledger as two more.
    for order in (one, three):
        with django_assert_max_num_queries(6):
            allocate(order, channel)
    assert_proved()
