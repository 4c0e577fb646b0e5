"""The people of the warehouse: their roster, the sample they audit, and one chain that everybody sees."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.rules import quality
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_warehouse import with_a_carrier
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")


def signed_in(visit, role: str, path: str, *, phone: bool = False) -> Page:
    staff = make_staff(role, email=f"{role}@storecrew.example", password=PASSWORD)
    page = visit(path, phone=phone, signed_in=staff)
    page.goto(path)
    return page


def pick(order: orders.OrderFacts) -> None:
    [work] = fulfillment.work_of_order(order.id)
    run = fulfillment.start_run(
        location_code=work.location_code, work_ids=[work.id], actor=ACTOR, at=clock.now()
    )
    for stop in run.stops:
        fulfillment.confirm_pick(
            stop.id, place=stop.bin_code, item=stop.sku, quantity=stop.left, actor=ACTOR, at=clock.now()
        )


def pack(order: orders.OrderFacts) -> fulfillment.ParcelFacts:
    [work] = fulfillment.work_of_order(order.id)
    parcel = fulfillment.open_parcel(work.id, actor=ACTOR, at=clock.now())
    for line in work.lines:
        fulfillment.scan_into(parcel.id, item=line.sku, quantity=line.quantity, actor=ACTOR, at=clock.now())
    return fulfillment.close_parcel(parcel.id, actor=ACTOR, at=clock.now())


def test_log_3_who_was_trained_is_put_on_the_roster_and_taken_off(shop: TestShop, visit) -> None:
    make_staff("warehouse_worker", name="Pat Packer", email="pat@storecrew.example")
    page = signed_in(visit, "logistics_manager", "/admin/team/")
    expect(page.get_by_text("Nobody has a training yet.")).to_be_visible()
    plan(page)
    expect(page.get_by_text("without a training that holds on that day").first).to_be_visible()
    page.goto("/admin/team/")
    page.get_by_role("link", name="Write a training or check").click()
    page.get_by_label("Person").select_option("Pat Packer")
    page.get_by_label("Work").select_option("packing")
    page.get_by_role("button", name="Write a training or check").click()
    expect(page.get_by_role("cell", name="packing", exact=True)).to_be_visible()
    plan(page)
    expect(page.get_by_text("08:00–16:30")).to_be_visible()
    expect(page.get_by_text("packing · Main")).to_be_visible()
    expect(page.get_by_role("cell", name="8 h", exact=True)).to_be_visible()
    asked: list[str] = []
    page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    page.get_by_role("button", name="Take Pat Packer off the roster").click()
    expect(page.get_by_text("The shift is off the roster.")).to_be_visible()
    expect(page.get_by_text("08:00–16:30")).to_have_count(0)
    assert asked[0].startswith("Take Pat Packer off the roster on")


def plan(page: Page) -> None:
    """Ask for a shift of eight hours at the benches."""
    page.get_by_role("link", name="Plan a shift").click()
    page.get_by_label("Person").select_option("Pat Packer")
    page.get_by_label("Work").select_option("packing")
    page.get_by_role("button", name="Plan a shift").click()


def test_inv_3_a_parcel_of_the_sample_is_compared_with_its_instruction(
    shop: TestShop, visit, monkeypatch
) -> None:
    with_a_carrier()
    monkeypatch.setattr(quality, "in_sample", lambda code, percent: True)
    order = bought(shop, "MUG-RED")
    pick(order)
    parcel = pack(order)
    page = signed_in(visit, "inventory_manager", "/admin/warehouse/audits/", phone=True)
    page.get_by_role("link", name="Audit the next one").first.click()
    expect(page.get_by_text(parcel.code).first).to_be_visible()
    for group in page.get_by_role("group").all():
        group.get_by_label("Yes", exact=True).check()
    page.get_by_role("group", name="Nothing moves when it is shaken").get_by_label("No", exact=True).check()
    page.get_by_label("What was wrong").fill("rattles")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Save").click()
    page.goto("/admin/warehouse/audits/")
    expect(page.get_by_text("Nothing moves when it is shaken").first).to_be_visible()


def test_wh_1_customer_service_and_warehouse_see_one_chain_and_nobody_types_it(shop: TestShop, visit) -> None:
    with_a_carrier()
    order = bought(shop, "MUG-RED")
    theirs = visit(f"/en/order/{order.token}/")
    service = signed_in(visit, "customer_service", f"/admin/orders/{order.number}/")
    warehouse = signed_in(visit, "inventory_manager", f"/admin/orders/{order.number}/")
    parcel = None
    for act, said in (
        (lambda: None, "Waiting"),
        (lambda: pick(order), "Picked"),
        (lambda: pack(order), "Packed"),
        (lambda: hand_over(order), "Handed over to the carrier"),
    ):
        parcel = act() or parcel
        for page in (theirs, service, warehouse):
            page.reload()
            expect(page.get_by_text(said).first).to_be_visible()
    for page in (theirs, service, warehouse):
        expect(page.get_by_text(parcel.tracking_number).first).to_be_visible()


def hand_over(order: orders.OrderFacts) -> fulfillment.ParcelFacts:
    [work] = fulfillment.work_of_order(order.id)
    [parcel] = fulfillment.parcels_of_work([work.id])
    fulfillment.hand_over(parcel.code, actor=ACTOR, at=clock.now())
    while outbox.drain():
        pass
    return parcel
