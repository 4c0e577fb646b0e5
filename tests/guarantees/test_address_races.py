"""Changing where an order goes against its label: the label has the new address, or the change is refused."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.checkout.tests.factories import ACTOR, ADDRESS, AT
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import FulfillmentLine, FulfillmentOrder, Parcel
from storecrew.contexts.fulfillment.tests.factories import ANN, give_address
from storecrew.contexts.orders.models import Order
from storecrew.contexts.shipping.models import Label, SimulatedParcel
from storecrew.contexts.shipping.tests.factories import make_simulator
from tests.guarantees.machinery import shop
from tests.guarantees.machinery.interleaver import race

pytestmark = pytest.mark.race
ELSEWHERE = ADDRESS | {"street": "Am Kanal 4"}
BUYING = "storecrew.contexts.shipping.operations.buying."
LATER = AT + dt.timedelta(minutes=5)


def first_of_two_parcels() -> int:
    """Return an order whose first of two parcels is closed and waits for its label."""
    shop.open_shop(A=20)
    order_id = shop.buy(shop.cart(A=2)).order_id
    fulfillment.give_to_warehouse(order_id, at=AT)
    [stop] = fulfillment.start_run(location_code="main", actor=ANN, at=AT).stops
    item = FulfillmentLine.objects.get().sku
    fulfillment.confirm_pick(stop.id, place="", item=item, quantity=2, actor=ANN, at=AT)
    parcel = fulfillment.open_parcel(FulfillmentOrder.objects.get().pk, actor=ANN, at=AT)
    fulfillment.scan_into(parcel.id, item=item, quantity=1, actor=ANN, at=AT)
    fulfillment.close_parcel(parcel.id, actor=ANN, at=AT)
    give_address()
    make_simulator()
    Parcel.objects.update(label_state="wanted")
    assert FulfillmentOrder.objects.get().state == "picked"
    return order_id


def change(order_id: int) -> bool:
    return fulfillment.change_address(order_id, address=ELSEWHERE, actor=ACTOR, at=LATER)


def ask() -> None:
    fulfillment.get_label(Parcel.objects.get().pk, actor=ANN, at=LATER)


def look() -> dict:
    living = Label.objects.filter(state__in=("requested", "unknown", "bought", "voiding"))
    return {
        "order": Order.objects.get().shipping_address["street"],
        "labels": [row.to_address["street"] for row in living],
        "carrier": SimulatedParcel.objects.filter(voided=False).count(),
        "parcel": Parcel.objects.get().label_state,
        "status": Order.objects.get().status,
    }


@pytest.mark.parametrize("moment", ["service_row", "_written", "_settle"])
def test_log_6_an_address_that_changes_while_the_label_is_asked_for_is_on_it_or_is_refused(arena, moment):
    order_id = arena.run(first_of_two_parcels)

    def print_it():
        with race(arena, before=BUYING + moment, do=partial(change, order_id)) as other:
            ask()
        return other.outcome

    changed = arena.run(print_it)
    after = arena.run(look)
    assert changed.status in ("ok", "refused")
    assert changed.ok or changed.code == "label_printed"
    assert after["order"] == ("Am Kanal 4" if changed.ok else ADDRESS["street"])
    assert (after["labels"], after["carrier"], after["parcel"]) == ([after["order"]], 1, "bought")


@pytest.mark.parametrize("round_", range(3))
def test_log_6_many_who_print_and_many_who_change_agree_on_one_address(arena, round_):
    order_id = arena.run(first_of_two_parcels)
    outcomes = arena.stampede([ask, partial(change, order_id)] * 3)
    assert [outcome.value for outcome in outcomes if outcome.status == "error"] == []
    assert {outcome.code for outcome in outcomes[1::2]} <= {"", "label_printed"}
    after = arena.run(look)
    assert (after["labels"], after["carrier"]) == ([after["order"]], 1)
    # a later change is told of the label
    assert arena.start(partial(change, order_id)).wait().code in ("", "label_printed")
    assert arena.run(look)["labels"] == [arena.run(look)["order"]]


def test_con_14_an_order_that_is_canceled_while_its_label_is_asked_for_gets_none(arena):
    order_id = arena.run(first_of_two_parcels)
    cancel = partial(aftersales.cancel_order, order_id, reason="x", actor=ACTOR, at=LATER)

    def print_it():
        with race(arena, before=BUYING + "_written", do=cancel) as other:
            ask()
        return other.outcome

    canceled = arena.run(print_it)
    after = arena.run(look)
    assert (after["status"] == "canceled") == canceled.ok
    assert after["carrier"] == (0 if canceled.ok else 1)
