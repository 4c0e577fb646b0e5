"""Transfers: every unit sent is in transit, arrived or written off, and none of it is sold on the way."""

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import Transfer
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, assert_proved, make_location, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.kernel import outbox

ACT = {"actor": ACTOR, "at": AT}


@pytest.fixture
def north(channel):
    return make_location("north", channels=[channel.id])


@pytest.fixture
def plan(variants, warehouse, north):
    stock(variants["A-1"], 10)
    stock(variants["B-1"], 4)
    return inventory.open_transfer(
        source="main", target="north", lines=[(variants["A-1"], 6), (variants["B-1"], 4)], **ACT
    )


def on_hand(variant):
    return {row.location_code: row.on_hand for row in inventory.levels([variant])}


def arrive(transfer, variant, quantity, key, **more):
    return inventory.receive_line(
        transfer.receipt_id, variant_id=variant, quantity=quantity, key=f"device-{key}", **ACT, **more
    )


def settle():
    while outbox.drain():
        pass


def test_inv_1_goods_in_transit_are_seen_and_not_sold(plan, variants, channel):
    a = variants["A-1"]
    assert plan.state == "draft" and on_hand(a) == {"main": 10}
    sent = inventory.send_transfer(plan.id, **ACT)
    assert (sent.state, [line.in_transit for line in sent.lines]) == ("in_transit", [6, 4])
    assert on_hand(a) == {"main": 4}
    assert inventory.available_to_promise([a], channel_id=channel.id)[a].available == 4
    assert [(row.quantity, row.location_code) for row in inventory.inbound([a])[a]] == [(6, "north")]
    arrive(sent, a, 2, "1")
    now = inventory.transfer(sent.id)
    assert (now.lines[0].arrived, now.lines[0].in_transit) == (2, 4)
    assert on_hand(a) == {"main": 4, "north": 2}
    assert_proved()


def test_a_transfer_that_arrives_whole_closes_with_its_receipt(plan, variants):
    sent = inventory.send_transfer(plan.id, **ACT)
    arrive(sent, variants["A-1"], 6, "1")
    arrive(sent, variants["B-1"], 4, "2", outcome="damaged")
    inventory.close_receipt(sent.receipt_id, **ACT)
    settle()
    assert inventory.transfer(sent.id).state == "received"
    assert inventory.level(variants["B-1"], "north").damaged == 4
    assert_proved()


def test_what_is_missing_needs_a_reason_and_units_never_sent_go_back(plan, variants):
    a, b = variants["A-1"], variants["B-1"]
    sent = inventory.send_transfer(plan.id, **ACT)
    arrive(sent, a, 5, "1")
    arrive(sent, b, 1, "2")
    with pytest.raises(inventory.InvalidTransfer):
        inventory.close_transfer(sent.id, reasons={a: "lost"}, **ACT)
    assert inventory.transfer(sent.id).state == "in_transit"
    done = inventory.close_transfer(sent.id, reasons={a: "lost", b: "not_sent"}, **ACT)
    assert [(row.arrived, row.written_off, row.in_transit, row.reason) for row in done.lines] == [
        (5, 1, 0, "lost"),
        (1, 3, 0, "not_sent"),
    ]
    assert on_hand(b) == {"main": 3, "north": 1}
    assert inventory.receipt(sent.receipt_id).state == "closed"
    with pytest.raises(inventory.TransferMoved):
        inventory.close_transfer(sent.id, reasons={}, **ACT)
    assert_proved()


def test_a_closed_receipt_with_missing_units_leaves_the_transfer_open_for_a_reason(plan, variants):
    sent = inventory.send_transfer(plan.id, **ACT)
    arrive(sent, variants["A-1"], 6, "1")
    inventory.close_receipt(sent.receipt_id, reason="four missing", **ACT)
    settle()
    assert inventory.transfer(sent.id).state == "in_transit"
    inventory.close_transfer(sent.id, reasons={variants["B-1"]: "lost"}, **ACT)
    assert inventory.transfer(sent.id).state == "received"


def test_more_than_was_sent_stands_in_quarantine(plan, variants):
    a = variants["A-1"]
    sent = inventory.send_transfer(plan.id, sent={a: 3}, **ACT)
    assert [(row.planned, row.sent) for row in sent.lines] == [(6, 3), (4, 0)]
    arrive(sent, a, 4, "1")
    assert inventory.transfer(sent.id).lines[0].arrived == 3
    level = inventory.level(a, "north")
    assert (level.on_hand, level.quarantine) == (4, 1)
    assert_proved()


def test_promised_units_stay_and_only_a_draft_is_sent_or_canceled(plan, variants, channel):
    order = make_order(channel.id, [(variants["A-1"], 8)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, **ACT)
    with pytest.raises(inventory.StockCommitted):
        inventory.send_transfer(plan.id, **ACT)
    assert Transfer.objects.get().state == "draft"
    for sent in ({variants["A-1"]: 7}, {}):
        with pytest.raises(inventory.InvalidTransfer):
            inventory.send_transfer(plan.id, sent=sent, **ACT)
    inventory.send_transfer(plan.id, sent={variants["A-1"]: 2}, **ACT)
    with pytest.raises(inventory.TransferMoved):
        inventory.send_transfer(plan.id, **ACT)
    with pytest.raises(inventory.TransferMoved):
        inventory.cancel_transfer(plan.id, **ACT)
    assert_proved()


def test_plans_that_make_no_sense_are_refused(plan, variants):
    for source, target, lines in (
        ("main", "main", [(variants["A-1"], 1)]),
        ("main", "north", []),
    ):
        with pytest.raises(inventory.InvalidTransfer):
            inventory.open_transfer(source=source, target=target, lines=lines, **ACT)
    with pytest.raises(inventory.UnknownTransfer):
        inventory.send_transfer(99_999, **ACT)
    assert inventory.cancel_transfer(plan.id, **ACT).state == "canceled"
