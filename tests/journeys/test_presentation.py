"""Presentation: how it shall be packed, what customers say of it, and what changes because of that."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import PackagingChange, Shipment
from storecrew.contexts.orders import public as orders
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_manner import boxed
from tests.journeys.test_promotions import work_as
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")


def arrived(order: orders.OrderFacts) -> None:
    """Pack an order, hand it over and let it arrive."""
    box = fulfillment.close_parcel(boxed(order).id, actor=ACTOR, at=clock.now())
    fulfillment.hand_over(box.code, actor=ACTOR, at=clock.now())
    Shipment.objects.filter(order_id=order.id).update(delivered_at=clock.now(), tracking_status="delivered")


def rate(visit, order: orders.OrderFacts, stars: str, words: str) -> None:
    """Judge the packaging on the page of the order."""
    theirs = visit(f"/en/order/{order.token}/")
    expect(theirs.get_by_role("heading", name="How was it packed?")).to_be_visible()
    theirs.get_by_role("radio", name=stars, exact=True).check()
    theirs.get_by_label("Something to tell the warehouse?").fill(words)
    theirs.locator("[aria-labelledby=packaging]").get_by_role("button", name="Send").click()
    expect(theirs.get_by_role("heading", name="How was it packed?")).to_have_count(0)


def write_specification(desk: Page, path: str, **texts: str) -> None:
    desk.goto(path)
    for label, words in texts.items():
        desk.get_by_label(f"{label.replace('_', ' ')} (optional)", exact=True).fill(words)
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_role("heading", name="Packing specifications")).to_be_visible()


def test_inv_5_what_customers_say_of_the_packaging_changes_it_and_the_effect_is_seen(
    shop: TestShop, visit
) -> None:
    desk = work_as(visit, "inventory_manager", "/admin/")
    desk.goto("/admin/warehouse/packaging-changes/")
    desk.get_by_role("link", name="Thresholds").first.click()
    desk.get_by_label("Bad ratings that ask for a change").fill("2")
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("No packaging has to change").first).to_be_visible()
    path = "/admin/warehouse/specifications/add/?scope=sku&key=MUG-RED"
    write_specification(desk, path, Inner_packaging="tissue paper", Insert="care card")

    first = bought(shop, "MUG-RED")
    box = boxed(first)
    bench = work_as(visit, "logistics_manager", f"/admin/warehouse/pack/{box.work_id}/", phone=True)
    expect(bench.get_by_role("heading", name="How to pack it")).to_be_visible()
    expect(bench.get_by_text("tissue paper")).to_be_visible()
    assert bench.evaluate("document.documentElement.scrollWidth") <= 390
    fulfillment.close_parcel(box.id, actor=ACTOR, at=clock.now())
    fulfillment.hand_over(box.code, actor=ACTOR, at=clock.now())
    Shipment.objects.update(delivered_at=clock.now(), tracking_status="delivered")
    rate(visit, first, "1 star", "It rattled in the box.")
    assert not PackagingChange.objects.exists()
    second = bought(shop, "MUG-RED")
    arrived(second)
    rate(visit, second, "2 stars", "")

    desk.goto("/admin/warehouse/packaging-changes/")
    expect(desk.get_by_text("2 bad ratings in 30 days")).to_be_visible()
    desk.get_by_role("link", name="MUG-RED").click()
    expect(desk.get_by_text("It rattled in the box.")).to_be_visible()
    desk.get_by_role("link", name="Take it on").click()
    desk.get_by_label("What is decided").fill("Paper around each mug")
    desk.get_by_role("button", name="Take it on").click()
    change = desk.url
    desk.get_by_role("link", name="Write the packing specification").click()
    write_specification(desk, desk.url, Inner_packaging="two layers of paper", Void_fill="paper")
    desk.goto(change)
    desk.get_by_role("link", name="It is done").click()
    desk.get_by_role("button", name="It is done").click()
    expect(desk.get_by_text("nobody rated it").first).to_be_visible()

    third = bought(shop, "MUG-RED")
    arrived(third)
    rate(visit, third, "5 stars", "")
    desk.goto(change)
    expect(desk.get_by_text("1.5 of 5, by 2 ratings")).to_be_visible()
    expect(desk.get_by_text("5.0 of 5, by 1 rating")).to_be_visible()
