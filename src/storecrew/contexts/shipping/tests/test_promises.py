"""5.5: delivery days lengthen with the queue and shorten again; who will be late is known before."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import AT
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping import tasks
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.contexts.shipping.tests.factories import ACTOR, buy, hear, make_rate_sheet, message
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def shop():
    return make_shop()


def ordered(shop, units: int = 1) -> orders.OrderFacts:
    order = orders.order(place(make_cart(shop, {"A-1": units})).order_id)
    settle()
    return order


def settle() -> None:
    while outbox.drain():
        pass


def packers(count: int, *, days: range = range(1)) -> None:
    """Put people on the roster for packing, eight hours from each day's start."""
    for n in range(count):
        user = User.objects.create(email=f"p{n}-{days}@example.com", name=f"P{n}")
        people.save_skill(user_id=user.pk, skill="pack", trained_on=AT.date(), actor=ACTOR, at=AT)
        for each in days:
            people.save_shift(
                user_id=user.pk, location_code="main", day=AT.date() + each * DAY, starts=dt.time(12),
                ends=dt.time(20), break_minutes=0, timezone=channels.facts().timezone, skill="pack",
                actor=ACTOR, at=AT,
            )  # fmt: skip


def promised(at: dt.datetime = AT) -> shipping.ShippingOption:
    shop = channels.facts()
    return shipping.options(shop, shop.country, at=at)[0]


def busy(monkeypatch, units: int) -> None:
    """Let so many units wait."""
    monkeypatch.setattr(orders, "open_units", lambda channel_id: units)


def test_the_promise_lengthens_when_the_queue_exceeds_capacity_and_shortens_again(shop, monkeypatch):
    packers(1, days=range(10))
    before = promised()
    tasks.refresh_promises(AT)
    assert promised() == before
    busy(monkeypatch, 800)
    tasks.refresh_promises(AT)
    longer = promised()
    assert longer.latest > before.latest
    assert longer.earliest > before.earliest
    busy(monkeypatch, 10)
    tasks.refresh_promises(AT)
    assert promised() == before
    changes = [row.payload for row in OutboxEvent.objects.filter(name="shipping.PromiseChanged")]
    shorter = [each["before"] > each["queue_days"] for each in changes if each["code"] == before.code]
    assert shorter == [False, True]


def test_more_people_on_the_roster_shorten_the_promise(shop, monkeypatch):
    packers(1, days=range(10))
    busy(monkeypatch, 800)
    tasks.refresh_promises(AT)
    alone = ShippingMethod.objects.first().queue_days
    packers(4, days=range(1, 11))
    tasks.refresh_promises(AT)
    assert ShippingMethod.objects.first().queue_days < alone


def test_without_a_roster_nothing_is_known_and_nothing_is_added(shop, monkeypatch):
    busy(monkeypatch, 10_000)
    tasks.refresh_promises(AT)
    assert set(ShippingMethod.objects.values_list("queue_days", flat=True)) == {0}


def test_the_queue_is_what_was_ordered_and_has_not_left(shop):
    order = ordered(shop, 3)
    assert orders.open_units(order.channel_id) == 3
    fulfillment.ship(order.id, lines={order.lines[0].id: 2}, actor=ACTOR, at=AT)
    assert orders.open_units(order.channel_id) == 1
    fulfillment.ship(order.id, actor=ACTOR, at=AT)
    assert orders.open_units(order.channel_id) == 0


def test_what_the_customer_was_told_is_written_once_and_later_news_do_not_change_it(shop, monkeypatch):
    order = ordered(shop)
    row = Promise.objects.get()
    told = promised(order.placed_at)
    assert (row.order_ref, row.earliest, row.latest) == (order.number, told.earliest, told.latest)
    packers(1, days=range(10))
    busy(monkeypatch, 800)
    tasks.refresh_promises(AT)
    shipping.record_promise(order.id)
    assert Promise.objects.get().latest == told.latest


def test_late_orders_are_listed_before_they_are_late_and_told_once_per_day(shop, monkeypatch):
    order = ordered(shop)
    assert not shipping.at_risk(at=AT).exists()
    packers(1, days=range(10))
    busy(monkeypatch, 2_000)
    tasks.refresh_promises(AT)
    [row] = shipping.at_risk(at=AT)
    [outlook] = shipping.outlook([row], at=AT)
    assert row.latest > AT.date(), "it is not late yet"
    assert outlook.days_late > 0
    assert shipping.tell_late(order.number, actor=ACTOR, at=AT)
    assert not shipping.tell_late(order.number, actor=ACTOR, at=AT)
    [mail] = Mail.objects.filter(dedupe_key__startswith="shipping.late")
    assert mail.to == order.email
    assert str(outlook.expected.year) in mail.text
    busy(monkeypatch, 4_000)
    tasks.refresh_promises(AT)
    assert shipping.tell_late(order.number, actor=ACTOR, at=AT)
    assert Mail.objects.filter(dedupe_key__startswith="shipping.late").count() == 2
    with pytest.raises(Denied):
        shipping.tell_late(order.number, actor=Actor("staff", "1", "Ann", frozenset()), at=AT)


def test_an_order_that_waits_too_long_becomes_a_risk_by_the_clock_alone(shop):
    ordered(shop)
    row = Promise.objects.get()
    due = dt.datetime.combine(row.leaves_by, dt.time(12), tzinfo=dt.UTC)
    assert not shipping.at_risk(at=due).exists()
    assert shipping.at_risk(at=due + 4 * DAY).exists()


def test_a_canceled_order_is_promised_no_more(shop):
    order = ordered(shop)
    aftersales.cancel_order(order_id=order.id, reason="x", actor=ACTOR, at=AT)
    settle()
    assert Promise.objects.get().closed
    assert not shipping.at_risk(at=AT + 60 * DAY).exists()
    assert not shipping.tell_late(order.number, actor=ACTOR, at=AT + 60 * DAY)


@pytest.mark.parametrize(("late_by", "kept"), [(0, True), (1, False)])
def test_otif_counts_orders_that_came_whole_by_the_day(shop, late_by, kept):
    make_rate_sheet()
    order = ordered(shop)
    label = buy(service="sheet-parcel", order_ref=order.number)
    fulfillment.ship(order.id, tracking_number=label.tracking_number, actor=ACTOR, at=AT)
    latest = Promise.objects.get().latest + late_by * DAY
    arrived = dt.datetime.combine(latest, dt.time(12), tzinfo=dt.UTC)
    hear(message("m", label.tracking_number, shipping.Moment(arrived, "delivered")), "sheet")
    settle()
    row = Promise.objects.get()
    assert (row.kept, row.closed, row.arrived_at) == (kept, True, arrived)
    otif = shipping.on_time_in_full(AT - 400 * DAY, AT + 400 * DAY)
    assert (otif.known, otif.kept) == (1, int(kept))
    assert otif.permille == 1000 * kept
    assert shipping.on_time_in_full(AT - DAY * 9, AT - DAY * 8).permille is None


def test_an_order_in_two_parcels_is_whole_with_the_second(shop):
    make_rate_sheet()
    order = ordered(shop, 2)
    first, second = (buy(f"parcel/{n}", service="sheet-parcel", order_ref=order.number) for n in (1, 2))
    fulfillment.ship(order.id, actor=ACTOR, at=AT)
    for label in (first, second):
        assert Promise.objects.get().kept is None
        hear(message(label.key, label.tracking_number, shipping.Moment(AT + DAY, "delivered")), "sheet")
        settle()
    assert Promise.objects.get().kept is True


def test_the_shop_asks_no_more_questions_for_it(shop, django_assert_max_num_queries):
    channel = channels.facts()
    with django_assert_max_num_queries(2):
        shipping.options(channel, channel.country, at=AT)
