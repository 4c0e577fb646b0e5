"""Something dearer instead: the customer pays the difference; and photos that are sent after the return."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog.tests.test_images import picture
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.pricing.tests.factories import make_prices
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_promotions import work_as
from tests.journeys.test_returning import buy_and_ship

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")


def accessible(page: Page) -> None:
    found = Axe().run(page, options={"resultTypes": ["violations"], "runOnly": ["wcag2a", "wcag2aa"]})
    assert [one["id"] for one in found.response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def announce(page: Page, order: orders.OrderFacts, wish: str) -> aftersales.ReturnFacts:
    page.goto(f"/en/order/{order.token}/return/")
    page.get_by_label("How many come back?").select_option("1")
    page.get_by_label("Why?").select_option("does_not_fit")
    page.get_by_label("In which condition is it?").select_option("opened")
    page.get_by_label("What would you like for it?").select_option(wish)
    page.get_by_role("button", name="Announce the return").click()
    expect(page.get_by_text("We expect your parcel")).to_be_visible()
    [made] = aftersales.returns_of_order(order.id)
    return made


def test_cs_6_the_difference_of_a_dearer_exchange_is_paid_before_it_leaves(shop: TestShop, visit) -> None:
    shopper, order = buy_and_ship(visit)
    blue = shop.variants["MUG-BLUE"]
    price = order.lines[0].unit_price.amount + 400
    make_prices(shop.channel, {blue: price})
    shopper.goto(f"/en/order/{order.token}/return/")
    expect(shopper.get_by_text("for €4.00 more each").first).to_be_attached()
    made = announce(shopper, order, str(blue))
    assert made.exchange is not None and made.exchange.order_id is not None
    shopper.get_by_role("link", name="Pay €4.00, then it leaves").click()
    expect(shopper.get_by_text("What you want instead costs €4.00 more.")).to_be_visible()
    accessible(shopper)

    desk = work_as(visit, "customer_service", f"/admin/returns/{made.id}/")
    expect(desk.get_by_text("Asked for, as it costs more")).to_be_visible()
    expect(desk.get_by_text("To be paid by")).to_be_visible()

    shopper.get_by_label("It refuses the card").check()
    shopper.get_by_role("button", name="Pay €4.00").click()
    expect(shopper.get_by_text("The payment did not work. Nothing was charged.")).to_be_visible()
    shopper.get_by_label("It pays", exact=True).check()
    shopper.get_by_role("button", name="Pay €4.00").click()
    expect(shopper.get_by_text("It is paid. Thank you.")).to_be_visible()
    while outbox.drain():
        pass
    other = orders.order(made.exchange.order_id)
    assert other.status == "pending_payment", "its goods are not here yet"

    dock = work_as(visit, "inventory_manager", f"/admin/returns/{made.id}/receive/", phone=True)
    dock.get_by_label("Back on the shelf").fill("1")
    dock.get_by_role("button", name="Write what was found").click()
    expect(dock.get_by_text("Exchanged").first).to_be_visible()
    fulfillment.ship(other.id, key="exchange", actor=ACTOR, at=clock.now())
    found = orders.order(other.id)
    assert (found.status, found.captured.amount) == ("confirmed", 400)


def test_cs_6_photos_are_added_after_the_return_was_announced(shop: TestShop, visit) -> None:
    shopper, order = buy_and_ship(visit)
    made = announce(shopper, order, "money")
    shopper.get_by_text(f"Add photos to {made.number}").click()
    files = [{"name": "damage.jpg", "mimeType": "image/jpeg", "buffer": picture()}]
    shopper.get_by_label("Photos").set_input_files(files)
    shopper.get_by_role("button", name="Send the photos").click()
    expect(shopper.get_by_text("Thank you. Your photos stand with the return")).to_be_visible()
    expect(shopper.get_by_role("link", name="Photo 1")).to_be_visible()
    accessible(shopper)
    desk = work_as(visit, "customer_service", f"/admin/returns/{made.id}/")
    shown = desk.locator("img[src*='photo']").first
    expect(shown).to_be_visible()
    assert shown.evaluate("async it => { await it.decode(); return it.naturalWidth }") > 0
