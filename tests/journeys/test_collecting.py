"""Collecting an order: at our own place, without script and on a phone, and at a point of a carrier."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_manner import boxed
from tests.journeys.test_promotions import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")
STREET = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
HOURS = ["10:00-18:00"] * 5 + ["10:00-14:00", ""]


def a_place_to_collect_at() -> None:
    at = clock.now()
    inventory.save_location(
        "main", name="Store Berlin", address=STREET, is_default=True, pick_up=True,
        opening_hours=inventory.read_hours(HOURS), actor=ACTOR, at=at,
    )  # fmt: skip
    shipping.save_method(
        code="collect", name="Click and collect", channel_code="eu", way="location", keep_days=5, min_days=0,
        max_days=0, position=5, rates=[shipping.RateRow(amount=0, currency="EUR")], actor=ACTOR, at=at,
    )  # fmt: skip


def accessible(page: Page) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa"]})
    assert [one["id"] for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def at_delivery(visit, **how) -> Page:
    """Put the lamp into the cart and come to the choice of the way."""
    page = visit("/en/p/oak-stool/", **how)
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    if how.get("javascript", True):
        expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/checkout/details/")
    fill_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    return page


def confirmed(page: Page) -> orders.OrderFacts:
    expect(page.get_by_text("Your order is in")).to_be_visible()
    while outbox.drain():
        pass
    return order_behind(page)


def test_log_5_a_shopper_collects_an_order_at_our_place_and_staff_hand_it_over_by_its_code(
    shop: TestShop, visit
) -> None:
    a_place_to_collect_at()
    page = at_delivery(visit, javascript=False)
    page.get_by_label(re.compile("Click and collect")).check()
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_role("heading", name="Where would you like to collect it?")).to_be_visible()
    expect(page.get_by_text("Mon–Fri 10:00–18:00")).to_be_visible()
    page.get_by_role("button", name="Collect it here").click()
    expect(page.get_by_text("Store Berlin, Example Street 12")).to_be_visible()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    order = confirmed(page)
    expect(page.get_by_role("heading", name="Where you collect it")).to_be_visible()
    assert order.is_collected

    fulfillment.close_parcel(boxed(order).id, actor=ACTOR, at=clock.now())
    [waits] = fulfillment.collections_of_order(order.id)
    page.reload()
    expect(page.get_by_role("heading", name="Your order waits for you")).to_be_visible()
    expect(page.get_by_text(waits.code)).to_be_visible()

    phone = work_as(visit, "logistics_manager", "/admin/warehouse/collect/hand-over/", phone=True)
    phone.goto("/admin/warehouse/collect/hand-over/")
    accessible(phone)
    phone.get_by_label(re.compile("Code that the customer shows")).fill("WRONG1")
    phone.get_by_role("button", name="Find the order").click()
    expect(phone.get_by_role("alert")).to_contain_text("No order that waits here has this code.")
    phone.get_by_label(re.compile("Code that the customer shows")).fill(waits.code.lower())
    phone.get_by_role("button", name="Find the order").click()
    expect(phone.get_by_text("The code is right.")).to_be_visible()
    accessible(phone)
    phone.get_by_role("button", name="Handed over").click()
    expect(phone.get_by_text(f"{order.number} is handed over.")).to_be_visible()
    phone.goto(f"/admin/warehouse/collect/{waits.id}/")
    expect(phone.get_by_text(f"by code {waits.code}")).to_be_visible()

    page.reload()
    expect(page.get_by_role("heading", name="You collected your order")).to_be_visible()
    assert orders.order(order.id).fulfillment_status == "fulfilled"


def test_log_5_a_shopper_chooses_a_point_of_the_carrier_and_the_label_goes_there(
    shop: TestShop, visit
) -> None:
    at = clock.now()
    inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ACTOR, at=at)
    make_simulator()
    shipping.save_method(
        code="point", name="Parcel shop", channel_code="eu", way="point", carrier="sim", position=5,
        rates=[shipping.RateRow(amount=350, currency="EUR")], actor=ACTOR, at=at,
    )  # fmt: skip
    page = at_delivery(visit)
    page.get_by_label(re.compile("Parcel shop")).check()
    page.get_by_role("button", name="Continue", exact=True).click()
    accessible(page)
    page.get_by_label("Near this postal code").fill("20457")
    page.get_by_role("button", name="Search").click()
    page.get_by_label(re.compile("Parcel locker 112")).check()
    page.get_by_role("button", name="Collect it here").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    order = confirmed(page)
    assert order.pickup_point["code"] == "SIM-DE-20457-2"
    fulfillment.close_parcel(boxed(order).id, actor=ACTOR, at=clock.now())
    label = Label.objects.get(order_ref=order.number)
    assert label.options["pickup_point"] == "SIM-DE-20457-2"
    assert label.to_address["street"] == "Station Road 1"


def test_u032_the_page_of_our_places_says_hours_and_what_is_there(shop: TestShop, visit) -> None:
    a_place_to_collect_at()
    page = visit("/en/p/desk-lamp/")
    page.get_by_role("link", name="Collect it at a store: see where it is now").click()
    expect(page.get_by_role("heading", name="Store Berlin")).to_be_visible()
    expect(page.get_by_text("There now", exact=True)).to_be_visible()
    accessible(page)
    hosts = page.evaluate("performance.getEntriesByType('resource').map(e => new URL(e.name).host)")
    assert set(hosts) <= {page.evaluate("location.host")}
