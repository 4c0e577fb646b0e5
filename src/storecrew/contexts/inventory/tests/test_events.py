"""Who hears about stock, and how often."""

import pytest

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.tests.factories import ACTOR, AT, stock
from storecrew.contexts.inventory.tests.orders import make_order, wanted
from storecrew.contexts.work import public as work
from storecrew.kernel import outbox, revisions
from storecrew.kernel.outbox.models import OutboxEvent


@pytest.fixture
def a(variants):
    stock(variants["A-1"], 10, threshold=3)
    OutboxEvent.objects.all().delete()
    return variants["A-1"]


def take(variant, quantity, channel):
    order = make_order(channel.id, [(variant, quantity)])
    inventory.allocate(order.id, wanted(order), channel_id=channel.id, actor=ACTOR, at=AT)
    return order


def told(name):
    return [row.payload for row in OutboxEvent.objects.filter(name=f"inventory.{name}").order_by("pk")]


def test_stock_ran_low_is_published_once_per_crossing(a, channel, warehouse):
    take(a, 6, channel)
    assert told("StockRanLow") == told("StockChanged") == []
    take(a, 1, channel)
    low = {"variant_id": a, "location_id": warehouse.id, "available": 3, "threshold": 3}
    assert told("StockRanLow") == [low]
    take(a, 1, channel)
    assert told("StockRanLow") == [low]
    assert told("StockChanged") == [{"variant_ids": [a]}, {"variant_ids": [a]}]


def test_recovery_is_published_once_and_a_second_crossing_again(a, channel):
    order = take(a, 8, channel)
    inventory.release_allocation(order.id, actor=ACTOR, at=AT)
    assert len(told("StockRanLow")) == len(told("StockRecovered")) == 1
    stock(a, 1, threshold=3)
    assert len(told("StockRecovered")) == 1
    take(a, 9, channel)
    assert len(told("StockRanLow")) == 2


def test_holds_do_not_alarm_but_change_what_is_shown(a, channel):
    inventory.reserve("ann", [(a, 8)], channel_id=channel.id, until=AT.replace(minute=9), at=AT)
    assert told("StockRanLow") == []
    assert told("StockChanged") == [{"variant_ids": [a]}]


def test_the_inventory_manager_finds_it_in_the_queue_and_it_closes_by_itself(a, channel):
    order = take(a, 8, channel)
    outbox.drain()
    outbox.drain()
    found = [row for row in work.open_findings(role="inventory_manager") if row.code == "stock_ran_low"]
    assert len(found) == 1
    assert "A-1" in found[0].title
    inventory.release_allocation(order.id, actor=ACTOR, at=AT)
    outbox.drain()
    assert not [row for row in work.open_findings(role="inventory_manager") if row.code == "stock_ran_low"]


def test_pages_of_the_product_are_renewed_after_commit(a, channel, django_capture_on_commit_callbacks):
    from storecrew.contexts.catalog import public as catalog

    product = catalog.product_ids_of_variants([a])[a]
    before = revisions.fingerprint(f"product:{product}")
    with django_capture_on_commit_callbacks(execute=True):
        take(a, 8, channel)
        assert revisions.fingerprint(f"product:{product}") == before
    assert revisions.fingerprint(f"product:{product}") != before


def test_a_delivery_to_many_shelves_is_one_event(variants, channel, warehouse):
    ids = sorted(variants.values())
    inventory.receive([(variant_id, 9) for variant_id in ids], actor=ACTOR, at=AT)
    (event,) = told("StockRecovered")
    assert sorted(event["levels"]) == [[variant_id, warehouse.id] for variant_id in ids]
