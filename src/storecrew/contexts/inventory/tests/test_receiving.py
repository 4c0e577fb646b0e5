"""The dock: what comes is posted once, to the place where it belongs."""

import datetime as dt

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask, ReceiptPosting, Serial, StockMovement
from storecrew.contexts.inventory.tasks import close_complete_receipts
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, make_bins
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.outbox.models import OutboxEvent

ACT = {"actor": ACTOR, "at": AT}


@pytest.fixture
def bins(warehouse):
    return make_bins("main", "A-01", "A-02")


@pytest.fixture
def po(variants, bins, warehouse):
    return inventory.open_receipt(
        kind="purchase_order", reference="PO-7", location_id=warehouse.id, due_at=AT,
        lines=[inventory.ExpectedLine(variants["A-1"], 10), (variants["B-1"], 5)], **ACT,
    )  # fmt: skip


def take(receipt, variant, quantity, key, **more):
    return inventory.receive_line(
        receipt, variant_id=variant, quantity=quantity, key=f"device-{key}", **ACT, **more
    )


def line(receipt, variant):
    return next(row for row in inventory.receipt(receipt).lines if row.variant_id == variant)


def events(kind):
    return [row.payload for row in OutboxEvent.objects.filter(name__endswith=kind).order_by("pk")]


def test_inv_1_what_is_on_the_way_is_shown_and_never_sellable(po, variants, channel):
    a, c = variants["A-1"], variants["C-1"]
    found = inventory.inbound([a, c])
    assert found[c] == ()
    assert found[a] == (inventory.Inbound(AT, "main", 10, "purchase_order", "PO-7"),)
    assert inventory.available_to_promise([a], channel_id=channel.id)[a].available == 0
    take(po, a, 4, "1")
    assert inventory.inbound([a])[a][0].quantity == 6
    assert inventory.available_to_promise([a], channel_id=channel.id)[a].available == 4


def test_goods_go_to_the_dock_and_are_put_away(po, variants, bins, warehouse):
    a = variants["A-1"]
    take(po, a, 6, "1")
    (row,) = inventory.waiting(warehouse.id)
    assert (row.bin_code, row.quantity) == ("DOCK", 6)
    assert [(code, why) for _, code, why in row.proposals] == [("A-01", "free"), ("A-02", "free")]
    assert inventory.pick_places(warehouse.id, {a: 2}, at=AT)[0].bin_id is None
    inventory.put_in_place(
        location_id=warehouse.id, variant_id=a, bin_id=bins["A-02"].id, quantity=4, document="", **ACT
    )
    (row,) = inventory.waiting(warehouse.id)
    assert (row.quantity, row.proposals[0][1:]) == (2, ("A-02", "same_article"))
    assert inventory.pick_places(warehouse.id, {a: 2}, at=AT)[0].bin_code == "A-02"
    assert_proved()


def test_con_14_a_scan_that_is_sent_twice_counts_once(po, variants):
    a = variants["A-1"]
    take(po, a, 4, "1")
    assert take(po, a, 4, "1").lines[0].accepted == 4
    assert ReceiptPosting.objects.count() == 1
    assert inventory.level(a).on_hand == 4
    with pytest.raises(inventory.KeyReused):
        take(po, a, 5, "1")
    for key in ("", "short", "x" * 65):
        with pytest.raises(inventory.InvalidReceipt):
            inventory.receive_line(po, variant_id=a, quantity=1, key=key, **ACT)
    assert_proved()


def test_inv_4_over_wrong_and_damaged_units_cannot_be_sold_and_each_has_its_next_step(
    po, variants, channel, warehouse
):
    a, c = variants["A-1"], variants["C-1"]
    take(po, a, 12, "over")
    take(po, variants["B-1"], 2, "torn", outcome="damaged", note="torn box")
    take(po, c, 1, "other", outcome="wrong")
    level = inventory.level(a)
    assert (level.on_hand, level.quarantine, level.available) == (12, 2, 10)
    torn = inventory.level(variants["B-1"])
    assert (torn.on_hand, torn.damaged, torn.available) == (2, 2, 0)
    other = inventory.level(c)
    assert (other.on_hand, other.quarantine, other.available) == (1, 1, 0)
    caged = {row.variant_id: row.quantity for row in inventory.contents() if row.bin_kind == "quarantine"}
    assert caged == {a: 2, variants["B-1"]: 2, c: 1}
    row = line(po, variants["B-1"])
    assert (row.damaged, row.to_come) == (2, 3)
    kinds = [
        (item.kind, item.units)
        for item in inventory.discrepancies(expected=5, accepted=0, damaged=2, wrong=0, over=0, held=0)
    ]
    assert kinds == [("damaged", 2), ("short", 3)]
    with pytest.raises(inventory.InvalidReceipt):
        take(po, c, 1, "not ordered")
    with pytest.raises(inventory.InvalidReceipt):
        take(po, a, 1, "unknown outcome", outcome="eaten")
    lines = [event["lines"][0] for event in events("GoodsReceived")]
    assert [list(row) for row in lines] == [
        [a, 10, 0, 0, 0], [variants["B-1"], 0, 2, 0, 0], [c, 0, 0, 1, 0],
    ]  # fmt: skip
    assert_proved()


def test_closing_short_needs_a_reason_and_asks_for_a_count(po, variants):
    take(po, variants["A-1"], 10, "1")
    take(po, variants["B-1"], 4, "2")
    with pytest.raises(inventory.InvalidReceipt):
        inventory.close_receipt(po, **ACT)
    closed = inventory.close_receipt(po, reason="one missing on the pallet", **ACT)
    assert (closed.state, closed.lines[1].to_come) == ("closed", 1)
    task = CountTask.objects.get()
    assert (task.cause, task.expected, task.found) == ("receipt_mismatch", 5, 4)
    assert events("ReceiptClosed")[0]["lines"][1] == [variants["B-1"], 5, 4, 0, 0, 0]
    with pytest.raises(inventory.ReceiptClosedAlready):
        take(po, variants["B-1"], 1, "late")
    with pytest.raises(inventory.ReceiptClosedAlready):
        inventory.close_receipt(po, reason="again", **ACT)
    assert inventory.inbound([variants["B-1"]])[variants["B-1"]] == ()
    actions = [row.action for row in audit.entries_for("inventory.receipt", po)]
    assert actions[0] == "inventory.receipt_closed"


def test_a_changed_order_changes_what_is_expected_but_not_what_came(po, variants, warehouse):
    take(po, variants["A-1"], 4, "1")
    again = inventory.open_receipt(
        kind="purchase_order", reference="PO-7", location_id=warehouse.id, lines=[(variants["A-1"], 2)], **ACT
    )
    assert again == po
    assert (line(po, variants["A-1"]).expected, line(po, variants["B-1"]).expected) == (4, 0)
    assert inventory.cancel_receipt("purchase_order", "PO-7", **ACT) is True
    assert inventory.cancel_receipt("purchase_order", "PO-7", **ACT) is False
    for wrong in ({"lines": []}, {"kind": "gift"}, {"reference": " "}):
        values = {"kind": "transfer", "reference": "X", "lines": [(variants["A-1"], 1)]} | wrong
        with pytest.raises(inventory.InvalidReceipt):
            inventory.open_receipt(location_id=warehouse.id, **values, **ACT)
    with pytest.raises(inventory.UnknownReceipt):
        take(99_999, variants["A-1"], 1, "nowhere")


def test_inv_4_lots_and_dates_are_captured_and_goods_that_are_too_old_are_refused(po, variants, warehouse):
    a = variants["A-1"]
    inventory.save_profile(a, tracking="lot", expires=True, shortest_rest_days=30, **ACT)
    with pytest.raises(inventory.LotNeeded):
        take(po, a, 1, "no lot")
    with pytest.raises(inventory.ExpiryNeeded):
        take(po, a, 1, "no date", lot_code="L1")
    with pytest.raises(inventory.TooShortToKeep) as refusal:
        take(po, a, 1, "too old", lot_code="L1", expires_on=AT.date() + dt.timedelta(days=29))
    assert refusal.value.details == {"days": 29, "least": 30}
    take(po, a, 3, "first", lot_code="L1", expires_on=AT.date() + dt.timedelta(days=90))
    take(po, a, 2, "second", lot_code="L1")
    (row,) = inventory.contents(variant_ids=[a])
    assert (row.lot_code, row.quantity, row.expires_on) == ("L1", 5, AT.date() + dt.timedelta(days=90))
    assert_proved()


def test_serial_numbers_are_captured_one_per_unit(po, variants):
    a = variants["A-1"]
    inventory.save_profile(a, tracking="serial", **ACT)
    with pytest.raises(inventory.SerialsNeeded):
        take(po, a, 2, "one missing", serials=["S1"])
    take(po, a, 2, "both", serials=["S1", " S2 "])
    assert set(Serial.objects.values_list("code", "state")) == {("S1", "in_stock"), ("S2", "in_stock")}
    with pytest.raises(inventory.SerialsNeeded):
        take(po, a, 1, "again", serials=["S1"])
    Serial.objects.filter(code="S1").update(state="gone")
    take(po, a, 1, "back", serials=["S1"])
    assert Serial.objects.get(code="S1").state == "in_stock"
    assert inventory.level(a).on_hand == 3


def test_inv_4_a_delivery_waits_for_its_sample_and_is_released_or_refused(po, variants, channel, warehouse):
    a, b = variants["A-1"], variants["B-1"]
    for variant in (a, b):
        inventory.save_profile(variant, inspection_level="II", aql="1.0", **ACT)
    take(po, a, 4, "1")
    take(po, a, 6, "2")
    take(po, b, 5, "3")
    level = inventory.level(a)
    assert (level.on_hand, level.quality_hold, level.available) == (10, 10, 0)
    assert inventory.waiting(warehouse.id) == []
    first, second = inventory.open_inspections(warehouse.id)
    assert (first.units, first.sample, first.accept) == (10, 10, 0)
    with pytest.raises(inventory.InvalidReceipt):
        inventory.decide_inspection(first.id, defects=11, **ACT)
    assert inventory.decide_inspection(first.id, defects=0, **ACT).state == "passed"
    assert inventory.level(a).available == 10
    assert [row.quantity for row in inventory.waiting(warehouse.id)] == [10]
    assert inventory.decide_inspection(second.id, defects=1, note="stains", **ACT).state == "failed"
    level = inventory.level(b)
    assert (level.quality_hold, level.quarantine, level.available) == (0, 5, 0)
    with pytest.raises(inventory.InspectionDone):
        inventory.decide_inspection(second.id, defects=0, **ACT)
    assert [event["passed"] for event in events("InspectionDecided")] == [True, False]
    assert line(po, a).held == line(po, b).held == 0
    assert_proved()


def test_a_location_without_bins_receives_loose_units(variants, channel, warehouse):
    po = inventory.open_receipt(
        kind="purchase_order", reference="PO-8", location_id=warehouse.id, lines=[(variants["A-1"], 3)], **ACT
    )
    take(po, variants["A-1"], 3, "1")
    assert inventory.contents() == [] == inventory.waiting(warehouse.id)
    assert inventory.level(variants["A-1"]).available == 3
    assert StockMovement.objects.get().document == "PO-8"


def test_receiving_needs_a_right(po, variants):
    reader = Actor(kind="staff", id="1", label="Reader", permissions=frozenset({"inventory.read"}))
    for call in (
        lambda: inventory.receive_line(
            po, variant_id=variants["A-1"], quantity=1, key="device-9", actor=reader, at=AT
        ),
        lambda: inventory.close_receipt(po, actor=reader, at=AT),
        lambda: inventory.cancel_receipt("purchase_order", "PO-7", actor=reader, at=AT),
        lambda: inventory.decide_inspection(1, defects=0, actor=reader, at=AT),
    ):
        with pytest.raises(Denied):
            call()


def test_inv_1_a_receipt_of_which_everything_came_closes_itself_after_a_quiet_night(po, variants):
    a, b = variants["A-1"], variants["B-1"]
    take(po, a, 10, "1")
    night = AT + dt.timedelta(hours=13)
    close_complete_receipts(night)
    assert inventory.receipt(po).state == "open", "five of B-1 are still to come"
    take(po, b, 3, "2")
    take(po, b, 2, "3", outcome="damaged", note="crushed")
    close_complete_receipts(AT + dt.timedelta(hours=11))
    assert inventory.receipt(po).state == "open", "the pallet may still stand at the dock"
    close_complete_receipts(night)
    close_complete_receipts(night)
    closed = inventory.receipt(po)
    assert (closed.state, closed.closed_at) == ("closed", night)
    assert len(events("ReceiptClosed")) == 1
    assert not CountTask.objects.filter(cause="receipt_mismatch").exists()


def test_what_came_too_much_or_wrong_waits_for_a_person(po, variants):
    take(po, variants["A-1"], 12, "1")
    take(po, variants["B-1"], 5, "2")
    close_complete_receipts(AT + dt.timedelta(days=2))
    assert inventory.receipt(po).state == "open"
