"""Goods that arrive: stock, states, what is not as ordered; and what is on the way is never sold."""

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Discrepancy, GoodsPosting
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, arrive, draft, sent
from storecrew.kernel import outbox


def state(order):
    order.refresh_from_db()
    return order.state


def test_inv_1_ordered_units_are_visible_and_never_sellable(shop):
    variant = shop.variants["A-1"]
    draft(shop, A_1=12)
    assert purchasing.on_order([variant]) == []
    order = sent(shop, A_1=24)
    [row] = purchasing.on_order([variant])
    assert (row.quantity, row.number, row.expected_on) == (24, order.number, order.expected_on)
    promise = inventory.available_to_promise([variant], channel_id=shop.channel_id)[variant]
    assert (promise.available, promise.word) == (0, "out")
    arrive(order, A_1=10)
    assert purchasing.on_order([variant])[0].quantity == 14
    promise = inventory.available_to_promise([variant], channel_id=shop.channel_id)[variant]
    assert promise.available == 10
    arrive(order, "p2", A_1=14)
    assert purchasing.on_order([variant]) == []


def test_goods_come_in_parts_and_a_repeated_posting_changes_nothing(shop):
    order = sent(shop, A_1=12, B_1=5)
    arrive(order, "scan-1", A_1=12)
    assert state(order) == "partly_received"
    arrive(order, "scan-1", A_1=12)
    assert inventory.level(shop.variants["A-1"]).on_hand == 12
    arrive(order, "scan-2", B_1=5)
    assert state(order) == "received"
    assert GoodsPosting.objects.count() == 2
    assert_proved()


def test_damaged_units_lie_there_and_are_not_for_sale_and_wrong_ones_are_only_noted(shop):
    order = sent(shop, A_1=12)
    arrive(order, A_1=(9, 2, 1))
    level = inventory.level(shop.variants["A-1"])
    assert (level.on_hand, level.damaged, level.available) == (12, 2, 9)
    found = set(Discrepancy.objects.values_list("kind", "quantity", "next_step"))
    assert found == {("damaged", 2, "decide"), ("wrong", 1, "decide")}
    assert state(order) == "partly_received"
    assert_proved()


def test_more_than_ordered_is_a_difference(shop):
    arrive(sent(shop, A_1=12), A_1=15)
    assert Discrepancy.objects.values_list("kind", "quantity").get() == ("over", 3)


def test_closing_short_needs_a_reason_and_opens_a_difference(shop):
    order = sent(shop, A_1=12)
    with pytest.raises(purchasing.WrongState):
        purchasing.close_order(order.pk, reason="never", actor=ACTOR, at=AT)
    arrive(order, A_1=10)
    with pytest.raises(purchasing.ReasonNeeded):
        purchasing.close_order(order.pk, actor=ACTOR, at=AT)
    purchasing.close_order(order.pk, reason="sold out there", actor=ACTOR, at=AT)
    assert state(order) == "closed"
    assert Discrepancy.objects.values_list("kind", "quantity").get() == ("short", 2)
    assert purchasing.on_order([shop.variants["A-1"]]) == []
    with pytest.raises(purchasing.WrongState):
        arrive(order, "late", A_1=2)


def test_a_difference_gets_its_next_step_with_a_reason(shop):
    arrive(sent(shop, A_1=12), A_1=(10, 2, 0))
    row = Discrepancy.objects.get()
    for step, reason, error in (
        ("decide", "x", purchasing.InvalidPurchase),
        ("credit", " ", purchasing.ReasonNeeded),
    ):
        with pytest.raises(error):
            purchasing.decide_discrepancy(row.pk, next_step=step, reason=reason, actor=ACTOR, at=AT)
    done = purchasing.decide_discrepancy(row.pk, next_step="credit", reason="agreed", actor=ACTOR, at=AT)
    assert (done.next_step, done.decided_at) == ("credit", AT)
    with pytest.raises(purchasing.UnknownOrder):
        purchasing.decide_discrepancy(0, next_step="credit", reason="x", actor=ACTOR, at=AT)


def test_what_cannot_have_arrived_is_refused(shop):
    order = sent(shop, A_1=12)
    with pytest.raises(purchasing.InvalidPurchase):
        arrive(order, A_1=-1)
    with pytest.raises(purchasing.UnknownOrder):
        purchasing.receive_goods(
            order.pk, posting="p", lines=[purchasing.ReceivedLine(0, 1)], actor=ACTOR, at=AT
        )
    with pytest.raises(purchasing.WrongState):
        arrive(draft(shop, A_1=12), A_1=1)
    assert inventory.level(shop.variants["A-1"]).on_hand == 0


def test_mon_landed_cost_becomes_the_cost_of_the_goods(shop):
    order = sent(shop, A_1=12, B_1=6)
    arrive(order, A_1=12, B_1=6)
    ids = [shop.variants["A-1"], shop.variants["B-1"]]
    assert [cost.amount for cost in pricing.costs_for(ids, currency="EUR").values()] == [500, 500]
    purchasing.add_landed_cost(order.pk, kind="freight", amount=1_000, basis="weight", actor=ACTOR, at=AT)
    purchasing.add_landed_cost(order.pk, kind="duty", amount=900, basis="value", actor=ACTOR, at=AT)
    # freight: 1,200 g and 1,800 g give 400 and 600; duty: 6,000 and 3,000 give 600 and 300
    costs = pricing.costs_for(ids, currency="EUR")
    assert [costs[key].amount for key in ids] == [583, 650]
    with pytest.raises(purchasing.InvalidPurchase):
        purchasing.add_landed_cost(order.pk, kind="freight", amount=0, basis="weight", actor=ACTOR, at=AT)


def drain():
    while outbox.drain():
        pass


def test_inv_1_what_the_dock_scans_is_on_the_order_once(shop):
    order = sent(shop, A_1=12, B_1=5)
    scan = {"quantity": 7, "key": "scan-0001", "actor": ACTOR, "at": AT}
    for _ in range(2):
        inventory.receive_line(order.receipt_id, variant_id=shop.variants["A-1"], **scan)
        drain()
    assert order.lines.get(sku="A-1").accepted == 7
    assert state(order) == "partly_received"
    scan["key"] = "scan-0002"
    inventory.receive_line(order.receipt_id, variant_id=shop.variants["A-1"], **{**scan, "quantity": 9})
    drain()
    assert order.lines.get(sku="A-1").accepted == 16
    assert Discrepancy.objects.values_list("kind", "quantity").get() == ("over", 4)
    assert inventory.level(shop.variants["A-1"]).available == 12


def test_a_receipt_that_is_closed_at_the_dock_ends_the_order(shop):
    short, never = sent(shop, A_1=12), sent(shop, B_1=5)
    arrive(short, A_1=10)
    for order in (short, never):
        inventory.close_receipt(order.receipt_id, reason="truck is empty", actor=ACTOR, at=AT)
    drain()
    assert (state(short), state(never)) == ("closed", "canceled")
    assert Discrepancy.objects.values_list("line__order_id", "kind", "quantity").get() == (
        short.pk,
        "short",
        2,
    )


def test_what_is_on_the_way_is_one_answer_with_inventory(shop):
    order = sent(shop, A_1=12)
    arrive(order, A_1=5)
    [row] = inventory.inbound([shop.variants["A-1"]])[shop.variants["A-1"]]
    assert (row.quantity, row.reference) == (7, order.number)
    assert purchasing.on_order([shop.variants["A-1"]])[0].quantity == 7
    purchasing.close_order(order.pk, reason="x", actor=ACTOR, at=AT)
    assert inventory.inbound([shop.variants["A-1"]])[shop.variants["A-1"]] == ()
