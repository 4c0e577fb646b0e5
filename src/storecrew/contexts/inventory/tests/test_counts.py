"""Cycle counts: blind, repeated when different, posted within limits or by another person."""

import datetime as dt

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountEntry, CountTask, StockMovement
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, make_bins, shelve, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.permissions import ALL_KEYS

ACT = {"actor": ACTOR, "at": AT}
MINA = {"actor": Actor("staff", "11", "Mina", ALL_KEYS), "at": AT}
JO = {"actor": Actor("staff", "12", "Jo", ALL_KEYS), "at": AT}


@pytest.fixture
def bins(warehouse):
    return make_bins("main", "A-01", "A-02")


@pytest.fixture
def a(variants, bins):
    stock(variants["A-1"], 40)
    shelve(variants["A-1"], bins["A-01"], 30)
    return variants["A-1"]


@pytest.fixture
def task(a, bins, warehouse):
    return inventory.ask_for_count(location_id=warehouse.id, variant_id=a, bin_id=bins["A-01"].id, **ACT)


def enter(task, quantity, key, **by):
    return inventory.record_count(task, quantity, key=f"device-{key}", **(by or MINA))


def test_a_count_that_is_right_is_done_and_moves_nothing(task, a):
    found = enter(task, 30, 1)
    assert (found.state, found.posted) == ("done", False)
    assert not StockMovement.objects.filter(kind="counted").exists()
    with pytest.raises(inventory.CountMoved):
        enter(task, 29, 2)


def test_a_difference_is_counted_again_and_posted_when_it_is_confirmed(task, a):
    assert enter(task, 29, 1).state == "recount"
    found = enter(task, 29, 2)
    assert (found.state, found.posted, found.expected, found.found) == ("done", True, 30, 29)
    level = inventory.level(a)
    assert (level.on_hand, level.in_bins) == (39, 29)
    line = StockMovement.objects.get(kind="counted")
    assert (line.quantity, line.reason, line.document, line.actor) == (
        -1,
        "miscount",
        f"count {task}",
        "Mina",
    )
    assert audit.entries_for("inventory.count_task", task)[0].action == "inventory.counted"
    assert_proved()


def test_a_second_count_that_is_right_ends_the_doubt(task, a):
    enter(task, 28, 1)
    assert enter(task, 30, 2).state == "done"
    assert inventory.level(a).on_hand == 40


def test_three_different_counts_wait_for_somebody_to_decide(task):
    for key, quantity in enumerate((29, 28, 27)):
        state = enter(task, quantity, key).state
    assert state == "approval"


def test_more_units_than_on_record_are_added_to_the_bin(task, a):
    enter(task, 31, 1)
    enter(task, 31, 2)
    level = inventory.level(a)
    assert (level.on_hand, level.in_bins) == (41, 31)
    assert_proved()


def test_a_large_difference_waits_for_another_person(task, a):
    enter(task, 20, 1)
    assert enter(task, 20, 2).state == "approval"
    assert inventory.level(a).on_hand == 40
    with pytest.raises(inventory.NotTheCounter):
        inventory.approve_count(task, reason="theft", **MINA)
    with pytest.raises(inventory.ReasonNeeded):
        inventory.approve_count(task, reason="because", **JO)
    found = inventory.approve_count(task, reason="misplaced", **JO)
    assert (found.state, found.approved_by, found.reason) == ("done", "Jo", "misplaced")
    assert inventory.level(a).on_hand == 30
    with pytest.raises(inventory.CountMoved):
        inventory.approve_count(task, reason="misplaced", **JO)
    assert_proved()


def test_in_a_shop_of_one_person_the_counter_approves(task, a):
    inventory.save_count_policy("main", amount=1, percent=1, single_person=True, **ACT)
    enter(task, 20, 1)
    enter(task, 20, 2)
    assert inventory.approve_count(task, reason="other", **MINA).state == "done"
    with pytest.raises(inventory.InvalidCount):
        inventory.save_count_policy("main", amount=-1, percent=1, single_person=True, **ACT)


def test_the_value_of_a_difference_counts_as_well_as_its_share(task, a):
    pricing.set_costs(costs={a: 9_900}, currency="EUR", **ACT)
    enter(task, 29, 1)
    assert enter(task, 29, 2).state == "approval"


def test_a_refused_count_is_done_anew_and_what_moved_meanwhile_stays_moved(task, a, bins, warehouse):
    enter(task, 20, 1)
    enter(task, 20, 2)
    with pytest.raises(inventory.ReasonNeeded):
        inventory.refuse_count(task, note=" ", **JO)
    assert inventory.refuse_count(task, note="look behind the pallet", **JO).state == "open"
    assert enter(task, 24, 3).state == "recount"
    enter(task, 24, 4)
    inventory.take_from_bin(
        location_id=warehouse.id, variant_id=a, bin_id=bins["A-01"].id, quantity=4, document="SC-1", **ACT
    )
    inventory.approve_count(task, reason="mispick", **JO)
    lying = {row.bin_code: row.quantity for row in inventory.contents(variant_ids=[a])}
    assert lying == {"A-01": 20, "PACKING": 4}
    assert inventory.level(a).on_hand == 34
    assert_proved()


def test_promised_units_are_not_counted_away(task, a, channel):
    order = make_order(channel.id, [(a, 38)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, **ACT)
    enter(task, 20, 1)
    enter(task, 20, 2)
    with pytest.raises(inventory.StockCommitted):
        inventory.approve_count(task, reason="theft", **JO)
    assert inventory.count(task).state == "approval"
    assert inventory.contents(variant_ids=[a])[0].quantity == 30
    assert_proved()


def test_an_entry_that_is_sent_twice_counts_once(task):
    enter(task, 28, 1)
    assert enter(task, 28, 1).state == "recount"
    assert CountEntry.objects.count() == 1
    with pytest.raises(inventory.KeyReused):
        enter(task, 27, 1)
    for quantity in (-1, 10_000_000):
        with pytest.raises(inventory.InvalidCount):
            enter(task, quantity, 2)
    with pytest.raises(inventory.UnknownCount):
        enter(99_999, 1, 3)


def test_loose_units_are_counted_where_no_bins_are_kept(variants, warehouse):
    b = variants["B-1"]
    stock(b, 12)
    task = inventory.ask_for_count(location_id=warehouse.id, variant_id=b, **ACT)
    enter(task, 12, 1)
    task = inventory.ask_for_count(location_id=warehouse.id, variant_id=b, **ACT)
    inventory.save_count_policy("main", amount=10_000, percent=50, single_person=False, **ACT)
    enter(task, 13, 2)
    enter(task, 13, 3)
    assert inventory.level(b).on_hand == 13
    assert_proved()


def test_a_count_of_several_lots_takes_what_is_missing_from_the_smallest_rest(variants, bins, warehouse):
    b = variants["B-1"]
    inventory.save_profile(b, tracking="lot", **ACT)
    stock(b, 12)
    for code, units in (("OLD", 2), ("NEW", 10)):
        shelve(b, bins["A-02"], units, lot_id=inventory.save_lot(b, code, **ACT))
    inventory.save_count_policy("main", amount=10_000, percent=50, single_person=False, **ACT)
    task = inventory.ask_for_count(location_id=warehouse.id, variant_id=b, bin_id=bins["A-02"].id, **ACT)
    enter(task, 9, 1)
    enter(task, 9, 2)
    assert {row.lot_code: row.quantity for row in inventory.contents(variant_ids=[b])} == {"NEW": 9}
    assert_proved()


def test_the_plan_asks_for_what_moves_most_first_and_nothing_twice(variants, channel, warehouse, bins):
    a, b, c = (variants[sku] for sku in ("A-1", "B-1", "C-1"))
    for variant in (a, b, c):
        stock(variant, 20)
    shelve(b, bins["A-01"], 5)
    shelve(b, bins["A-02"], 5)
    order = make_order(channel.id, [(b, 9), (c, 1)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, **ACT)
    inventory.ship_allocation(order.id, {line.id: line.quantity for line in order.lines}, **ACT)
    assert inventory.count_classes(warehouse.id, at=AT) == {a: "C", b: "A", c: "B"}
    assert inventory.plan_counts(most=2, **ACT) == 3
    asked = CountTask.objects.order_by("pk").values_list("variant_id", flat=True)
    assert list(asked) == [b, b, c]
    assert inventory.plan_counts(most=2, **ACT) == 0
    tomorrow = AT + dt.timedelta(days=1)
    assert inventory.plan_counts(most=2, actor=ACTOR, at=tomorrow) == 1
    for row in CountTask.objects.filter(variant_id=c):
        enter(row.pk, 19, row.pk)
    assert CountTask.objects.filter(variant_id=c).get().state == "done"
    assert inventory.plan_counts(most=9, actor=ACTOR, at=tomorrow) == 0
    later = AT + dt.timedelta(days=181)
    assert inventory.plan_counts(most=9, actor=ACTOR, at=later) == 1


def test_inv_2_accuracy_looks_at_first_counts(task, a, warehouse, variants):
    enter(task, 29, 1)
    enter(task, 30, 2)
    stock(variants["B-1"], 10)
    other = inventory.ask_for_count(location_id=warehouse.id, variant_id=variants["B-1"], **ACT)
    enter(other, 10, 3)
    figure = inventory.accuracy(since=AT - dt.timedelta(days=30))
    assert (figure.counted, figure.exact, figure.units, figure.apart) == (2, 1, 40, 1)
    assert inventory.accuracy(since=AT + dt.timedelta(days=1)).bins_percent is None
    assert inventory.accuracy(since=AT, location_id=999).counted == 0


def test_counting_and_approving_are_different_rights(task):
    picker = Actor("staff", "13", "Picker", frozenset({"fulfillment.write"}))
    reader = Actor("staff", "14", "Reader", frozenset({"inventory.read"}))
    with pytest.raises(Denied):
        enter(task, 20, 1, actor=reader, at=AT)
    enter(task, 20, 2, actor=picker, at=AT)
    enter(task, 20, 3, actor=picker, at=AT)
    with pytest.raises(Denied):
        inventory.approve_count(task, reason="theft", actor=picker, at=AT)
    with pytest.raises(inventory.CountMoved):
        inventory.cancel_count(task, note="no time", **ACT)


def test_a_count_can_be_taken_off_the_list(task, a, bins, warehouse):
    assert [row.id for row in inventory.due_counts(warehouse.id)] == [task]
    assert inventory.cancel_count(task, note="shelf is gone", **ACT).state == "canceled"
    assert inventory.due_counts(warehouse.id) == []
    with pytest.raises(inventory.CountMoved):
        inventory.refuse_count(task, note="x", **JO)
