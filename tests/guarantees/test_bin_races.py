"""Bins under real processes: two pickers never take the same unit, and bins never hold more than there is."""

from __future__ import annotations

import random
from functools import partial

import pytest

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.channels.models import Channel
from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Allocation, BinContent, CountTask, StockLevel
from storecrew.contexts.inventory.tests.factories import make_bins, make_location, shelve
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel.errors import DomainError
from tests.guarantees.machinery import laws, shop

pytestmark = pytest.mark.race


def codes(results):
    errors = [result.value for result in results if result.status == "error"]
    assert not errors, errors[0]
    return sorted({result.code or result.status for result in results})


def open_with_bins(units, *bins):
    shop.open_shop(A=units, B=units)
    made = make_bins("main", *bins)
    for sku in ("A", "B"):
        shelve(variant(sku), made[bins[0]], units)


def variant(sku):
    return Variant.objects.get(sku=sku).pk


def take(sku, code, document, quantity=1):
    place = inventory.location()
    inventory.take_from_bin(
        location_id=place.id, variant_id=variant(sku), bin_id=inventory.bin_by_code(place.id, code).id,
        quantity=quantity, document=document, actor=ACTOR, at=AT,
    )  # fmt: skip


def put(sku, code, quantity=1, document=""):
    place = inventory.location()
    inventory.put_in_place(
        location_id=place.id, variant_id=variant(sku), bin_id=inventory.bin_by_code(place.id, code).id,
        quantity=quantity, document=document, actor=ACTOR, at=AT,
    )  # fmt: skip


def test_con_05_of_many_pickers_at_a_bin_of_one_unit_one_takes_it(arena):
    arena.run(partial(open_with_bins, 1, "A-01"))
    results = arena.stampede([partial(take, "A", "A-01", f"SC-{number}") for number in range(8)])
    assert codes(results) == ["bin_short", "ok"]
    assert sum(result.ok for result in results) == 1
    assert {result.details["there"] for result in results if not result.ok} == {0}
    packed = arena.run(lambda: BinContent.objects.get(bin__kind="packing", variant__sku="A").quantity)
    assert packed == 1
    assert arena.run(CountTask.objects.count) == 1
    assert arena.run(laws.stock) == []


def test_con_05_loose_units_are_put_away_once(arena):
    arena.run(partial(shop.open_shop, A=5))
    arena.run(lambda: bool(make_bins("main", "A-01", "A-02")))
    results = arena.stampede([partial(put, "A", f"A-0{1 + number % 2}", 2) for number in range(6)])
    assert codes(results) == ["nothing_loose", "ok"]
    assert sum(result.ok for result in results) == 2
    assert arena.run(lambda: StockLevel.objects.get().in_bins) == 4
    assert arena.run(laws.stock) == []


def test_con_05_picking_putting_away_correcting_and_shipping_at_once_keeps_bins_true(arena):
    arena.run(partial(open_with_bins, 30, "A-01", "A-02"))
    orders = arena.run(lambda: [_promised() for _ in range(12)])

    def work(seed, mine):
        dice = random.Random(seed)
        for _ in range(12):
            _one_step(dice, mine)

    shares = [orders[start::4] for start in range(4)]
    results = arena.stampede([partial(work, seed, share) for seed, share in enumerate(shares)])
    assert codes(results) == ["ok"]
    assert arena.run(laws.stock) == []


def _promised():
    channel = Channel.objects.get().pk
    order = make_order(channel, [(variant("A"), 1), (variant("B"), 1)])
    inventory.allocate(order.id, wanted(order), channel_id=channel, actor=ACTOR, at=AT)
    return order.id, order.number, [line.id for line in order.lines]


def _one_step(dice, mine):
    """Do one random thing; a refusal by the domain is fine, anything else is not."""
    sku, code = dice.choice("AB"), dice.choice(["A-01", "A-02"])
    kind = dice.choice(["take", "take", "put", "correct", "ship", "receive"])
    try:
        if kind == "take":
            take(sku, code, f"SC-{dice.randint(1, 3)}", dice.randint(1, 2))
        elif kind == "put":
            put(sku, code, dice.randint(1, 2), f"SC-{dice.randint(1, 3)}")
        elif kind == "receive":
            inventory.receive([(variant(sku), 1)], actor=ACTOR, at=AT)
        elif kind == "correct":
            seen = inventory.level(variant(sku)).on_hand
            inventory.adjust(
                variant(sku), on_hand=max(0, seen - dice.randint(0, 2)), expected_on_hand=seen,
                reason="dice", actor=ACTOR, at=AT,
            )  # fmt: skip
        elif mine:
            order_id, _, lines = mine.pop()
            inventory.ship_allocation(order_id, dict.fromkeys(lines, 1), actor=ACTOR, at=AT)
    except DomainError:
        pass


def test_con_04_a_promise_is_moved_once_and_never_to_stock_that_is_not_there(arena):
    def prepare():
        shop.open_shop(A=10)
        channel = Channel.objects.get().pk
        north = make_location("north", channels=[channel])
        inventory.receive([(variant("A"), 3)], location_code="north", actor=ACTOR, at=AT)
        order = make_order(channel, [(variant("A"), 8)])
        inventory.allocate(order.id, wanted(order), channel_id=channel, actor=ACTOR, at=AT)
        return Allocation.objects.get().pk, north.id

    row, north = arena.run(prepare)
    move = partial(
        inventory.move_allocation, row, to_location_id=north, quantity=1, reason="near", actor=ACTOR, at=AT
    )
    results = arena.stampede([move] * 8)
    assert set(codes(results)) <= {"not_allocated", "not_enough_there", "ok"}
    moved = sum(result.ok for result in results)
    assert 1 <= moved <= 3
    levels = arena.run(lambda: dict(StockLevel.objects.values_list("location__code", "allocated")))
    assert levels == {"main": 8 - moved, "north": moved}
    assert arena.run(laws.stock) == []


def _order_goods(*lines, reference="PO-1"):
    place = inventory.location()
    return inventory.open_receipt(
        kind="purchase_order", reference=reference, location_id=place.id,
        lines=[(variant(sku), units) for sku, units in lines], actor=ACTOR, at=AT,
    )  # fmt: skip


def _receive(receipt_id, key, quantity=3):
    return inventory.receive_line(
        receipt_id, variant_id=variant("A"), quantity=quantity, key=key, actor=ACTOR, at=AT
    ).lines[0].accepted  # fmt: skip


def test_con_05_a_scan_sent_by_many_connections_at_once_counts_once(arena):
    arena.run(partial(shop.open_shop, A=0))
    receipt_id = arena.run(lambda: _order_goods(("A", 10)))
    results = arena.stampede([partial(_receive, receipt_id, "device-0001")] * 6)
    assert codes(results) == ["ok"]
    assert {result.value for result in results} == {3}
    assert arena.run(lambda: inventory.level(variant("A")).on_hand) == 3
    assert arena.run(laws.stock) == []


def test_con_05_many_scanners_at_one_receipt_never_accept_more_than_was_ordered(arena):
    arena.run(partial(shop.open_shop, A=0))
    receipt_id = arena.run(lambda: _order_goods(("A", 10)))
    calls = [partial(_receive, receipt_id, f"device-{number:04}") for number in range(6)]
    assert codes(arena.stampede(calls)) == ["ok"]
    line = arena.run(lambda: inventory.receipt(receipt_id).lines[0])
    assert (line.accepted, line.over) == (10, 8)
    level = arena.run(lambda: inventory.level(variant("A")))
    assert (level.on_hand, level.quarantine, level.available) == (18, 8, 10)
    assert arena.run(laws.stock) == []


def test_con_05_a_transfer_is_sent_once_and_its_units_are_conserved(arena):
    def prepare():
        shop.open_shop(A=10)
        make_location("north")
        return inventory.open_transfer(
            source="main", target="north", lines=[(variant("A"), 6)], actor=ACTOR, at=AT
        ).id

    transfer_id = arena.run(prepare)
    sends = [partial(inventory.send_transfer, transfer_id, actor=ACTOR, at=AT)] * 6
    assert codes(arena.stampede(sends)) == ["ok", "transfer_moved"]
    receipt_id = arena.run(lambda: inventory.transfer(transfer_id).receipt_id)
    arrivals = [partial(_receive, receipt_id, f"device-{number:04}", 1) for number in range(4)]
    closing = partial(
        inventory.close_transfer, transfer_id, reasons={arena.run(lambda: variant("A")): "lost"},
        actor=ACTOR, at=AT,
    )  # fmt: skip
    results = arena.stampede([*arrivals, closing])
    assert set(codes(results)) <= {"ok", "receipt_closed"}
    line = arena.run(lambda: inventory.transfer(transfer_id).lines[0])
    assert line.sent == 6 == line.arrived + line.written_off + line.in_transit
    there = arena.run(lambda: inventory.level(variant("A"), "north").on_hand)
    assert there == line.arrived
    assert arena.run(laws.stock) == []
