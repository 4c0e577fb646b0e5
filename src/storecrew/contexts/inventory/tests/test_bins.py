"""What lies in which bin: never more than is on hand, and every change has its line."""

import datetime as dt
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import BinContent, BinMove, CountTask, Serial, StockLevel
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, make_bins, shelve, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

ACT = {"actor": ACTOR, "at": AT}


@pytest.fixture
def bins(warehouse):
    return make_bins("main", "A-01", "A-02", "B-01")


@pytest.fixture
def a(variants, bins):
    """Ten units of A-1: six in A-01, three in B-01, one loose."""
    stock(variants["A-1"], 10)
    shelve(variants["A-1"], bins["A-01"], 6)
    shelve(variants["A-1"], bins["B-01"], 3)
    return variants["A-1"]


def there(variant):
    return {row.bin_code: row.quantity for row in inventory.contents(variant_ids=[variant])}


def take(bins, code, variant, quantity, document="SC-1", **more):
    inventory.take_from_bin(
        location_id=bins["A-01"].location_id, variant_id=variant, bin_id=bins[code].id if code else None,
        quantity=quantity, document=document, **ACT, **more,
    )  # fmt: skip


def test_inv_1_loose_units_of_many_articles_go_into_bins_at_once_or_not_at_all(variants, bins, warehouse):
    first, second, third = (variants[sku] for sku in ("A-1", "B-1", "C-1"))
    for variant in (first, second, third):
        stock(variant, 10)
    put = partial(inventory.stock_bins, "main", document="Move in", **ACT)
    # Two articles alike, one in two bins, and one that is not asked for.
    put([(first, bins["A-01"].id, 4), (second, bins["A-01"].id, 4), (first, bins["B-01"].id, 5)])
    assert (there(first), there(second), there(third)) == ({"A-01": 4, "B-01": 5}, {"A-01": 4}, {})
    assert {row.variant_id: row.quantity for row in inventory.waiting(warehouse.id)} == {
        first: 1, second: 6, third: 10,
    }  # fmt: skip
    assert BinMove.objects.filter(document="Move in", kind="put_away").count() == 3
    assert_proved()
    with pytest.raises(inventory.NothingLoose) as refused:
        put([(third, bins["B-01"].id, 1), (first, bins["B-01"].id, 2)])
    assert refused.value.details["variants"] == [first]
    assert there(third) == {}
    elsewhere = inventory.save_location("far", name="Far", **ACT)
    with pytest.raises(inventory.UnknownBin):
        inventory.stock_bins("far", [(third, bins["A-01"].id, 1)], document="x", **ACT)
    inventory.save_profile(third, tracking="lot", **ACT)
    with pytest.raises(inventory.LotNeeded):
        put([(third, bins["A-01"].id, 1)])
    assert elsewhere
    assert_proved()


def test_a_picker_is_sent_along_the_walk_and_to_loose_units_last(a, bins, warehouse):
    places = inventory.pick_places(warehouse.id, {a: 10}, at=AT)
    assert [(place.bin_code, place.quantity) for place in places] == [("A-01", 6), ("B-01", 3), ("", 1)]
    assert places[2].bin_id is None
    assert inventory.pick_places(warehouse.id, {a: 0}, at=AT) == ()


def test_a_location_without_bins_picks_from_no_bin(variants, warehouse):
    stock(variants["A-1"], 5)
    inventory.put_in_bin(variants["A-1"], "SHELF-7", location_code="main", **ACT)
    (place,) = inventory.pick_places(warehouse.id, {variants["A-1"]: 2}, at=AT)
    assert (place.bin_id, place.bin_code, place.quantity) == (None, "SHELF-7", 2)
    inventory.take_from_bin(
        location_id=warehouse.id, variant_id=variants["A-1"], bin_id=None, quantity=2, document="SC-1", **ACT
    )
    assert not BinMove.objects.exists()
    assert_proved()


def test_pick_places_asks_the_database_a_fixed_number_of_times(
    a, bins, variants, warehouse, django_assert_max_num_queries
):
    stock(variants["B-1"], 3)
    with django_assert_max_num_queries(4):
        inventory.pick_places(warehouse.id, {a: 2, variants["B-1"]: 2, variants["C-1"]: 1}, at=AT)


def test_inv_2_a_pick_moves_units_to_the_packing_place_and_shipping_takes_them_from_there(
    a, bins, channel, warehouse
):
    order = make_order(channel.id, [(a, 4)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, **ACT)
    take(bins, "A-01", a, 4, order.number)
    assert there(a) == {"PACKING": 4, "A-01": 2, "B-01": 3}
    level = inventory.level(a)
    assert (level.on_hand, level.allocated, level.in_bins) == (10, 4, 9)
    inventory.ship_allocation(order.id, {order.lines[0].id: 4}, document="TRACK", **ACT)
    assert there(a) == {"A-01": 2, "B-01": 3}
    assert inventory.level(a).on_hand == 6
    moves = BinMove.objects.filter(document__in=[order.number, "TRACK"]).values_list("kind", "quantity")
    assert list(moves) == [("picked", -4), ("picked", 4), ("left", -4)]
    assert_proved()


def test_an_order_that_ships_without_picking_empties_bins_in_walking_order(a, bins, channel):
    order = make_order(channel.id, [(a, 8)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, **ACT)
    inventory.ship_allocation(order.id, {order.lines[0].id: 8}, **ACT)
    level = inventory.level(a)
    # The loose unit goes first; the other seven have to come from bins.
    assert (level.on_hand, level.in_bins) == (2, 2)
    assert there(a) == {"B-01": 2}
    assert_proved()


def test_a_count_below_what_lies_in_bins_empties_bins(a, bins):
    inventory.adjust(a, on_hand=4, expected_on_hand=10, reason="counted", **ACT)
    assert there(a) == {"A-01": 1, "B-01": 3}
    assert_proved()


def test_a_refused_correction_leaves_the_bins_alone(a, bins):
    with pytest.raises(inventory.CountChanged):
        inventory.adjust(a, on_hand=1, expected_on_hand=9, reason="counted", **ACT)
    assert there(a) == {"A-01": 6, "B-01": 3}
    assert_proved()


def test_more_than_a_bin_holds_is_refused_with_what_is_there(a, bins):
    with pytest.raises(inventory.BinShort) as refusal:
        take(bins, "B-01", a, 4)
    assert refusal.value.details == {"bin": "B-01", "wanted": 4, "there": 3}
    with pytest.raises(inventory.BinShort):
        take(bins, None, a, 2)
    with pytest.raises(inventory.UnknownBin):
        inventory.take_from_bin(
            location_id=bins["A-01"].location_id, variant_id=a, bin_id=9_999, quantity=1, document="", **ACT
        )
    assert there(a) == {"A-01": 6, "B-01": 3}
    assert_proved()


def test_loose_units_are_picked_and_put_away(a, bins, warehouse):
    take(bins, None, a, 1, "SC-9")
    assert there(a)["PACKING"] == 1
    with pytest.raises(inventory.NothingLoose) as refusal:
        shelve(a, bins["A-02"], 1)
    assert refusal.value.details == {"loose": 0}
    stock(a, 2)
    shelve(a, bins["A-02"], 2)
    assert there(a)["A-02"] == 2
    assert_proved()


def test_what_was_picked_for_a_canceled_order_goes_back(a, bins, warehouse):
    take(bins, "A-01", a, 4, "SC-1")
    take(bins, "B-01", a, 1, "SC-2")
    inventory.put_in_place(
        location_id=warehouse.id, variant_id=a, bin_id=bins["A-01"].id, quantity=4, document="SC-1", **ACT
    )
    assert there(a) == {"A-01": 6, "PACKING": 1, "B-01": 2}
    # SC-1 has nothing in the packing place any more, so a second return takes the loose unit and then none.
    back = {"location_id": warehouse.id, "variant_id": a, "bin_id": bins["A-01"].id, "document": "SC-1"}
    inventory.put_in_place(quantity=1, **back, **ACT)
    with pytest.raises(inventory.NothingLoose):
        inventory.put_in_place(quantity=1, **back, **ACT)
    assert_proved()


def test_units_move_from_bin_to_bin(a, bins, warehouse):
    move = {"location_id": warehouse.id, "variant_id": a, "bin_id": bins["A-02"].id, "document": "tidy"}
    inventory.put_in_place(quantity=2, from_bin_id=bins["B-01"].id, **move, **ACT)
    assert there(a) == {"A-01": 6, "A-02": 2, "B-01": 1}
    with pytest.raises(inventory.BinShort):
        inventory.put_in_place(quantity=2, from_bin_id=bins["B-01"].id, **move, **ACT)
    assert_proved()


def test_inv_4_the_lot_that_expires_first_is_picked_and_expired_or_held_lots_are_not(
    variants, bins, warehouse
):
    b = variants["B-1"]
    inventory.save_profile(b, tracking="lot", expires=True, **ACT)
    lots = {
        code: inventory.save_lot(b, code, expires_on=AT.date() + dt.timedelta(days=days), **ACT)
        for code, days in (("OLD", -1), ("SOON", 10), ("LATE", 90), ("HELD", 5))
    }
    inventory.save_lot(b, "HELD", held=True, **ACT)
    stock(b, 16)
    for code, shelf in (("OLD", "A-01"), ("SOON", "B-01"), ("LATE", "A-01"), ("HELD", "A-02")):
        shelve(b, bins[shelf], 4, lot_id=lots[code])
    places = inventory.pick_places(warehouse.id, {b: 6}, at=AT)
    assert [(place.lot_code, place.quantity) for place in places] == [("LATE", 2), ("SOON", 4)]
    with pytest.raises(inventory.LotNeeded):
        take(bins, "A-01", b, 1)
    take(bins, "A-01", b, 1, lot_id=lots["LATE"])
    take(bins, "B-01", b, 1)
    with pytest.raises(inventory.LotNeeded):
        take(bins, "A-01", b, 1, lot_id=99_999)
    inventory.save_profile(b, tracking="lot", first_expired_first_out=False, **ACT)
    places = inventory.pick_places(warehouse.id, {b: 3}, at=AT)
    assert [(place.lot_code, place.bin_code) for place in places] == [("LATE", "A-01")]
    assert_proved()


def test_a_unit_with_a_serial_number_is_picked_once_and_by_its_number(variants, bins, warehouse, channel):
    c = variants["C-1"]
    inventory.save_profile(c, tracking="serial", **ACT)
    stock(c, 3)
    shelve(c, bins["A-01"], 3)
    Serial.objects.bulk_create(
        Serial(variant_id=c, code=code, location_id=warehouse.id) for code in ("S1", "S2", "S3")
    )
    order = make_order(channel.id, [(c, 2)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, **ACT)
    for wrong in ((), ("S1",), ("S1", "S1"), ("S1", "S9")):
        with pytest.raises(inventory.SerialsNeeded):
            take(bins, "A-01", c, 2, order.number, serials=wrong)
    take(bins, "A-01", c, 2, order.number, serials=("S1", "S2"))
    with pytest.raises(inventory.SerialsNeeded):
        take(bins, "A-01", c, 1, "SC-2", serials=("S1",))
    inventory.put_in_place(
        location_id=warehouse.id, variant_id=c, bin_id=bins["A-01"].id, quantity=1, document=order.number,
        serials=("S2",), **ACT,
    )  # fmt: skip
    inventory.ship_allocation(order.id, {order.lines[0].id: 1}, document="T", **ACT)
    states = dict(Serial.objects.values_list("code", "state"))
    assert states == {"S1": "gone", "S2": "in_stock", "S3": "in_stock"}
    assert_proved()


def test_a_short_pick_asks_for_a_count_and_sends_nobody_else_there(a, bins, warehouse):
    report = {"location_id": warehouse.id, "bin_id": bins["A-01"].id, "variant_id": a, "document": "SC-1"}
    first = inventory.report_short_pick(expected=6, found=2, **report, **ACT)
    assert inventory.report_short_pick(expected=4, found=0, **report, **ACT) == first
    task = CountTask.objects.get()
    assert (task.cause, task.state, task.expected, task.found, task.times) == ("short_pick", "open", 4, 0, 2)
    assert task.due_at == AT + dt.timedelta(hours=2)
    places = inventory.pick_places(warehouse.id, {a: 6}, at=AT)
    assert [(place.bin_code, place.quantity) for place in places] == [("B-01", 3), ("", 3)]


def test_a_bin_picked_to_zero_asks_for_a_glance_and_a_short_pick_outranks_it(a, bins, warehouse):
    take(bins, "B-01", a, 3)
    assert CountTask.objects.get().cause == "picked_to_zero"
    inventory.report_short_pick(
        location_id=warehouse.id, bin_id=bins["B-01"].id, variant_id=a, expected=1, found=0, document="x",
        **ACT,
    )  # fmt: skip
    task = CountTask.objects.get()
    assert (task.cause, task.times) == ("short_pick", 2)


def test_handling_goods_needs_a_right(a, bins, warehouse):
    reader = Actor(kind="staff", id="1", label="Reader", permissions=frozenset({"inventory.read"}))
    packer = Actor(kind="staff", id="2", label="Packer", permissions=frozenset({"fulfillment.write"}))
    call = {"location_id": warehouse.id, "variant_id": a, "bin_id": bins["A-01"].id, "document": "SC-1"}
    with pytest.raises(Denied):
        inventory.take_from_bin(quantity=1, actor=reader, at=AT, **call)
    with pytest.raises(Denied):
        inventory.put_in_place(quantity=1, actor=reader, at=AT, **call)
    with pytest.raises(Denied):
        inventory.report_short_pick(expected=1, found=0, actor=reader, at=AT, **call)
    inventory.take_from_bin(quantity=1, actor=packer, at=AT, **call)


def test_zones_and_bins_are_checked_and_a_full_bin_keeps_its_kind(a, bins):
    zone = inventory.save_zone("main", "COLD", storage_class="chilled", walk_order=2, **ACT)
    assert zone
    saved = inventory.save_bin("main", "C-01", zone_code="COLD", walk_order=3, **ACT)
    assert (saved.zone_code, saved.storage_class, saved.walk_order) == ("COLD", "chilled", 2_000_003)
    assert inventory.bin_by_code(saved.location_id, " c-01 ") == saved
    assert [row.code for row in inventory.bins(saved.location_id)][-1] == "C-01"
    for wrong in ({"kind": "moon"}, {"zone_code": "NO"}, {"walk_order": -1}):
        with pytest.raises(inventory.InvalidBin):
            inventory.save_bin("main", "C-02", **wrong, **ACT)
    for change in ({"kind": "quarantine"}, {"active": False}):
        with pytest.raises(inventory.InvalidBin):
            inventory.save_bin("main", "A-01", **change, **ACT)
    with pytest.raises(inventory.InvalidBin):
        inventory.save_zone("main", "X", storage_class="lava", **ACT)
    with pytest.raises(inventory.InvalidBin):
        inventory.save_profile(a, tracking="by smell", **ACT)
    with pytest.raises(inventory.UnknownBin):
        inventory.bin_by_code(saved.location_id, "Z-99")


def test_con_05_the_database_refuses_bins_that_hold_more_than_is_there(a, bins):
    with pytest.raises(IntegrityError), transaction.atomic():
        StockLevel.objects.filter(variant_id=a).update(in_bins=11)
    with pytest.raises(IntegrityError), transaction.atomic():
        BinContent.objects.filter(variant_id=a).update(quantity=-1)


def test_ops_09_bins_are_proved_by_their_ledger_and_repaired(a, bins):
    BinContent.objects.filter(bin_id=bins["A-01"].id).update(quantity=2)
    StockLevel.objects.filter(variant_id=a).update(in_bins=1)
    found = inventory.recount(**ACT).differences
    assert [(row.counter, row.stored, row.proved) for row in found] == [("bin A-01", 2, 6), ("in_bins", 1, 5)]
    assert inventory.recount(fix=True, **ACT).unrepaired == ()
    assert there(a) == {"A-01": 6, "B-01": 3}
    assert_proved()
