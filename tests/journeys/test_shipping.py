"""The right address and a broken parcel: an order that waits is freed, a claim is filed."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.shipping.models import DamageClaim, Label
from storecrew.contexts.shipping.tests.test_claims import broken
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_manner import boxed, with_a_carrier
from tests.journeys.test_promotions import with_red_mug
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def desk_of(visit, email: str) -> Page:
    staff = make_staff("logistics_manager", email=email, password=PASSWORD)
    page = visit("/admin/", phone=False, signed_in=staff)
    return page


def test_log_6_an_order_on_address_hold_is_freed_by_its_customer(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    doubtful = {**order.shipping_address, "street": "Hauptstraße"}
    fulfillment.change_address(order.id, address=doubtful, actor=system_actor("journey"), at=clock.now())
    desk = desk_of(visit, "house@storecrew.example")
    desk.goto("/admin/addresses/")
    expect(desk.get_by_text("no house number")).to_be_visible()
    desk.get_by_role("link", name=order.number).click()
    desk.get_by_role("button", name="Ask the customer").click()
    expect(desk.get_by_text("customer was asked").first).to_be_visible()
    theirs = visit(f"/en/order/{order.token}/")
    theirs.get_by_role("link", name="Look at the address").click()
    theirs.get_by_label("Street and house number").fill("Hauptstraße 7")
    theirs.get_by_role("button", name="Send it to this address").click()
    expect(theirs.get_by_text("We send it to this address")).to_be_visible()
    assert [work.state for work in fulfillment.work_of_order(order.id)] == ["waiting"]
    desk.reload()
    expect(desk.get_by_text("corrected").first).to_be_visible()


def test_log_6_an_address_fits_its_country_and_may_change_until_the_label_is_printed(
    shop: TestShop, visit
) -> None:
    shopper = with_red_mug(visit)
    shopper.get_by_role("link", name="Go to checkout").first.click()
    fill_address(shopper)
    shopper.get_by_label("Postal code").fill("1011")
    shopper.get_by_role("button", name="Continue to delivery").click()
    expect(shopper.get_by_text("This looks different, for example").first).to_be_visible()
    shopper.get_by_label("Postal code").fill("10115")
    shopper.get_by_role("button", name="Continue to delivery").click()
    shopper.get_by_role("button", name="Continue to payment").click()
    shopper.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(shopper.get_by_text("Your order is in")).to_be_visible()
    order = order_behind(shopper)
    while outbox.drain():
        pass

    shopper.goto(f"/en/order/{order.token}/")
    shopper.get_by_role("link", name="Change the address").click()
    shopper.get_by_label("Street and house number").fill("Lindenstraße 9")
    shopper.get_by_role("button", name="Send it to this address").click()
    expect(shopper.get_by_text("Lindenstraße 9").first).to_be_visible()
    # The page of the address is still open in another tab while the parcel is closed and labeled.
    other = visit(f"/en/order/{order.token}/address/")
    with_a_carrier()
    box = boxed(order)
    parcel = fulfillment.close_parcel(box.id, actor=system_actor("journey"), at=clock.now())
    assert parcel.label_state == "bought"
    assert Label.objects.get().to_address["street"] == "Lindenstraße 9"
    other.get_by_label("Street and house number").fill("Hauptstraße 7")
    other.get_by_role("button", name="Send it to this address").click()
    expect(other.get_by_text("It is too late: a label is made for the old address.")).to_be_visible()
    shopper.goto(f"/en/order/{order.token}/")
    expect(shopper.get_by_role("link", name="Change the address")).to_have_count(0)
    assert orders.order(order.id).shipping_address["street"] == "Lindenstraße 9"


def test_log_2_a_claim_is_filed_with_a_photo(shop: TestShop, visit) -> None:
    label = broken()
    desk = desk_of(visit, "claims@storecrew.example")
    desk.goto(f"/admin/labels/{label.id}/")
    desk.get_by_role("link", name="Claim damage or loss").click()
    desk.get_by_label("What happened").fill("The box is crushed.")
    photo = BytesIO()
    Image.new("L", (40, 30), 9).save(photo, "JPEG")
    desk.get_by_label("Photos").set_input_files(
        [{"name": "box.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}]
    )
    desk.get_by_role("button", name="Open the claim").click()
    expect(desk.get_by_role("img", name="Photo 1 of the damage")).to_be_visible()
    desk.get_by_role("link", name="Write that it is filed").click()
    desk.get_by_label("Carrier's number of the claim").fill("C-77")
    desk.get_by_role("button", name="It is filed").click()
    expect(desk.get_by_text("filed with the carrier").first).to_be_visible()
    assert DamageClaim.objects.get().carrier_ref == "C-77"
