"""What lies on the shelf, and the ledger that says why."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel, StockMovement
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.quantity import InvalidQuantity

NOBODY = Actor(kind="staff", id="7", label="Nobody")


def adjust(variant, on_hand, expected, reason="counted", **more):
    return inventory.adjust(
        variant, on_hand=on_hand, expected_on_hand=expected, reason=reason, actor=ACTOR, at=AT, **more
    )


def test_receiving_adds_up(variants):
    stock(variants["A-1"], 3)
    stock(variants["A-1"], 4)
    assert inventory.level(variants["A-1"]).on_hand == 7
    assert StockMovement.objects.filter(kind="received").count() == 2
    assert_proved()


def test_receiving_needs_the_right_and_sane_numbers(variants):
    with pytest.raises(Denied):
        inventory.receive([(variants["A-1"], 1)], actor=NOBODY, at=AT)
    with pytest.raises(InvalidQuantity):
        inventory.receive([(variants["A-1"], -1)], actor=ACTOR, at=AT)
    with pytest.raises(inventory.InvalidStockChange):
        inventory.receive([(variants["A-1"], 1)], kind="shipped", actor=ACTOR, at=AT)
    with pytest.raises(inventory.UnknownLocation):
        inventory.receive([(variants["A-1"], 1)], location_code="mars", actor=ACTOR, at=AT)
    assert not StockLevel.objects.exists()


def test_an_adjustment_says_why_and_is_audited(variants):
    stock(variants["A-1"], 10)
    level = adjust(variants["A-1"], 8, 10, "two broken")
    assert level.on_hand == 8
    entry = StockMovement.objects.get(kind="adjusted")
    assert (entry.quantity, entry.reason, entry.actor) == (-2, "two broken", "tests")
    trail = audit.entries_for("inventory.level", f"{variants['A-1']}:{level.location_id}")
    assert trail[0].action == "inventory.adjusted"
    assert trail[0].after == {"on_hand": "-2", "available": 8}
    assert_proved()


@pytest.mark.parametrize("reason", ["", "   "])
def test_an_adjustment_without_reason_is_refused(variants, reason):
    with pytest.raises(inventory.ReasonNeeded):
        adjust(variants["A-1"], 8, 0, reason)


def test_an_adjustment_needs_its_own_right(variants):
    clerk = Actor(kind="staff", id="7", label="Clerk", permissions=frozenset({"inventory.write"}))
    with pytest.raises(Denied):
        inventory.adjust(variants["A-1"], on_hand=1, expected_on_hand=0, reason="x", actor=clerk, at=AT)


def test_con_13_the_second_of_two_corrections_of_one_count_is_told(variants):
    stock(variants["A-1"], 10)
    adjust(variants["A-1"], 8, 10)
    with pytest.raises(inventory.CountChanged) as refusal:
        adjust(variants["A-1"], 9, 10)
    assert refusal.value.status == 409
    assert refusal.value.details == {"expected": 10, "on_hand": 8}
    with pytest.raises(inventory.CountChanged):
        adjust(variants["A-1"], 10, 10)
    assert inventory.level(variants["A-1"]).on_hand == 8
    assert StockMovement.objects.filter(kind="adjusted").count() == 1


def test_an_adjustment_to_the_same_number_writes_nothing(variants):
    stock(variants["A-1"], 10)
    assert adjust(variants["A-1"], 10, 10).on_hand == 10
    assert not StockMovement.objects.filter(kind="adjusted").exists()


@pytest.mark.parametrize("number", [-1, 3_000_000_000])
def test_impossible_numbers_are_refused(variants, number):
    with pytest.raises(inventory.InvalidStockChange):
        adjust(variants["A-1"], number, 0)


def test_promised_units_cannot_be_corrected_away(channel, variants):
    stock(variants["A-1"], 10)
    order = make_order(channel.id, [(variants["A-1"], 6)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT)
    with pytest.raises(inventory.StockCommitted) as refusal:
        adjust(variants["A-1"], 5, 10)
    assert refusal.value.details["committed"] == 6
    assert inventory.level(variants["A-1"]).on_hand == 10
    assert_proved()


def test_units_move_between_buckets_and_leave_the_sum_alone(variants, channel):
    stock(variants["A-1"], 10)
    move = {"actor": ACTOR, "at": AT, "reason": "scratches"}
    inventory.move_bucket(variants["A-1"], 4, source="available", target="quality_hold", **move)
    level = inventory.move_bucket(variants["A-1"], 1, source="quality_hold", target="damaged", **move)
    assert (level.on_hand, level.quality_hold, level.damaged, level.available) == (10, 3, 1, 6)
    found = inventory.available_to_promise([variants["A-1"]], channel_id=channel.id)
    assert found[variants["A-1"]].available == 6
    with pytest.raises(inventory.StockCommitted):
        inventory.move_bucket(variants["A-1"], 7, source="available", target="safety", **move)
    with pytest.raises(inventory.StockCommitted):
        inventory.move_bucket(variants["A-1"], 4, source="quality_hold", target="available", **move)
    for source, target in (("safety", "safety"), ("moon", "available")):
        with pytest.raises(inventory.InvalidStockChange):
            inventory.move_bucket(variants["A-1"], 1, source=source, target=target, **move)
    with pytest.raises(inventory.ReasonNeeded):
        inventory.move_bucket(
            variants["A-1"], 1, source="available", target="safety", actor=ACTOR, at=AT, reason=" "
        )
    assert_proved()


def test_an_import_sets_the_shelf_and_repeating_it_changes_nothing(channel, variants):
    ids = [variants[sku] for sku in ("A-1", "B-1", "C-1")]
    stock(ids[1], 5)
    stock(ids[2], 5)
    order = make_order(channel.id, [(ids[2], 4)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT)
    file = {ids[0]: 7, ids[1]: 5, ids[2]: 3}
    result = inventory.set_on_hand_from_import(file, actor=ACTOR, at=AT, document="stock.csv")
    assert (result.changed, result.unchanged, dict(result.refused)) == (1, 1, {ids[2]: 4})
    assert [inventory.level(variant).on_hand for variant in ids] == [7, 5, 5]
    again = inventory.set_on_hand_from_import(file, actor=ACTOR, at=AT, document="stock.csv")
    assert (again.changed, again.unchanged) == (0, 2)
    with pytest.raises(inventory.InvalidStockChange):
        inventory.set_on_hand_from_import({ids[0]: -1}, actor=ACTOR, at=AT, document="x")
    assert_proved()


def test_the_ledger_answers_why_is_this_47(channel, variants, warehouse):
    stock(variants["A-1"], 50)
    adjust(variants["A-1"], 48, 50, "two broken")
    order = make_order(channel.id, [(variants["A-1"], 1)])
    inventory.allocate(
        order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT, document=order.number
    )
    inventory.ship_allocation(
        order.id, {order.lines[0].id: 1}, actor=ACTOR, at=AT + dt.timedelta(hours=1), document="parcel 1"
    )
    found = inventory.ledger(variants["A-1"], warehouse.id, bucket="on_hand")
    assert found.level.on_hand == 47
    assert [(line.kind, line.quantity, line.balance) for line in found.entries] == [
        ("shipped", -1, 47),
        ("adjusted", -2, 48),
        ("received", 50, 50),
    ]
    assert found.entries[0].document == "parcel 1"
    assert found.entries[0].order_id == order.id
    assert found.entries[1].actor == "tests"
    short = inventory.ledger(variants["A-1"], warehouse.id, limit=2)
    assert short.more and len(short.entries) == 2
    with pytest.raises(inventory.UnknownLocation):
        inventory.ledger(variants["A-1"], 999_999)


@pytest.mark.parametrize(
    "numbers",
    [{"on_hand": -1}, {"allocated": -1}, {"on_hand": 1, "allocated": 1, "reserved": 1}, {"safety": 1}],
)
def test_con_05_the_database_itself_refuses_impossible_levels(variants, warehouse, numbers):
    with pytest.raises(IntegrityError), transaction.atomic():
        StockLevel.objects.create(variant_id=variants["A-1"], location_id=warehouse.id, **numbers)


def test_the_ledger_refuses_the_same_cause_twice_and_adjustments_without_reason(variants, channel, warehouse):
    stock(variants["A-1"], 5)
    order = make_order(channel.id, [(variants["A-1"], 1)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT)
    line = StockMovement.objects.get(kind="allocated")
    line.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        line.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        StockMovement.objects.create(
            variant_id=variants["A-1"], location=line.location, kind="adjusted", bucket="on_hand",
            quantity=1, actor="x", at=AT,
        )  # fmt: skip


def test_a_variant_that_never_lay_anywhere_is_out(channel, variants):
    found = inventory.available_to_promise([variants["A-1"], 424242], channel_id=channel.id)
    assert {(answer.available, answer.word) for answer in found.values()} == {(0, "out")}
    assert inventory.available_to_promise([], channel_id=channel.id) == {}


def test_bins_and_locations(variants, warehouse):
    stock(variants["A-1"], 5)
    inventory.put_in_bin(variants["A-1"], "A-03", location_code="main", actor=ACTOR, at=AT)
    assert StockLevel.objects.get().bin.code == "A-03"
    with pytest.raises(inventory.UnknownLocation):
        inventory.put_in_bin(variants["B-1"], "A-03", location_code="main", actor=ACTOR, at=AT)
    store = inventory.save_location("store", name="Store", kind="store", is_default=True, actor=ACTOR, at=AT)
    assert inventory.location() == store
    assert [place.is_default for place in inventory.locations()] == [False, True]
    with pytest.raises(inventory.InvalidStockChange):
        inventory.save_location("x", name="X", kind="ship", actor=ACTOR, at=AT)
    with pytest.raises(inventory.InvalidStockChange):
        inventory.set_split(1, "sometimes", actor=ACTOR, at=AT)
    assert [level.location_code for level in inventory.levels([variants["A-1"]])] == ["main"]


def test_log_6_a_location_knows_the_address_that_its_parcels_come_from(variants):
    written = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
    inventory.save_location("north", name="North", address=written, actor=ACTOR, at=AT)
    sender = inventory.postal_address("north")
    assert (sender.name, sender.street, sender.postal_code, sender.country, sender.phone) == (
        "North", "Example Street 12", "10115", "DE", "",
    )  # fmt: skip
    with pytest.raises(inventory.UnknownLocation):
        inventory.postal_address("mars")
