"""A company orders on account: granted, ordered, mailed, late, paid; and held until it is."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from playwright.sync_api import Page, expect

from storecrew.contexts.people.models import User
from storecrew.contexts.receivables import public as receivables
from storecrew.contexts.receivables.models import OpenItem
from storecrew.kernel import outbox
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.account.access import join_customer
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_promotions import PASSWORD, work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
EMAIL = "bea@company.example"


def buyer(visit) -> Page:
    """A signed-in customer in the cart."""
    user = User.objects.create_user(email=EMAIL, password=PASSWORD, name="Bea Buyer")
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    join_customer(user)
    page: Page = visit("/en/account/points/")
    page.get_by_label("Email").fill(EMAIL)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your points")).to_be_visible()
    return page


def to_payment(page: Page) -> None:
    """A mug in the cart, and everything filled in but the payment."""
    page.goto("/en/p/enamel-mug/?variant=MUG-RED")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/checkout/details/")
    page.get_by_label("Full name").fill("Bea Buyer")
    page.get_by_label("Street and house number").fill("Hauptstr. 1")
    page.get_by_label("Postal code").fill("10115")
    page.get_by_label("City").fill("Berlin")
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    expect(page.get_by_text("How would you like to pay?")).to_be_visible()


def drain() -> None:
    while outbox.drain():
        pass


def test_it_9_a_company_orders_on_account_and_its_invoice_is_paid(shop: TestShop, visit) -> None:
    shopper = buyer(visit)
    to_payment(shopper)
    expect(shopper.get_by_text("Invoice", exact=True)).to_have_count(0)

    office = work_as(visit, "head_of_digital", "/admin/credit/pay-to/")
    office.get_by_label("Account holder").fill("Enamel Ltd")
    office.get_by_label("IBAN or account number").fill("DE02 1203 0000")
    office.get_by_role("button", name="Save", exact=True).click()
    office.goto("/admin/credit/")
    office.get_by_role("link", name="Let a customer pay on account").first.click()
    office.get_by_label("Name of the account").fill("Company Ltd")
    office.get_by_label("E-mail addresses of who may order").fill(EMAIL)
    office.get_by_label("Days to pay").fill("14")
    office.get_by_label("Limit in EUR").fill("50")
    office.get_by_label("Reason").fill("Known for years")
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_role("heading", name="Company Ltd")).to_be_visible()

    shopper.reload()
    shopper.get_by_text("Invoice", exact=True).click()
    shopper.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(shopper.get_by_text("Your order is in")).to_be_visible()
    drain()
    item = OpenItem.objects.get()
    mailed = Mail.objects.get(dedupe_key__startswith="checkout.confirmation")
    assert item.number in mailed.text and mailed.attach == f"receivables.invoice:{item.pk}"

    # A second one would be more than was granted, and the checkout says so.
    to_payment(shopper)
    expect(shopper.get_by_text("Not possible for this order")).to_be_visible()
    shopper.goto("/en/account/invoices/")
    expect(shopper.get_by_text(f"Invoice {item.number}").first).to_be_visible()
    expect(shopper.get_by_text("DE02 1203 0000")).to_be_visible()
    paper = shopper.request.get(f"/en/account/invoices/{item.pk}/")
    assert paper.body().startswith(b"%PDF")

    desk = work_as(visit, "customer_service", "/admin/open-items/")
    expect(desk.get_by_text("Owed by age")).to_be_visible()
    desk.get_by_role("link", name=item.number).first.click()
    desk.get_by_role("link", name="Record a payment").first.click()
    desk.get_by_label("Bank reference").fill("RF18 0042")
    desk.get_by_role("button", name="Record it").click()
    expect(desk.get_by_text("Recorded. The invoice is paid.")).to_be_visible()
    expect(desk.get_by_text("RF18 0042").first).to_be_visible()
    shopper.reload()
    expect(shopper.get_by_text("Nothing is to be paid.")).to_be_visible()
    assert list(receivables.differences()) == []

    office.get_by_role("link", name="Put on hold").first.click()
    office.get_by_label("Reason").fill("Please call us first.")
    office.get_by_role("button", name="Put on hold").click()
    shopper.goto("/en/checkout/payment/")
    expect(shopper.get_by_text("Your account is on hold: Please call us first.")).to_be_visible()
