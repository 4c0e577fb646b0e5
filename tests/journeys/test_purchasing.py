"""Buying: from what the night proposes to goods on the shelf and an invoice that matches."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Proposal, PurchaseOrder, Supplier
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ACTOR = system_actor("journey")


def propose(shop: TestShop, sku: str, units: int) -> None:
    """A supplier, and a proposal as the night leaves it."""
    from storecrew.contexts.catalog import public as catalog

    at = clock.now()
    variant = catalog.variant_by_sku(sku)
    purchasing.save_supplier(
        "clay", name="Clay & Co", currency="EUR", order_email="o@clay.example", actor=ACTOR, at=at
    )
    steps = [purchasing.Step(1, 25_000, at.date() - dt.timedelta(days=30))]
    purchasing.save_article("clay", variant.id, steps=steps, actor=ACTOR, at=at)
    place = inventory.location()
    Proposal.objects.create(
        variant_id=variant.id, location_id=place.id, supplier=Supplier.objects.get(code="clay"),
        quantity=units, unit_amount=25_000, currency="EUR",
        available=2, inbound=0, reorder_point=9, order_up_to=14,
        safety_stock=2, demand_thousandths=800, cover_tenths=25, lead_days=14, made_at=at,
        why={"kind": "smooth", "methods": ["tsb 0.2 0.02"], "service_level_bp": 9500, "review_days": 7},
    )  # fmt: skip


def sign_in(page: Page, email: str) -> None:
    page.get_by_label("Email").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_hod_8_a_proposal_becomes_goods_and_an_invoice_that_matches(shop: TestShop, visit) -> None:
    propose(shop, "MUG-RED", 12)
    make_staff("inventory_manager", email="ines@storecrew.example", password=PASSWORD)
    make_staff("head_of_digital", email="head@storecrew.example", password=PASSWORD)

    buyer = visit("/admin/purchasing/proposals/")
    sign_in(buyer, "ines@storecrew.example")
    buyer.get_by_role("link", name="MUG-RED").first.click()
    expect(buyer.get_by_text("Order 12 units.")).to_be_visible()
    buyer.get_by_role("button", name="Make a purchase order").click()
    expect(buyer.get_by_text("Check the lines and hand it in.")).to_be_visible()
    buyer.get_by_role("button", name="Hand in").click()
    expect(buyer.get_by_text("A second person has to approve it.")).to_be_visible()
    order = PurchaseOrder.objects.get()

    head = visit("/admin/purchasing/overview/", phone=False)
    sign_in(head, "head@storecrew.example")
    head.get_by_role("link", name=order.number).first.click()
    head.get_by_role("button", name="Approve").click()
    expect(head.get_by_text("Send it to the supplier.")).to_be_visible()

    buyer.reload()
    buyer.get_by_role("button", name="Send", exact=True).click()
    before = inventory.level(order.lines.get().variant_id).on_hand
    buyer.get_by_role("link", name="Receive", exact=True).click()
    buyer.get_by_label("MUG-RED · arrived").fill("8")
    buyer.get_by_role("button", name="Take in").click()
    expect(buyer.get_by_text("Partly received").first).to_be_visible()
    assert inventory.level(order.lines.get().variant_id).on_hand == before + 8

    buyer.get_by_role("link", name="Record an invoice").click()
    buyer.get_by_label("Invoice number").fill("R-1")
    buyer.get_by_label("Total", exact=True).fill("2000.00")
    buyer.get_by_role("button", name="Record", exact=True).click()
    expect(buyer.get_by_text("Matches").first).to_be_visible()
    assert purchasing.on_order([order.lines.get().variant_id])[0].quantity == 4


def test_hod_8_damaged_goods_block_the_invoice_until_a_second_person_says_why(shop: TestShop, visit) -> None:
    propose(shop, "MUG-RED", 12)
    at = clock.now()
    [order] = purchasing.order_proposals([Proposal.objects.get().pk], actor=ACTOR, at=at)
    purchasing.submit_order(order.pk, actor=ACTOR, at=at)
    purchasing.send_order(order.pk, actor=ACTOR, at=at)
    make_staff("inventory_manager", email="ines@storecrew.example", password=PASSWORD)
    make_staff("head_of_digital", email="head@storecrew.example", password=PASSWORD)
    variant_id = order.lines.get().variant_id
    before = inventory.level(variant_id)

    dock = visit(f"/admin/purchasing/orders/{order.pk}/")
    sign_in(dock, "ines@storecrew.example")
    dock.get_by_role("link", name="Receive", exact=True).click()
    dock.get_by_label("MUG-RED · arrived").fill("9")
    dock.get_by_label("MUG-RED · damaged").fill("3")
    dock.get_by_role("button", name="Take in").click()
    expect(dock.get_by_text("To be decided")).to_be_visible()
    after = inventory.level(variant_id)
    # what is damaged lies there and is not for sale
    assert (after.available, after.damaged) == (before.available + 9, before.damaged + 3)

    dock.get_by_role("row").filter(has_text="To be decided").get_by_role("link").first.click()
    dock.get_by_label("Next step").select_option("credit")
    dock.get_by_label("Reason").fill("crushed corner, photos sent")
    dock.get_by_role("button", name="Decide").click()
    expect(dock.get_by_text("Supplier gives credit")).to_be_visible()

    dock.get_by_role("link", name="Record an invoice").click()
    dock.get_by_label("Invoice number").fill("R-2")
    dock.get_by_label("MUG-RED · units").fill("12")
    dock.get_by_label("Total", exact=True).fill("3000.00")
    dock.get_by_role("button", name="Record", exact=True).click()
    expect(dock.get_by_text("Blocked").first).to_be_visible()

    head = visit(f"/admin/purchasing/orders/{order.pk}/", phone=False)
    sign_in(head, "head@storecrew.example")
    head.get_by_role("link", name="R-2").click()
    head.get_by_label("Reason").fill("credit note follows with the next invoice")
    head.get_by_role("button", name="Release").click()
    expect(head.get_by_text("Released by hand").first).to_be_visible()
    expect(head.get_by_text("credit note follows").first).to_be_visible()
    [invoice] = PurchaseOrder.objects.get().invoices.all()
    assert (invoice.state, invoice.differences[0]["expected"]) == ("released", 9)
