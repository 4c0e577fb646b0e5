"""IT-20: the product buys from itself, and everything is as before."""

from __future__ import annotations

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.channels import public as channels
from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.health import public as health
from storecrew.contexts.health import tasks
from storecrew.contexts.health.models import Launch
from storecrew.contexts.health.operations import canary
from storecrew.contexts.health.providers import launch_facts as provider
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.models import Order
from storecrew.contexts.payments import public as payments
from storecrew.contexts.work.models import Finding
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.mail.models import Mail
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
ROOT = system_actor("tests")


@pytest.fixture
def shop(monkeypatch, settings):
    settings.STORECREW_GATEWAYS = ["bank_transfer"]
    monkeypatch.setattr(provider, "_readers", [(lambda channel, at: {}, lambda channel: "A-1")])
    return make_shop({"A-1": 3})


@pytest.fixture
def launch_id(shop) -> int:
    return health.create_launch(
        name="Spring", channel_code=shop.channel.code, close=True, actor=ROOT, at=AT
    ).id


def available(shop) -> int:
    variant = orders.order(Order.objects.get().pk).lines[0].variant_id
    return inventory.available_to_promise([variant], channel_id=shop.channel.id)[variant].available


def test_it_20_an_order_is_placed_and_taken_back_and_nobody_hears_of_it(shop, launch_id):
    Mail.objects.all().delete()
    assert health.place_check_order(launch_id, actor=ROOT, at=AT) == ""
    order = orders.order(Order.objects.get().pk)
    assert (order.is_check, order.status, order.captured.amount) == (True, "canceled", 0)
    (payment,) = payments.payments_of_order(order.id)
    assert (payment.gateway, payment.status, payment.voided) == ("simulator", "voided", order.total)
    assert available(shop) == 3
    names = set(OutboxEvent.objects.values_list("name", flat=True))
    assert not names & {"orders.OrderPlaced", "orders.OrderCanceled"}
    while outbox.drain():
        pass
    assert not Mail.objects.exists()
    assert orders.canceled_between(AT, AT.replace(year=AT.year + 1)) == 0
    found = health.launch(launch_id, at=AT)
    assert (found.check_order, found.check_problem, found.state) == (order.number, "", "preparing")
    assert health.check_worked(shop.channel.code, since=AT)
    assert list(payments.ledger_differences()) == []


def test_it_20_a_shop_that_cannot_sell_says_what_stands_in_the_way(shop, launch_id, monkeypatch):
    monkeypatch.setattr(provider, "_readers", [(lambda channel, at: {}, lambda channel: "")])
    assert health.place_check_order(launch_id, actor=ROOT, at=AT) == "Nothing is for sale and in stock."
    assert not health.check_worked(shop.channel.code, since=AT)
    assert health.launch(launch_id, at=AT).state == "preparing"  # nothing was open


def test_it_20_an_order_that_stays_is_told_and_closes_what_is_open(shop, launch_id, monkeypatch):
    Launch.objects.update(state="live", opened_at=AT, canary_at=AT)
    channels.set_public(code=shop.channel.code, public=True, reason="x", actor=ROOT, at=AT)

    def refuse(*args, **kwargs):
        raise orders.OrderAlreadyShipped

    monkeypatch.setattr(aftersales, "cancel_order", refuse)
    assert canary.check_what_opened(at=AT) == 1
    assert health.launch(launch_id, at=AT).state == "rolled_back"
    assert Finding.objects.get(code="launch_rolled_back").severity == "critical"
    monkeypatch.undo()
    canary.check_what_opened(at=AT + canary.LEFT_AFTER * 2)
    assert Order.objects.get().status == "canceled"


def test_it_20_what_went_live_is_tried_once_by_itself(shop, launch_id):
    Launch.objects.update(state="live", opened_at=AT, canary_at=AT)
    for _ in range(2):
        tasks.check_what_opened(AT)
    assert Order.objects.filter(is_check=True).count() == 1
    assert health.launch(launch_id, at=AT).state == "live"


def test_only_who_opens_channels_places_one_and_only_under_way(launch_id):
    with pytest.raises(Denied):
        health.place_check_order(launch_id, actor=Actor("staff", "1", "Eve"), at=AT)
    health.drop_launch(launch_id=launch_id, reason="Another day.", actor=ROOT, at=AT)
    with pytest.raises(health.LaunchMoved):
        health.place_check_order(launch_id, actor=ROOT, at=AT)
    assert not Order.objects.exists()


def test_a_check_is_never_paid_where_real_money_moves(shop):
    with pytest.raises(payments.GatewayNotAvailable):
        payments.begin(
            order_id=1, gateway="bank_transfer", amount=Money(100, "EUR"), key="k", check=True,
            actor=ROOT, at=AT,
        )  # fmt: skip
