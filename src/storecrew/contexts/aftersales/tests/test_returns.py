"""Goods that come back: announced once, put where their condition lets them, and told to who has to act."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import Return
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fleet.models import Job
from storecrew.contexts.fleet.tests.factories import make_depot
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import DamageReport
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask, StockMovement
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
NOBODY = Actor(kind="staff", id="1", label="Nobody")
Found = aftersales.Found


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def sent(shop):
    """An order of three A-1 and one B-1 that left."""
    order = orders.order(place(make_cart(shop, {"A-1": 3, "B-1": 1})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    return orders.order(order.id)


def line(order, sku="A-1") -> int:
    return next(each.id for each in order.lines if each.sku == sku)


def announce(order, units=2, **more):
    values = {"lines": {line(order): units}, "reason": "does_not_fit", "actor": ACTOR, "at": AT}
    return aftersales.announce_return(order.id, **(values | more))


def receive(made, *found, **more):
    [only] = made.lines
    rows = [Found(only.id, *each) for each in found]
    values = {"found": rows, "location_code": "main", "actor": ACTOR, "at": AT}
    return aftersales.receive_return(made.id, **(values | more))


def test_cs_7_each_unit_goes_where_its_condition_lets_it(shop, sent):
    before = inventory.level(shop.variants["A-1"], "main")
    made = announce(sent, 3)
    assert (made.number, made.state, made.lines[0].most) == ("RT-1001", "announced", 3)
    assert inventory.level(shop.variants["A-1"], "main") == before
    done = receive(made, ("shelf", 1), ("inspect", 1), ("damaged", 1, "carrier"))
    assert (done.state, done.lines[0].found) == ("received", {"shelf": 1, "inspect": 1, "damaged": 1})
    after = inventory.level(shop.variants["A-1"], "main")
    assert (after.on_hand, after.available) == (before.on_hand + 3, before.available + 1)
    assert (after.quality_hold, after.damaged) == (1, 1)
    moved = StockMovement.objects.filter(document="RT-1001").values_list(
        "kind", "bucket", "quantity", "reason"
    )
    assert sorted(moved) == [
        ("returned", "damaged", 1, "carrier"), ("returned", "on_hand", 1, ""),
        ("returned", "on_hand", 1, ""), ("returned", "on_hand", 1, "carrier"),
        ("returned", "quality_hold", 1, ""),
    ]  # fmt: skip
    assert not CountTask.objects.exists()
    assert_proved()


def test_inv_4_what_is_damaged_is_never_for_sale_not_even_for_a_moment(shop, sent, monkeypatch):
    told = []
    monkeypatch.setattr(
        "storecrew.contexts.inventory.operations.counters.announce",
        lambda after, *_rest: told.extend(row.available for row in after),
    )
    before = inventory.level(shop.variants["A-1"], "main").available
    receive(announce(sent), ("damaged", 1, "packing"), ("quarantine", 1))
    assert told == [before]
    assert inventory.level(shop.variants["A-1"], "main").quarantine == 1


@pytest.mark.django_db(transaction=True)
def test_inv_4_damage_in_a_return_stands_in_the_damage_log_once(shop, sent):
    receive(announce(sent), ("shelf", 1), ("damaged", 1, "carrier"))
    while outbox.drain():
        pass
    [report] = DamageReport.objects.all()
    assert (report.kind, report.cause, report.source, report.sku, report.units, report.note) == (
        "damaged", "carrier", "customer", "A-1", 1, "RT-1001",
    )  # fmt: skip
    assert (report.order_id, report.location_id) == (sent.id, inventory.location("main").id)
    event = inventory.GoodsTakenBack(
        "RT-1001", sent.id, report.location_id, ((shop.variants["A-1"], 1, "damaged", "carrier"),)
    )
    from storecrew.contexts.fulfillment.handlers import what_came_back_damaged

    what_came_back_damaged(event)
    assert DamageReport.objects.count() == 1


@pytest.mark.parametrize(
    ("found", "came"), [((("shelf", 1), ("missing", 1)), 1), ((("missing", 2),), 0), ((("shelf", 3),), 3)]
)
def test_cs_7_a_parcel_that_holds_other_units_has_its_article_counted(shop, sent, found, came):
    receive(announce(sent), *found)
    [task] = CountTask.objects.all()
    assert (task.variant_id, task.cause, task.document) == (
        shop.variants["A-1"], "return_mismatch", "RT-1001",
    )  # fmt: skip
    assert (task.expected, task.found) == (2, came)
    assert_proved()


def test_cs_7_nothing_comes_back_twice(sent):
    first = announce(sent, 2)
    with pytest.raises(aftersales.NothingToReturn) as refusal:
        announce(sent, 2)
    assert refusal.value.details["left"] == {line(sent): 1}
    receive(first, ("shelf", 1), ("missing", 1))
    # one came, one did not: two of three may still come
    assert aftersales.returnable(sent.id)[line(sent)] == 2
    with pytest.raises(aftersales.ReturnClosed):
        receive(first, ("shelf", 2))
    with pytest.raises(aftersales.ReturnClosed):
        aftersales.cancel_return(first.id, reason="late", actor=ACTOR, at=AT)
    assert StockMovement.objects.filter(document="RT-1001", bucket="on_hand").count() == 1


@pytest.mark.parametrize(
    ("found", "problem"),
    [
        ([("shelf", 1)], "too_few"),
        ([("shelf", 4)], "too_many"),
        ([("shelf", 1), ("shelf", 1)], "decision"),
        ([("sold", 2)], "decision"),
        ([("damaged", 2)], "cause"),
        ([("damaged", 2, "fate")], "cause"),
        ([("shelf", 0)], "line"),
    ],
)
def test_what_cannot_be_in_the_parcel_is_refused_and_nothing_is_written(sent, found, problem):
    made = announce(sent)
    with pytest.raises(aftersales.FoundDoesNotFit) as refusal:
        receive(made, *found)
    assert refusal.value.details["problem"] == problem
    assert aftersales.a_return(made.id).state == "announced"
    assert not StockMovement.objects.filter(document=made.number).exists()


def test_only_what_was_sent_comes_back_and_a_reason_is_known(shop, sent):
    unsent = orders.order(place(make_cart(shop, {"A-1": 1})).order_id)
    with pytest.raises(aftersales.NothingToReturn):
        announce(unsent, 1)
    with pytest.raises(aftersales.InvalidReturn):
        announce(sent, 0)
    with pytest.raises(aftersales.InvalidReturn):
        announce(sent, 1, reason="whim")
    with pytest.raises(aftersales.NothingToReturn):
        announce(sent, lines={999: 1})
    with pytest.raises(aftersales.UnknownReturn):
        aftersales.a_return(999)
    assert not Return.objects.exists()


def test_people_without_the_right_are_refused(sent):
    made = announce(sent)
    with pytest.raises(Denied):
        announce(sent, 1, actor=NOBODY)
    with pytest.raises(Denied):
        receive(made, ("shelf", 2), actor=NOBODY)
    with pytest.raises(Denied):
        aftersales.cancel_return(made.id, reason="x", actor=NOBODY, at=AT)


def test_log_4_a_vehicle_fetches_what_was_promised_and_nothing_that_was_canceled(sent):
    make_depot()
    day = AT.date() + dt.timedelta(days=2)
    made = announce(sent, pickup_on=day)
    [job] = Job.objects.all()
    assert (job.kind, job.reference, job.order_ref, job.day, job.state) == (
        "pickup", made.number, sent.number, day, "open",
    )  # fmt: skip
    with pytest.raises(aftersales.InvalidReturn):
        aftersales.cancel_return(made.id, reason=" ", actor=ACTOR, at=AT)
    done = aftersales.cancel_return(made.id, reason="keeps it", actor=ACTOR, at=AT)
    job.refresh_from_db()
    assert (done.state, job.state) == ("canceled", "canceled")
    assert aftersales.returnable(sent.id)[line(sent)] == 3


def test_log_4_where_no_vehicle_can_come_nothing_is_announced(sent):
    from storecrew.contexts.fleet import public as fleet

    with pytest.raises(fleet.InvalidPickup):
        announce(sent, pickup_on=AT.date())
    assert not Return.objects.exists()
