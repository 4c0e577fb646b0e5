"""Walks: claimed once, along the bins, scan by scan, with what follows when something is missing."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import PickScan
from storecrew.contexts.fulfillment.rules import scanning, short
from storecrew.contexts.fulfillment.tests.factories import (
    ANN,
    BOB,
    given,
    line_states,
    packed,
    picked,
    states_of,
    walk,
)
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask
from storecrew.contexts.inventory.tests.factories import (
    assert_proved,
    make_bins,
    make_location,
    shelve,
    stock,
)
from storecrew.contexts.orders import public as orders
from storecrew.kernel import outbox
from storecrew.kernel.mail.models import Mail

TODAY = AT.date()


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def bins(shop):
    """A lies in the second bin of the walk, B in the first."""
    found = make_bins("main", "B-01", "A-02", "A-09")
    shelve(shop.variants["A-1"], found["A-02"], 10)
    shelve(shop.variants["B-1"], found["B-01"], 10)
    return found


def scan(stop, **changes):
    values = {"place": stop.bin_code, "item": stop.sku, "quantity": stop.left, "actor": ANN, "at": AT}
    return fulfillment.confirm_pick(stop.id, **(values | changes))


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("a-1", True),
        ("4006381333931", True),
        ("04006381333931", True),
        ("010400638133393110LOT7\x1d21S1", True),
        ("(01)04006381333931(17)270101(10)LOT7", True),
        ("]C1010400638133393117270101", True),
        ("A-2", False),
        ("4006381333932", False),
        ("0104006381333932", False),
        ("", False),
        ("01", False),
    ],
)
def test_a_scan_is_a_sku_a_gtin_or_a_gs1_string(code, right):
    scan = scanning.read(code, today=TODAY)
    assert scanning.is_item(scan, sku="A-1", barcode="4006381333931") is right


def test_a_scan_brings_lot_and_serial_and_a_broken_one_stays_text():
    scan = scanning.read("0104006381333931172701311030B\x1d21S-9\x1d3012", today=TODAY)
    assert (scan.gtin, scan.lot, scan.serial, scan.count) == ("04006381333931", "30B", "S-9", 12)
    broken = scanning.read("(01)04006381333932", today=TODAY)
    assert (broken.plain, broken.gtin) == ("(01)04006381333932", "")
    assert scanning.is_place("a-02 ", "A-02")
    assert scanning.is_place("anything", "")
    assert not scanning.is_place("A-03", "A-02")


@pytest.mark.parametrize(
    ("missing", "here", "elsewhere", "may_split", "expected"),
    [
        (2, 5, [], True, (2, (), 0)),
        (2, 1, [(7, 9)], True, (1, ((7, 1),), 0)),
        (4, 0, [(7, 1), (8, 2)], True, (0, ((7, 1), (8, 2)), 1)),
        (4, 0, [(7, 1), (8, 4)], False, (0, ((8, 4),), 0)),
        (4, 0, [(7, 3)], False, (0, (), 4)),
    ],
)
def test_what_follows_a_short_pick(missing, here, elsewhere, may_split, expected):
    places = [short.Elsewhere(*place) for place in elsewhere]
    found = short.consequence(missing, in_other_bins=here, elsewhere=places, may_split=may_split)
    assert tuple(found) == expected


@pytest.mark.django_db
class TestWalks:
    def test_inv_2_only_the_right_article_from_the_right_bin_counts(self, shop, bins):
        work = given(shop)
        run = walk(work)
        assert [(stop.bin_code, stop.sku, stop.left) for stop in run.stops] == [
            ("B-01", "B-1", 1),
            ("A-02", "A-1", 2),
        ]
        first, second = run.stops
        with pytest.raises(fulfillment.WrongBin) as caught:
            scan(first, place="A-02")
        assert caught.value.details["expected"] == "B-01"
        with pytest.raises(fulfillment.WrongItem):
            scan(first, item="A-1")
        with pytest.raises(fulfillment.TooManyUnits):
            scan(first, quantity=2)
        scan(first)
        assert states_of(work.order_id) == ["picking"]
        done = scan(second)
        assert done.state == "done"
        assert states_of(work.order_id) == ["picked"]
        packing = [c for c in inventory.contents(location_id=work.location_id) if c.bin_kind == "packing"]
        assert sum(content.quantity for content in packing) == 3
        assert_proved()

    def test_con_14_a_scan_sent_twice_counts_once(self, shop):
        work = given(shop)
        stop = next(stop for stop in walk(work).stops if stop.sku == "A-1")
        for _ in range(3):
            found = scan(stop, quantity=1, key="device-1/7")
        assert next(s for s in found.stops if s.id == stop.id).left == 1
        assert PickScan.objects.count() == 1

    def test_a_batch_goes_into_totes_and_of_two_pickers_each_order_goes_to_one(self, shop):
        works = [given(shop, {"A-1": 1}) for _ in range(3)]
        first = fulfillment.start_run(
            location_code="main", kind="batch", work_ids=[w.id for w in works[:2]], actor=ANN, at=AT
        )
        assert [number for _tote, number in first.totes] == [w.number for w in works[:2]]
        assert fulfillment.start_run(location_code="main", actor=ANN, at=AT).id == first.id
        second = fulfillment.start_run(location_code="main", kind="wave", actor=BOB, at=AT)
        assert [stop.number for stop in second.stops] == [works[2].number]
        with pytest.raises(fulfillment.NothingToPick):
            fulfillment.start_run(location_code="main", actor=ANN_TWO, at=AT)
        with pytest.raises(fulfillment.NotYourRun):
            scan(second.stops[0])

    def test_a_wave_is_narrowed_by_method_and_hour(self, shop):
        work = given(shop)
        for how in ({"method_code": "express"}, {"due_before": AT}):
            with pytest.raises(fulfillment.NothingToPick):
                fulfillment.start_run(location_code="main", kind="wave", actor=ANN, at=AT, **how)
        run = fulfillment.start_run(
            location_code="main",
            kind="wave",
            method_code="standard",
            due_before=work.due_at,
            actor=ANN,
            at=AT,
        )
        assert len(run.stops) == 2

    def test_two_zones_are_picked_at_once_and_meet_at_the_bench(self, shop):
        inventory.save_zone("main", "A", name="A", actor=ANN, at=AT)
        inventory.save_zone("main", "B", name="B", actor=ANN, at=AT)
        for zone, sku in (("A", "A-1"), ("B", "B-1")):
            shelf = inventory.save_bin("main", f"{zone}-01", zone_code=zone, actor=ANN, at=AT)
            shelve(shop.variants[sku], shelf, 5)
        work = given(shop)
        ann = fulfillment.start_run(location_code="main", kind="zone", zone_code="A", actor=ANN, at=AT)
        bob = fulfillment.start_run(location_code="main", kind="zone", zone_code="B", actor=BOB, at=AT)
        assert [stop.sku for stop in ann.stops] == ["A-1"]
        assert [stop.sku for stop in bob.stops] == ["B-1"]
        scan(ann.stops[0])
        assert states_of(work.order_id) == ["picking"]
        scan(bob.stops[0], actor=BOB)
        assert states_of(work.order_id) == ["picked"]

    def test_a_walk_that_is_left_gives_the_rest_to_others(self, shop):
        work = given(shop)
        run = walk(work)
        scan(next(stop for stop in run.stops if stop.sku == "B-1"))
        fulfillment.leave_run(run.id, actor=BOB, at=AT)
        with pytest.raises(fulfillment.NotYourRun):
            fulfillment.leave_run(run.id, actor=BOB, at=AT)
        assert states_of(work.order_id) == ["waiting"]
        rest = walk(work, BOB)
        assert [(stop.sku, stop.left) for stop in rest.stops] == [("A-1", 2)]

    def test_a_short_bin_is_counted_and_the_next_bin_is_walked_to(self, shop, bins):
        inventory.receive([(shop.variants["A-1"], 5)], location_code="main", actor=ANN, at=AT, document="d")
        shelve(shop.variants["A-1"], bins["A-09"], 5)
        work = given(shop, {"A-1": 2})
        [stop] = walk(work).stops
        scan(stop, quantity=1)
        run = fulfillment.report_short(stop.id, actor=ANN, at=AT)
        rest = [s for s in run.stops if s.state == "open"]
        assert [(s.bin_code, s.left) for s in rest] == [("A-09", 1)]
        [task] = CountTask.objects.filter(cause="short_pick")
        assert (task.expected, task.found, task.document) == (2, 1, work.number)
        scan(rest[0])
        assert states_of(work.order_id) == ["picked"]
        assert_proved()

    @pytest.mark.parametrize("loose", [0, 1])
    def test_inv_2_nobody_is_sent_for_loose_units_that_are_not_there(self, shop, bins, loose):
        """All of it is said to lie in the bin that is short: the customer waits, but for what lies loose."""
        variant = shop.variants["A-1"]
        if loose:
            inventory.receive([(variant, 1)], location_code="main", actor=ANN, at=AT, document="d")
        work = given(shop, {"A-1": 2})
        [stop] = walk(work).stops
        run = fulfillment.report_short(stop.id, actor=ANN, at=AT)
        assert [(s.bin_code, s.left) for s in run.stops if s.state == "open"] == [("", 1)] * loose
        assert states_of(work.order_id) == (["picking", "short"] if loose else ["short"])
        [mail] = Mail.objects.filter(dedupe_key__startswith="fulfillment.back_order")
        assert "later" in mail.subject
        assert_proved()

    def test_what_is_not_here_comes_from_elsewhere_without_asking_anybody(self, shop):
        make_location("south", channels=[shop.channel.id], priority=200)
        stock(shop.variants["A-1"], 5, location="south")
        work = given(shop)
        stop = next(stop for stop in walk(work).stops if stop.sku == "A-1")
        fulfillment.report_short(stop.id, actor=ANN, at=AT)
        parts = {w.location_code: (w.state, w.units) for w in fulfillment.work_of_order(work.order_id)}
        assert parts == {"main": ("picking", 1), "south": ("waiting", 2)}
        assert not Mail.objects.filter(dedupe_key__startswith="fulfillment.back_order").exists()
        assert_proved()

    def test_a_part_of_which_all_comes_from_elsewhere_is_no_part_of_the_order_any_more(self, shop):
        make_location("south", channels=[shop.channel.id], priority=200)
        stock(shop.variants["A-1"], 5, location="south")
        work = given(shop, {"A-1": 2})
        [stop] = walk(work).stops
        fulfillment.report_short(stop.id, actor=ANN, at=AT)
        assert fulfillment.work_of(work.id, ANN).state == "canceled"
        [part] = fulfillment.work_of_order(work.order_id)
        assert (part.location_code, part.state, part.units) == ("south", "waiting", 2)
        # an order that is canceled as a whole keeps its parts, which say what had been asked for
        aftersales.cancel_order(work.order_id, reason="x", actor=ANN, at=AT)
        assert states_of(work.order_id) == ["canceled"]

    def test_what_is_nowhere_waits_for_goods_and_the_customer_is_told_once(self, shop):
        work = given(shop)
        stop = next(stop for stop in walk(work).stops if stop.sku == "A-1")
        scan(stop, quantity=1)
        run = fulfillment.report_short(stop.id, actor=ANN, at=AT)
        assert states_of(work.order_id) == ["picking", "short"]
        [mail] = Mail.objects.filter(dedupe_key__startswith="fulfillment.back_order")
        assert "later" in mail.subject
        assert line_states(work.order_id)["A-1"] == "short"
        scan(next(s for s in run.stops if s.state == "open"))
        assert states_of(work.order_id) == ["picked", "short"]
        with pytest.raises(fulfillment.StateChanged):
            fulfillment.report_short(stop.id, actor=ANN, at=AT)
        # goods arrive: the rest goes into the part that is still on the bench
        actor = ANN
        assert fulfillment.goods_are_back(work.location_id, [stop_variant(shop)], actor=actor, at=AT) == 1
        assert fulfillment.goods_are_back(work.location_id, [stop_variant(shop)], actor=actor, at=AT) == 0
        assert states_of(work.order_id) == ["waiting"]
        rest = walk(fulfillment.work_of_order(work.order_id)[0])
        assert [(s.sku, s.left) for s in rest.stops if s.state == "open"] == [("A-1", 1)]
        assert_proved()

    def test_a_delivery_lets_waiting_orders_go_on_by_itself(self, shop):
        work = given(shop, {"A-1": 10})
        [stop] = walk(work).stops
        fulfillment.report_short(stop.id, actor=ANN, at=AT)
        assert states_of(work.order_id) == ["short"]
        inventory.receive([(shop.variants["A-1"], 20)], location_code="main", actor=ANN, at=AT, document="d")
        while outbox.drain():
            pass
        assert "waiting" in states_of(work.order_id)

    def test_a_walk_is_read_with_a_fixed_number_of_queries(self, shop, django_assert_num_queries):
        one = walk(given(shop, {"A-1": 1}))
        works = [given(shop, {"B-1": 1, "C-1": 1}) for _ in range(4)]
        many = fulfillment.start_run(
            location_code="main", kind="batch", work_ids=[w.id for w in works], actor=BOB, at=AT
        )
        with django_assert_num_queries(6) as counted:
            fulfillment.run(one.id)
        with django_assert_num_queries(len(counted)):
            fulfillment.run(many.id)


def stop_variant(shop):
    return shop.variants["A-1"]


ANN_TWO = BOB.__class__(kind="staff", id="Cem", label="Cem", permissions=BOB.permissions)


@pytest.mark.django_db
def test_sm_1_an_order_goes_through_pick_pack_and_hand_over(shop):
    parcel = packed(shop)
    shipment = fulfillment.hand_over(parcel.code, tracking_number="00340434", carrier="DHL", actor=ANN, at=AT)
    assert fulfillment.hand_over(parcel.code, actor=BOB, at=AT) == shipment
    assert sum(shipment.lines.values()) == 3
    after = orders.order(parcel.order_id)
    assert (after.fulfillment_status, after.payment_status) == ("fulfilled", "paid")
    assert states_of(parcel.order_id) == ["handed_over"]
    assert set(line_states(parcel.order_id).values()) == {"handed_over"}
    assert inventory.level(shop.variants["A-1"], "main").on_hand == 8
    assert_proved()


@pytest.mark.django_db
def test_con_14_a_parcel_leaves_from_its_own_location(shop):
    make_location("south", channels=[shop.channel.id], priority=200)
    stock(shop.variants["C-1"], 5, location="south")
    inventory.set_split(shop.channel.id, "units", actor=ANN, at=AT)
    work = picked(shop, {"C-1": 12})
    south = next(w for w in fulfillment.work_of_order(work.order_id) if w.location_code == "south")
    for stop in walk(south).stops:
        scan(stop)
    parcel = fulfillment.open_parcel(south.id, actor=ANN, at=AT)
    fulfillment.scan_into(parcel.id, item="C-1", quantity=2, actor=ANN, at=AT)
    fulfillment.close_parcel(parcel.id, actor=ANN, at=AT)
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    assert inventory.level(shop.variants["C-1"], "south").on_hand == 3
    assert inventory.level(shop.variants["C-1"], "main").on_hand == 10
    assert_proved()
