"""Somebody buys for a company and has the invoice: behind the link, in the account, and staff beside it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from storecrew.contexts.payments import public as payments
from storecrew.contexts.receivables import public as receivables
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import order_behind
from tests.journeys.test_on_account import buyer
from tests.journeys.test_promotions import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_paid_order_has_its_invoice_for_the_company_that_bought(shop: TestShop, visit) -> None:
    page = buyer(visit)
    expect(page.get_by_role("link", name="Invoices")).to_have_count(0)
    page.goto("/en/p/enamel-mug/?variant=MUG-RED")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/checkout/details/")
    page.get_by_label("Full name").fill("Bea Buyer")
    page.get_by_label("Street and house number").fill("Hauptstr. 1")
    page.get_by_label("Postal code").fill("10115")
    page.get_by_label("City").fill("Berlin")
    expect(page.get_by_label("VAT number")).to_be_hidden()
    page.get_by_text("I buy for a company").click()
    page.get_by_label("Company", exact=False).first.fill("Example GmbH")
    page.get_by_label("VAT number").fill("DE136695975")
    page.get_by_role("button", name="Continue to delivery").click()
    expect(page.get_by_text("This is not a valid VAT number.").first).to_be_visible()
    page.get_by_label("VAT number").fill("DE 136695976")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    order = order_behind(page)
    (payment,) = payments.payments_of_order(order.id)
    payments.capture(payment.id, key="shipped", actor=system_actor("tests"), at=clock.now())
    while outbox.drain():
        pass
    assert order.billing_address["vat_number"] == "DE136695976"
    number = receivables.invoice_of_order(order.id).number
    page.reload()
    expect(page.get_by_role("heading", name=f"Invoice {number}")).to_be_visible()
    paper = page.request.get(page.get_by_role("link", name="Invoice (PDF)").get_attribute("href"))
    assert paper.body().startswith(b"%PDF")
    page.goto("/en/account/invoices/")
    expect(page.get_by_text(f"Invoice {number}").first).to_be_visible()
    link = page.get_by_role("link", name=re.compile(number))
    expect(link).to_have_attribute("href", re.compile(order.token))
    office = work_as(visit, "customer_service", f"/admin/orders/{order.number}/")
    link = office.get_by_role("link", name=number)
    expect(link).to_be_visible()
    paper = office.request.get(link.get_attribute("href"))
    assert paper.headers["content-type"] == "application/pdf"
