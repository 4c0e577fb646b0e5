"""A day in the warehouse, on a phone of 390 px: pick, pack, hand over; and a question with its answer."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_scanning import expect_sign, scan
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")


def fits(page: Page) -> None:
    """Nothing is wider than the phone, and what is pressed is 56 px high."""
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for button in page.locator(".sc-scan .sc-button.sc-strong:visible").all():
        assert button.bounding_box()["height"] >= 56


def on_the_phone(visit, path: str) -> Page:
    staff = make_staff("logistics_manager", email="pick@storecrew.example", password=PASSWORD)
    page = visit(path, signed_in=staff)
    page.goto(path)
    fits(page)
    return page


def with_a_carrier() -> None:
    street = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
    inventory.save_location("main", name="Main", address=street, is_default=True, actor=ACTOR, at=clock.now())
    make_simulator()


def test_log_1_an_order_is_picked_packed_labeled_and_handed_over_by_scan(shop: TestShop, visit) -> None:
    with_a_carrier()
    order = bought(shop, "MUG-RED")
    page = on_the_phone(visit, "/admin/warehouse/pick/")
    page.get_by_role("button", name="Pick one order").first.click()
    expect(page.locator("[data-title]")).to_be_visible()
    fits(page)
    scan(page, "LAMP-RED-S")
    expect_sign(page, "bad", "This is the wrong article")
    scan(page, "MUG-RED")
    expect_sign(page, "good", "1 ×")
    expect(page.get_by_text("Bring the totes to the bench.")).to_be_visible()
    page.locator("[data-done]").get_by_role("link", name="Pack", exact=True).click()
    page.wait_for_url("**/warehouse/pack/")
    scan(page, order.number)
    expect(page.get_by_role("heading", name="Into the box")).to_be_visible()
    fits(page)
    scan(page, "mug-red")
    expect_sign(page, "good", "1 ×")
    expect(page.locator("[data-lines] .sc-done")).to_contain_text("1 ✓")
    scan(page, "mug-red")
    expect_sign(page, "bad", "more than was ordered")
    page.get_by_label("Weight on the scale (g)").fill("480")
    page.get_by_role("button", name="Close the parcel").click()
    closed = page.get_by_text(f"Parcel {order.number}-1 is closed.")
    why = page.get_by_label("Why the weight differs")
    expect(closed.or_(why).first).to_be_visible()
    if why.is_visible():
        why.fill("no weight is known")
        page.get_by_role("button", name="Close the parcel").click()
    expect(closed).to_be_visible()
    [parcel] = fulfillment.parcels_of_work([fulfillment.work_of_order(order.id)[0].id])
    expect(page.get_by_text(parcel.tracking_number)).to_be_visible()
    expect(page.get_by_role("link", name="Print the label")).to_be_visible()
    fits(page)
    page.goto("/admin/warehouse/hand-over/")
    fits(page)
    scan(page, "NOT-A-PARCEL")
    expect_sign(page, "bad", "No closed parcel has this code")
    scan(page, parcel.tracking_number)
    expect_sign(page, "good", "Handed over")
    assert orders.order(order.id).fulfillment_status == "fulfilled"
    theirs = visit(f"/en/order/{order.token}/")
    expect(theirs.get_by_text("Handed over to the carrier")).to_be_visible()


def test_con_14_picking_and_handing_over_go_on_without_a_connection(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    page = on_the_phone(visit, "/admin/warehouse/pick/")
    page.get_by_role("button", name="Pick one order").first.click()
    expect(page.locator("[data-title]")).to_be_visible()
    page.context.set_offline(True)
    scan(page, "MUG-RED")
    expect_sign(page, "good", "Kept on this device")
    expect(page.get_by_text("Bring the totes to the bench.")).to_be_visible()
    expect(page.locator("[data-sc-waiting]")).to_contain_text("one entry waits")
    [work] = fulfillment.work_of_order(order.id)
    assert work.state == "picking"
    page.context.set_offline(False)
    expect(page.locator("[data-sc-outbox]")).to_be_hidden(timeout=20_000)
    assert fulfillment.work_of_order(order.id)[0].state == "picked"

    box = fulfillment.open_parcel(work.id, actor=ACTOR, at=clock.now())
    fulfillment.scan_into(box.id, item="MUG-RED", actor=ACTOR, at=clock.now())
    fulfillment.close_parcel(box.id, actor=ACTOR, at=clock.now())
    page.goto("/admin/warehouse/hand-over/")
    page.context.set_offline(True)
    scan(page, box.code)
    expect_sign(page, "good", "Kept on this device")
    scan(page, box.code)
    expect_sign(page, "bad", "It has been scanned already")
    # A conflict: somebody else opens the parcel before the scan arrives; the page keeps saying so.
    fulfillment.reopen_parcel(box.id, reason="a card was forgotten", actor=ACTOR, at=clock.now())
    page.context.set_offline(False)
    expect(page.locator("[data-sc-conflicts]")).to_contain_text(box.code, timeout=20_000)
    page.get_by_role("button", name="Dismiss").click()
    expect(page.locator("[data-sc-outbox]")).to_be_hidden()
    assert fulfillment.shipments_of_order(order.id) == ()


def test_cs_8_customer_service_asks_the_warehouse_and_gets_the_answer(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    service = make_staff("customer_service", email="service@storecrew.example", password=PASSWORD)
    warehouse = make_staff("logistics_manager", email="house@storecrew.example", password=PASSWORD)
    desk = visit(f"/admin/orders/{order.number}/", phone=False, signed_in=service)
    desk.goto(f"/admin/orders/{order.number}/")
    expect(desk.get_by_text("Waiting to be picked").first).to_be_visible()
    desk.get_by_role("link", name="Ask the warehouse").click()
    desk.get_by_label("Question").fill("Is the handle whole?")
    desk.get_by_role("button", name="Ask", exact=True).click()
    expect(desk.get_by_text("Is the handle whole?").first).to_be_visible()
    phone = visit("/admin/", signed_in=warehouse)
    phone.get_by_role("link", name=re.compile(f"Question about {order.number}")).first.click()
    phone.get_by_role("textbox", name="Answer", exact=True).fill("Yes, I looked.")
    phone.get_by_role("button", name="Send the answer").click()
    expect(phone.get_by_text("Yes, I looked.").first).to_be_visible()
    desk.goto(f"/admin/orders/{order.number}/")
    expect(desk.get_by_text("Yes, I looked.").first).to_be_visible()
    [work] = fulfillment.work_of_order(order.id)
    assert work.state == "waiting"


def test_log_1_a_driver_signs_for_the_list_that_was_scanned_with_and_without_a_connection(
    shop: TestShop, visit
) -> None:
    street = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
    make_simulator()
    orders_of_today = [bought(shop, "MUG-RED") for _ in range(2)]
    place = fulfillment.work_of_order(orders_of_today[0].id)[0].location_code
    inventory.save_location(place, name="Main", address=street, is_default=True, actor=ACTOR, at=clock.now())
    parcels = []
    for order in orders_of_today:
        [work] = fulfillment.work_of_order(order.id)
        run = fulfillment.start_run(location_code=place, work_ids=[work.id], actor=ACTOR, at=clock.now())
        for stop in run.stops:
            fulfillment.confirm_pick(
                stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=ACTOR, at=clock.now()
            )
        box = fulfillment.open_parcel(work.id, actor=ACTOR, at=clock.now())
        fulfillment.scan_into(box.id, item="MUG-RED", actor=ACTOR, at=clock.now())
        parcels.append(fulfillment.close_parcel(box.id, actor=ACTOR, at=clock.now()))
    page = on_the_phone(visit, "/admin/warehouse/manifests/add/")
    page.get_by_label("Carrier").select_option("sim")
    page.get_by_role("button", name="Begin the list").click()
    expect(page.get_by_role("heading", name="Ready for this carrier")).to_be_visible()
    fits(page)
    scan(page, "NOT-A-PARCEL")
    expect_sign(page, "bad", "There is no such work here")
    scan(page, parcels[0].tracking_number)
    expect_sign(page, "good", "On the list")
    page.context.set_offline(True)
    scan(page, parcels[1].code)
    expect_sign(page, "good", "Kept on this device")
    page.context.set_offline(False)
    expect(page.locator("[data-sc-outbox]")).to_be_hidden(timeout=20_000)
    expect(page.locator("[data-left]")).to_have_text("2")
    page.get_by_label("Name of the driver").fill("Kim")
    page.get_by_role("button", name="Close the list").click()
    expect(page.get_by_text("Taken by the carrier")).to_be_visible()
    fits(page)
    assert [orders.order(order.id).fulfillment_status for order in orders_of_today] == ["fulfilled"] * 2


def test_inv_2_what_is_missing_is_replaced_only_when_the_customer_agrees(shop: TestShop, visit) -> None:
    mug, lamp = (catalog.variant_by_sku(sku).product_id for sku in ("MUG-RED", "LAMP-RED-S"))
    catalog.set_relations(product_id=mug, kind="substitute", other_ids=[lamp], actor=ACTOR, at=clock.now())
    order = bought(shop, "MUG-RED")
    page = on_the_phone(visit, "/admin/warehouse/pick/")
    page.get_by_role("button", name="Pick one order").first.click()
    expect(page.locator("[data-title]")).to_be_visible()
    page.get_by_role("button", name="No more is there").click()
    expect(page.get_by_text("Bring the totes to the bench.")).to_be_visible()
    *_gone, work = fulfillment.work_of_order(order.id)
    assert work.state == "short"
    page.goto(f"/admin/warehouse/{work.id}/")
    page.get_by_role("link", name="Offer a replacement").first.click()
    page.get_by_label(re.compile("LAMP-RED-S")).check()
    page.get_by_role("button", name="Ask the customer").click()
    expect(page.get_by_text("The customer is asked by mail.")).to_be_visible()
    assert orders.order(order.id).lines[0].sku == "MUG-RED", "nothing changes before the answer"

    mail = Mail.objects.get(dedupe_key__startswith="fulfillment.offer:")
    theirs = visit(re.search(r"/en/\S*replacement/[\w-]+/", mail.text)[0])
    expect(theirs.get_by_role("heading", name="We could send this instead")).to_be_visible()
    theirs.get_by_role("button", name="Yes, send it instead").click()
    expect(theirs.get_by_text("Thank you. We send the replacement.")).to_be_visible()

    page.goto("/admin/warehouse/pick/")
    page.get_by_role("button", name="Pick one order").first.click()
    expect(page.locator("[data-sku]")).to_have_text("LAMP-RED-S")
    scan(page, "LAMP-RED-S")
    expect(page.get_by_text("Bring the totes to the bench.")).to_be_visible()
    *_gone, work = fulfillment.work_of_order(order.id)
    page.goto(f"/admin/warehouse/pack/{work.id}/")
    expect(page.get_by_role("heading", name="Into the box")).to_be_visible()
    scan(page, "LAMP-RED-S")
    expect_sign(page, "good", "1 ×")
    box = fulfillment.parcels_of_work([work.id])[0]
    fulfillment.close_parcel(box.id, actor=ACTOR, at=clock.now())
    page.goto("/admin/warehouse/hand-over/")
    scan(page, box.code)
    expect_sign(page, "good", "Handed over")
    sent = {line.sku: (line.quantity, line.canceled_quantity) for line in orders.order(order.id).lines}
    assert sent == {"MUG-RED": (1, 1), "LAMP-RED-S": (1, 0)}
    page.goto(f"/admin/warehouse/{work.id}/")
    expect(page.get_by_role("heading", name="Replacements")).to_be_visible()
