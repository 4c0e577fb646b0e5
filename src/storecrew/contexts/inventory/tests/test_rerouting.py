"""A promise moves to another location; its units are promised once at every moment."""

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Allocation
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, make_location, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel import audit

ACT = {"actor": ACTOR, "at": AT}


@pytest.fixture
def promised(channel, variants):
    stock(variants["A-1"], 5)
    order = make_order(channel.id, [(variants["A-1"], 4)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, **ACT)
    return Allocation.objects.get()


@pytest.fixture
def north(channel, variants):
    place = make_location("north")
    stock(variants["A-1"], 3, location="north")
    return place


def allocated(variant):
    return {row.location_code: row.allocated for row in inventory.levels([variant])}


def move(row, place, quantity=3, **more):
    values = {"to_location_id": place.id, "quantity": quantity, "reason": "closer", **ACT, **more}
    return inventory.move_allocation(row.pk, **values)


def test_part_of_a_promise_moves_with_its_reason(promised, north):
    made = move(promised, north)
    assert allocated(promised.variant_id) == {"main": 1, "north": 3}
    rows = Allocation.objects.values_list("location__code", "quantity", "state")
    assert set(rows) == {("main", 1, "allocated"), ("main", 3, "released"), ("north", 3, "allocated")}
    assert Allocation.objects.get(pk=made).order_line_id == promised.order_line_id
    trail = audit.entries_for("orders.order", promised.order_id)[0]
    assert (trail.action, trail.reason) == ("inventory.allocation_moved", "closer")
    inventory.ship_allocation(promised.order_id, {promised.order_line_id: 4}, **ACT)
    assert {row.location_code: row.on_hand for row in inventory.levels([promised.variant_id])} == {
        "main": 4, "north": 0,
    }  # fmt: skip
    assert_proved()


def test_a_whole_promise_moves(promised, north, variants):
    stock(variants["A-1"], 3, location="north")
    move(promised, north, 4)
    assert allocated(promised.variant_id) == {"main": 0, "north": 4}
    assert_proved()


def test_what_the_other_location_does_not_have_stays_where_it_is(promised, north):
    with pytest.raises(inventory.NotEnoughThere) as refusal:
        move(promised, north, 4)
    assert refusal.value.details == {"available": 3}
    assert allocated(promised.variant_id) == {"main": 4, "north": 0}
    assert_proved()


def test_promises_that_are_gone_and_places_that_are_closed_are_refused(promised, north, warehouse):
    with pytest.raises(inventory.ReasonNeeded):
        move(promised, north, reason=" ")
    for place, quantity in ((warehouse, 1), (north, 5)):
        with pytest.raises(inventory.NotAllocated):
            move(promised, place, quantity)
    inventory.save_location("north", name="North", active=False, **ACT)
    with pytest.raises(inventory.NotAllocated):
        move(promised, north)
    inventory.release_allocation(promised.order_id, **ACT)
    inventory.save_location("north", name="North", **ACT)
    with pytest.raises(inventory.NotAllocated):
        move(promised, north)
    assert_proved()
