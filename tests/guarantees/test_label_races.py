"""Labels under real processes: pressed at once, bought once; told at once, written once."""

from __future__ import annotations

import datetime as dt
from functools import partial

import pytest

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label, SimulatedParcel, TrackingEvent
from storecrew.contexts.shipping.tests.factories import (
    ACTOR,
    AT,
    buy,
    hear,
    make_rate_sheet,
    make_simulator,
    message,
)
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.race
HOUR = dt.timedelta(hours=1)


def published(name: str) -> int:
    return OutboxEvent.objects.filter(name=f"shipping.{name}").count()


def test_con_14_a_label_pressed_at_once_is_bought_once(arena):
    arena.run(make_simulator)
    results = arena.crowd([buy] * 12)
    assert {result.code or result.status for result in results} <= {"ok", "label_in_progress"}
    assert len({result.value.tracking_number for result in results if result.ok}) == 1
    assert arena.run(SimulatedParcel.objects.count) == 1
    assert arena.run(Label.objects.count) == 1
    assert arena.run(partial(published, "LabelBought")) == 1


def test_con_14_a_voided_key_that_is_asked_for_at_once_is_bought_once_more(arena):
    def prepare():
        make_simulator()
        shipping.void_label(buy().id, actor=ACTOR, at=AT)

    arena.run(prepare)
    results = arena.crowd([partial(buy, order_ref="SC-2")] * 12)
    assert {result.code or result.status for result in results} <= {"ok", "label_in_progress"}
    assert arena.run(lambda: SimulatedParcel.objects.filter(voided=False).count()) == 1
    assert arena.run(lambda: Label.objects.get().attempt) == 2


def test_parcels_of_one_contract_that_are_labeled_at_once_have_different_numbers(arena):
    arena.run(make_rate_sheet)
    results = arena.crowd([partial(buy, f"parcel/{n}", "sheet-parcel") for n in range(24)])
    assert all(result.ok for result in results)
    assert len({result.value.tracking_number for result in results}) == 24


def test_messages_that_come_at_once_are_written_once_and_the_delivery_is_told_once(arena):
    arena.run(make_simulator)
    number = arena.run(buy).tracking_number
    life = [
        shipping.Moment(AT + n * HOUR, status)
        for n, status in enumerate(["picked_up", "in_transit", "out_for_delivery", "delivered"])
    ]
    bodies = [message(f"m{n}", number, each) for n, each in enumerate([*life, *life])]
    results = arena.crowd([partial(hear, body) for body in bodies * 2])
    assert all(result.ok for result in results), [r.value for r in results if not r.ok]
    assert arena.run(TrackingEvent.objects.count) == 4
    assert arena.run(lambda: Label.objects.get().status) == "delivered"
    assert arena.run(partial(published, "ParcelDelivered")) == 1
