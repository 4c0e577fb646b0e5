"""In the right manner: a rule chooses the carrier's service, and its label goes with the list."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping.tests.factories import make_simulator
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_promotions import work_as
from tests.journeys.test_scanning import expect_sign, scan
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")
STREET = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}


def boxed(order: orders.OrderFacts) -> fulfillment.ParcelFacts:
    """Pick an order and put it into an open box."""
    at = clock.now()
    [work] = fulfillment.work_of_order(order.id)
    run = fulfillment.start_run(location_code=work.location_code, work_ids=[work.id], actor=ACTOR, at=at)
    for stop in run.stops:
        fulfillment.confirm_pick(
            stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=ACTOR, at=at
        )
    box = fulfillment.open_parcel(work.id, actor=ACTOR, at=at)
    for line in work.lines:
        fulfillment.scan_into(box.id, item=line.sku, quantity=line.quantity, actor=ACTOR, at=at)
    return box


def with_a_carrier() -> None:
    inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ACTOR, at=clock.now())
    make_simulator(services=2)


def test_log_5_a_rule_chooses_the_service_its_label_is_printed_and_the_list_is_signed(
    shop: TestShop, visit
) -> None:
    with_a_carrier()
    desk = work_as(visit, "logistics_manager", "/admin/service-rules/add/")
    desk.goto("/admin/service-rules/add/")
    desk.get_by_label("Name", exact=True).fill("Dear things by the second service")
    desk.get_by_label("Worth at least").fill("20")
    desk.get_by_label("Currency").fill("EUR")
    desk.get_by_label("Does").select_option("only")
    desk.get_by_label("SIM · Service 2").check()
    desk.get_by_role("button", name="Save").click()
    expect(desk.get_by_text("Dear things by the second service").first).to_be_visible()

    order = bought(shop, "MUG-RED")
    box = boxed(order)
    fulfillment.close_parcel(box.id, actor=ACTOR, at=clock.now())
    desk.goto(f"/admin/warehouse/parcels/{box.id}/")
    pdf = desk.get_by_role("link", name="Print the label").get_attribute("href")
    zpl = desk.get_by_role("link", name="Label as ZPL").get_attribute("href")
    assert desk.request.get(pdf).body().startswith(b"%PDF")
    assert desk.request.get(zpl).text().lstrip().startswith("^XA")

    parcel = fulfillment.parcel(box.id)
    desk.goto(f"/admin/labels/{parcel.label_id}/")
    expect(desk.get_by_text("SIM · Service 2").first).to_be_visible()
    expect(desk.get_by_role("heading", name="Why this carrier")).to_be_visible()
    expect(desk.get_by_text("“Dear things by the second service”").first).to_be_visible()

    desk.goto("/admin/warehouse/manifests/add/")
    desk.get_by_label("Carrier").select_option("sim")
    desk.get_by_role("button", name="Begin the list").click()
    expect(desk.get_by_role("heading", name="Ready for this carrier")).to_be_visible()
    scan(desk, parcel.tracking_number)
    expect_sign(desk, "good", "On the list")
    desk.get_by_label("Name of the driver").fill("Kim")
    desk.get_by_role("button", name="Close the list").click()
    expect(desk.get_by_text("Taken by the carrier")).to_be_visible()
    paper = desk.url.rstrip("/") + "/paper/"
    assert desk.request.get(paper).body().startswith(b"%PDF")
    assert orders.order(order.id).fulfillment_status == "fulfilled"
    theirs = visit(f"/en/order/{order.token}/")
    expect(theirs.get_by_text("Handed over to the carrier")).to_be_visible()
