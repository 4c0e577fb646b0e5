"""What comes back: announced by the shopper, opened at the dock, on sale again, and paid back once (CS-7)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog.tests.test_images import picture
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_promotions import with_red_mug, work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")


def buy_and_ship(visit) -> tuple[Page, orders.OrderFacts]:
    page = with_red_mug(visit)
    page.get_by_role("link", name="Go to checkout").first.click()
    fill_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    order = order_behind(page)
    fulfillment.ship(order.id, key="journey", actor=ACTOR, at=clock.now())
    payments.capture_order(order.id, key="journey", actor=ACTOR, at=clock.now())
    while outbox.drain():
        pass
    return page, order


def test_cs_7_hod_12_what_comes_back_is_sold_again_and_paid_back_once(shop: TestShop, visit) -> None:
    mug = shop.variants["MUG-RED"]
    before = inventory.level(mug, "main").on_hand
    shopper, order = buy_and_ship(visit)
    shopper.goto(f"/en/order/{order.token}/")
    shopper.get_by_role("link", name="Send something back").click()
    shopper.get_by_label("How many come back?").select_option("1")
    shopper.get_by_label("Why?").select_option(index=1)
    shopper.get_by_label("In which condition is it?").select_option(index=1)
    shopper.get_by_role("button", name="Announce the return").click()
    expect(shopper.get_by_text("We expect your parcel")).to_be_visible()
    [made] = aftersales.returns_of_order(order.id)
    assert inventory.level(mug, "main").on_hand == before - 1, "nothing moves before somebody opened it"

    dock = work_as(visit, "inventory_manager", "/admin/returns/", phone=True)
    dock.get_by_role("link", name=made.number).first.click()
    dock.get_by_role("link", name="Receive").first.click()
    dock.get_by_label("Back on the shelf").fill("1")
    dock.get_by_role("button", name="Write what was found").click()
    expect(dock.get_by_text("Back on the shelf").first).to_be_visible()
    assert inventory.level(mug, "main").on_hand == before
    answer = inventory.available_to_promise([mug], channel_id=shop.channel.id)
    assert answer[mug].available == before

    desk = work_as(visit, "customer_service", f"/admin/returns/{made.id}/")
    desk.get_by_role("link", name="Refund", exact=True).first.click()
    expect(desk.get_by_label(re.compile("MUG-RED"))).to_have_value("1")
    desk.get_by_label("Reason").fill("Came back whole")
    desk.locator("main form").get_by_role("button", name=re.compile("Refund")).click()
    expect(desk.get_by_text("The customer gets a mail.").first).to_be_visible()
    while outbox.drain():
        pass
    found = orders.order(order.id)
    assert found.refunded.amount == order.lines[0].total.amount
    desk.goto(f"/admin/returns/{made.id}/")
    expect(desk.get_by_text("Refunded").first).to_be_visible()
    expect(desk.get_by_role("link", name="Refund", exact=True)).to_have_count(0)
    kinds = set(Mail.objects.filter(record_id=str(order.id)).values_list("dedupe_key", flat=True))
    for kind in ("aftersales.return_announced", "aftersales.return_received", "aftersales.refunded"):
        assert any(key.startswith(kind) for key in kinds), kind
    shopper.reload()
    expect(shopper.get_by_text("Your money is on its way back").first).to_be_visible()


def test_cs_6_another_variant_is_set_aside_and_leaves_when_the_return_is_here(shop: TestShop, visit) -> None:
    red, blue = shop.variants["MUG-RED"], shop.variants["MUG-BLUE"]

    def free(variant: int) -> int:
        return inventory.available_to_promise([variant], channel_id=shop.channel.id)[variant].available

    shopper, order = buy_and_ship(visit)
    before = free(red), free(blue)
    shopper.goto(f"/en/order/{order.token}/return/")
    shopper.get_by_label("How many come back?").select_option("1")
    shopper.get_by_label("Why?").select_option("does_not_fit")
    shopper.get_by_label("In which condition is it?").select_option("opened")
    shopper.get_by_label("What would you like for it?").select_option(str(blue))
    shopper.get_by_role("button", name="Announce the return").click()
    expect(shopper.get_by_text("Set aside for you: 1 × Enamel mug · Blue")).to_be_visible()
    [made] = aftersales.returns_of_order(order.id)
    assert made.exchange is not None and made.exchange.order_id is not None
    assert (free(red), free(blue)) == (before[0], before[1] - 1)
    other = orders.order(made.exchange.order_id)
    shopper.goto(f"/en/order/{other.token}/")
    expect(shopper.get_by_role("heading", name="Set aside for you")).to_be_visible()

    dock = work_as(visit, "inventory_manager", f"/admin/returns/{made.id}/receive/", phone=True)
    dock.get_by_label("Back on the shelf").fill("1")
    dock.get_by_role("button", name="Write what was found").click()
    expect(dock.get_by_text("Exchanged").first).to_be_visible()
    while outbox.drain():
        pass
    assert (free(red), free(blue)) == (before[0] + 1, before[1] - 1)

    desk = work_as(visit, "customer_service", f"/admin/orders/{other.number}/")
    expect(desk.get_by_text("Sent instead of")).to_be_visible()
    assert orders.order(other.id).status == "confirmed"
    fulfillment.ship(other.id, key="exchange", actor=ACTOR, at=clock.now())
    found = orders.order(order.id)
    assert found.refunded.amount == 500, "the blue mug costs five less"
    shopper.goto(f"/en/order/{order.token}/")
    expect(shopper.get_by_text("Exchanged").first).to_be_visible()


def test_cs_6_a_voucher_instead_of_money_leaves_by_mail_once(shop: TestShop, visit) -> None:
    aftersales.save_return_rules(
        "eu", is_open=True, days=14, transit_days=7, most_open=5, credit_bonus=10, actor=ACTOR, at=clock.now()
    )
    shopper, order = buy_and_ship(visit)
    shopper.goto(f"/en/order/{order.token}/return/")
    shopper.get_by_label("How many come back?").select_option("1")
    shopper.get_by_label("Why?").select_option("not_wanted")
    shopper.get_by_label("In which condition is it?").select_option("unopened")
    shopper.get_by_label("What would you like for it?").select_option("credit")
    shopper.get_by_role("button", name="Announce the return").click()
    expect(shopper.get_by_text("We expect your parcel")).to_be_visible()
    [made] = aftersales.returns_of_order(order.id)
    found = [aftersales.Found(made.lines[0].id, "shelf", 1)]
    aftersales.receive_return(made.id, found=found, location_code="main", actor=ACTOR, at=clock.now())

    desk = work_as(visit, "customer_service", f"/admin/returns/{made.id}/")
    desk.get_by_role("link", name="Refund", exact=True).first.click()
    expect(desk.get_by_label("The customer gets")).to_have_value("credit")
    desk.get_by_label("Reason").fill("Came back whole")
    desk.locator("main form").get_by_role("button", name=re.compile("Refund")).click()
    expect(desk.get_by_text("A voucher for €42.90 is on its way by mail.").first).to_be_visible()
    assert orders.order(order.id).refunded.amount == order.lines[0].total.amount
    assert loyalty.deliver_due(clock.now()) == 1
    assert Mail.objects.filter(record="loyalty.voucher", to=order.email).count() == 1
    shopper.goto(f"/en/order/{order.token}/")
    expect(shopper.get_by_text("Your voucher is on its way by mail").first).to_be_visible()


def test_cs_6_the_customer_cancels_a_return_that_is_not_under_way(shop: TestShop, visit) -> None:
    shopper, order = buy_and_ship(visit)
    line = order.lines[0]
    wanted = aftersales.Wanted(line.id, 1, "late", "unopened")
    made = aftersales.ask_return(order.id, lines=[wanted], actor=ACTOR, at=clock.now())
    shopper.goto(f"/en/order/{order.token}/")
    shopper.get_by_role("button", name=f"Cancel the return {made.number}").click()
    expect(shopper.get_by_text("The return is canceled.")).to_be_visible()
    assert aftersales.a_return(made.id).state == "canceled"
    expect(shopper.get_by_role("link", name="Send something back")).to_be_visible()


def test_inv_4_what_comes_back_damaged_is_never_for_sale_again_and_its_cause_is_known(
    shop: TestShop, visit
) -> None:
    mug = shop.variants["MUG-RED"]
    _shopper, order = buy_and_ship(visit)

    def free() -> int:
        return inventory.available_to_promise([mug], channel_id=shop.channel.id)[mug].available

    before = free()
    wanted = aftersales.Wanted(order.lines[0].id, 1, "damaged", "broken")
    made = aftersales.ask_return(order.id, lines=[wanted], actor=ACTOR, at=clock.now())
    dock = work_as(visit, "inventory_manager", f"/admin/returns/{made.id}/receive/", phone=True)
    dock.get_by_label("Back on the shelf").fill("0")
    dock.get_by_label("Damaged", exact=True).fill("1")
    dock.get_by_label("Damaged by").select_option("packing")
    photo = {"name": "crack.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    dock.get_by_label("Photos").set_input_files([photo])
    dock.get_by_role("button", name="Write what was found").click()
    expect(dock.get_by_role("img", name="Photo of what was found")).to_be_visible()
    while outbox.drain():
        pass
    assert free() == before, "damaged goods are for nobody"
    log = work_as(visit, "logistics_manager", "/admin/warehouse/damages/")
    expect(log.get_by_text("MUG-RED").first).to_be_visible()
    aftersales.count_causes(at=clock.now())
    dock.goto("/admin/returns/why/?f.window=30")
    expect(dock.get_by_text("100.0%").first).to_be_visible()
