"""Prices and money that need a second person, and the way of a price from a list to the shop."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.approvals import public as approvals
from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import Price
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop, settle
from tests.journeys.test_working import bought

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROOT = system_actor("journey")


def desk(visit, address: str, role: str, name: str) -> Page:
    staff = make_staff(role, email=f"{name.lower()}@storecrew.example", name=name, password=PASSWORD)
    page: Page = visit(address, phone=False, signed_in=staff)
    return page


def amount(shop: TestShop, sku: str) -> int:
    rows = Price.objects.filter(variant_id=shop.variants[sku], price_list__currency="EUR")
    return rows.values_list("amount", flat=True).get()


def test_hod_7_it_16_a_price_that_falls_far_waits_for_a_second_person(shop: TestShop, visit) -> None:
    before = amount(shop, "STOOL")
    mia = desk(visit, "/admin/prices/lists/eu-eur/grid/", "ecommerce_sme", "Mia")
    mia.get_by_label("Price of STOOL", exact=True).fill("12.00")
    mia.get_by_role("button", name="Save").click()
    mia.get_by_label("Why should they fall so far?").fill("The season ends")
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("1 price waits until a colleague approves.")).to_be_visible()
    assert amount(shop, "STOOL") == before

    noah = desk(visit, "/admin/approvals/?f.state=pending", "head_of_digital", "Noah")
    noah.locator("[data-sc-row] .sc-primary a").first.click()
    expect(noah.get_by_text("The season ends").first).to_be_visible()
    noah.get_by_role("button", name="Approve").click()
    expect(noah.get_by_text("Approved and done.")).to_be_visible()
    assert amount(shop, "STOOL") == 1200
    settle()
    theirs = visit("/en/p/oak-stool/")
    expect(theirs.get_by_text("€12.00").first).to_be_visible()


def test_hod_12_a_refund_above_the_limit_waits_for_a_second_person(shop: TestShop, visit) -> None:
    order = bought(shop, "MUG-RED")
    payments.capture_order(order.id, key="journey", actor=ROOT, at=clock.now())
    approvals.set_limit(
        name="aftersales.refund",
        role="customer_service",
        currency="EUR",
        value=100,
        actor=ROOT,
        at=clock.now(),
    )
    ann = desk(visit, f"/admin/orders/{order.number}/", "customer_service", "Ann")
    ann.get_by_role("link", name="Refund", exact=True).click()
    ann.get_by_label("Amount").fill("5.00")
    ann.get_by_label("Reason").fill("scratched")
    ann.locator("main").get_by_role("button", name=re.compile("^Refund")).click()
    expect(ann.get_by_text(re.compile("above the limit")).first).to_be_visible()
    ann.get_by_role("button", name="Ask a second person").click()
    expect(ann.get_by_role("heading", name=order.number)).to_be_visible()
    assert orders.order(order.id).refunded.amount == 0

    noah = desk(visit, "/admin/approvals/?f.state=pending", "head_of_digital", "Noel")
    noah.get_by_role("link", name=re.compile(order.number)).first.click()
    expect(noah.get_by_text("scratched").first).to_be_visible()
    noah.get_by_role("button", name="Approve").click()
    expect(noah.get_by_text("Approved and done.")).to_be_visible()
    assert orders.order(order.id).refunded.amount == 500
    ann.reload()
    expect(ann.get_by_text("€5.00").first).to_be_visible()


def test_it_16_a_sale_of_a_list_strikes_the_old_price_and_names_the_lowest_of_30_days(
    shop: TestShop, visit
) -> None:
    before = amount(shop, "LAMP-BLUE-S")
    old, new = f"{before / 100:.2f}", f"{(before - 300) / 100:.2f}"  # not money: words on a page
    mia = desk(visit, "/admin/prices/add/", "ecommerce_sme", "Maya")
    mia.get_by_label("Name", exact=True).fill("Lamp week")
    mia.get_by_label("Code", exact=True).fill("lamp-week")
    mia.get_by_label("Kind").select_option("sale")
    mia.get_by_label("Currency").fill("EUR")
    mia.get_by_label("Channel").select_option("eu")
    mia.get_by_label("Priority").fill("10")
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_role("heading", name="Lamp week")).to_be_visible()

    mia.goto(f"/admin/prices/variants/{shop.variants['LAMP-BLUE-S']}/")
    mia.locator("main [name=price_list]").select_option("lamp-week")
    mia.locator("main [name=amount]").fill(new)
    mia.locator("main [name=strike]").fill(old)
    mia.get_by_role("button", name="Save").click()
    why = mia.get_by_role("row").filter(has_text="Lamp week").first
    expect(why).to_contain_text("counts")
    settle()

    theirs = visit("/en/p/desk-lamp/?color=Blue&size=S")
    main = theirs.locator("main")
    expect(main.get_by_text(f"€{new}").first).to_be_visible()
    expect(main.locator("del, s").filter(has_text=f"€{old}").first).to_be_visible()
    expect(main.get_by_text(f"Lowest price in 30 days: €{old}").first).to_be_visible()


def test_it_16_a_bulk_change_is_rounded_as_the_list_says_shown_approved_and_sold(
    shop: TestShop, visit
) -> None:
    before = amount(shop, "STOOL")
    mia = desk(visit, "/admin/prices/lists/eu-eur/edit/", "ecommerce_sme", "Mila")
    mia.get_by_label("Rounding: step").fill("1.00")
    mia.get_by_label("Rounding: ending").fill("1.05")
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("An ending is smaller than its step").first).to_be_visible()
    mia.get_by_label("Rounding: ending").fill("0.95")
    mia.get_by_label("Rounding: direction").select_option("down")
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_text("steps of 1.00, ending in 0.95 · Down")).to_be_visible()

    mia.goto("/admin/prices/lists/eu-eur/bulk/?q=STOOL")
    expect(mia.get_by_label("Rounding", exact=True)).to_have_value("list")
    mia.get_by_label("Value").fill("-60")
    mia.get_by_label(re.compile("Keep the old price as strike price")).check()
    mia.get_by_role("button", name="Preview").click()
    after = (before * 40 // 100 - 95) // 100 * 100 + 95
    shown, old = f"{after / 100:.2f}", f"{before / 100:.2f}"  # not money: words on a page
    expect(mia.get_by_role("row").filter(has_text="STOOL")).to_contain_text(f"€{shown}")
    mia.get_by_role("button", name="Change 1 price").click()
    mia.get_by_label("Why should they fall so far?").fill("Last pieces")
    mia.get_by_role("button", name="Change 1 price").click()
    expect(mia.get_by_text("Nothing is changed yet")).to_be_visible()
    assert amount(shop, "STOOL") == before

    noah = desk(visit, "/admin/approvals/?f.state=pending", "head_of_digital", "Nico")
    noah.locator("[data-sc-row] .sc-primary a").first.click()
    expect(noah.get_by_text("Last pieces").first).to_be_visible()
    noah.get_by_role("button", name="Approve").click()
    expect(noah.get_by_text("Approved and done.")).to_be_visible()
    assert amount(shop, "STOOL") == after
    settle()
    main = visit("/en/p/oak-stool/").locator("main")
    expect(main.get_by_text(f"€{shown}").first).to_be_visible()
    expect(main.locator("del, s").filter(has_text=f"€{old}").first).to_be_visible()
    expect(main.get_by_text(f"Lowest price in 30 days: €{old}").first).to_be_visible()
    expect(main.get_by_text(re.compile("tax", re.IGNORECASE)).first).to_be_visible()

    # What would leave less than the margin that is asked for is not written by one person.
    pricing.set_costs(costs={shop.variants["STOOL"]: after}, currency="EUR", actor=ROOT, at=clock.now())
    approvals.set_limit(
        name="pricing.margin_floor", role="ecommerce_sme", currency="EUR", value=0, actor=ROOT, at=clock.now()
    )
    mia.goto("/admin/prices/lists/eu-eur/grid/?q=STOOL")
    mia.get_by_label("Price of STOOL", exact=True).fill(f"{(after - 5) / 100:.2f}")  # not money: words
    mia.get_by_role("button", name="Save").click()
    expect(mia.get_by_label("Why should they fall so far?")).to_be_visible()
    assert amount(shop, "STOOL") == after
