"""The demo is built by the product's own operations, so its books are in order."""

import datetime as dt

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask, Transfer
from storecrew.contexts.orders.models import Order
from storecrew.contexts.people import public as people
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing.models import Discrepancy, PurchaseOrder, SupplierInvoice
from storecrew.contexts.shipping.models import Label
from storecrew.demo.assortment import assortment
from storecrew.demo.steps import (
    buying,
    delivery,
    dispatch,
    goods,
    organization,
    shop,
    trade,
    vocabulary,
    warehouse,
)
from storecrew.kernel import clock, mail, outbox
from storecrew.kernel.actor import system_actor

NOW = dt.datetime(2026, 11, 20, 18, 0, tzinfo=dt.UTC)
ACTOR = system_actor("demo")


@pytest.mark.django_db(transaction=True)
def test_a_week_of_the_demo_keeps_its_books(monkeypatch):
    monkeypatch.setattr(trade, "DAYS", 7)
    start = NOW - dt.timedelta(days=40)
    items = [*list(assortment())[20:40], *list(assortment())[100:130], *list(assortment())[-20:]]
    with clock.frozen(start):
        organization.build(actor=ACTOR, at=start)
        shop.build(actor=ACTOR, at=start)
        delivery.build(actor=ACTOR, at=start)
        vocabulary.build(actor=ACTOR, at=start)
        ids = goods.build(items, actor=ACTOR, at=start, reduced_at=NOW - dt.timedelta(days=10))
    with clock.frozen(NOW):
        *_, count = trade.build(items, staff=ACTOR, until=NOW)
        dispatch.build(actor=ACTOR, at=start, until=NOW)
        while outbox.drain(limit=500):
            pass
        sent = mail.deliver_due(limit=500)

    assert count > 7
    statuses = set(Order.objects.values_list("status", flat=True))
    assert "confirmed" in statuses
    assert Order.objects.filter(currency="KRW").exists()
    assert Order.objects.filter(fulfillment_status="fulfilled").exists()
    assert sent >= Order.objects.filter(status="confirmed").count()
    with clock.frozen(NOW):
        warehouse.build(list(ids.values()), actor=ACTOR, at=NOW)
        buying.build(items, ids, actor=ACTOR, at=NOW)
        while outbox.drain(limit=500):
            pass
    assert {row.bin_kind for row in inventory.contents()} >= {"storage", "receiving"}
    assert set(CountTask.objects.values_list("state", flat=True)) == {"open", "recount", "approval", "done"}
    assert set(Transfer.objects.values_list("state", flat=True)) == {"draft", "in_transit"}
    states = set(PurchaseOrder.objects.values_list("state", flat=True))
    assert states == set(PurchaseOrder.State.values)
    assert set(SupplierInvoice.objects.values_list("state", flat=True)) == {"matched", "blocked"}
    assert Discrepancy.objects.filter(next_step="decide").exists()
    assert inventory.accuracy(since=NOW - dt.timedelta(days=1)).bins_percent
    recount = inventory.recount(actor=ACTOR, at=NOW)
    assert recount.levels > 0
    assert recount.differences == ()

    assert Label.objects.filter(state="bought").count() == Label.objects.count() > 0
    assert Label.objects.filter(status="delivered").exists()
    assert people.rostered_minutes("berlin", NOW.date(), "pack") > 0

    europe = channels.facts("europe")
    reduced = next(item for item in items if item.strike)
    sku, old = next(iter(reduced.strike.items()))
    answer = pricing.prices_for([ids[sku]], channel=europe, at=NOW)[ids[sku]]
    assert (answer.strike.amount, answer.lowest_30d.amount) == (old, old)
    page = catalog.product_page(items[0].row.slug, locale="ko", channel_id=europe.id)
    assert page.title == items[0].row.translations["ko"]["title"]


@pytest.mark.django_db(transaction=True)
def test_each_role_has_one_person_who_may_sign_in():
    organization.build(actor=ACTOR, at=NOW)
    organization.build(actor=ACTOR, at=NOW)
    for role in people.ROLES:
        person = people.person_by_email(organization.email_of(role.code))
        assert person is not None
        assert [held.code for held in people.roles_of(person.id)] == [role.code]
