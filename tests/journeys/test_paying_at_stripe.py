"""Shoppers who pay on the provider's own page: sent there, back again, and told what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from django.test import override_settings
from playwright.sync_api import Page, expect

from storecrew.contexts.orders import public as orders
from storecrew.contexts.payments import public as payments
from storecrew.contexts.payments.providers.stripe.tests.fake_stripe import FakeStripe
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_buying import fill_address, order_behind

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
SECRET = "whsec_of_ours"


@pytest.fixture
def stripe(address: str) -> Iterator[FakeStripe]:
    server = FakeStripe()
    with override_settings(
        STORECREW_GATEWAYS=["stripe", "bank_transfer"],
        STORECREW_STRIPE_SECRET_KEY="sk_test_ours",
        STORECREW_STRIPE_WEBHOOK_SECRET=SECRET,
        STORECREW_STRIPE_API_BASE=server.url,
        STORECREW_STRIPE_PAGE_ORIGIN=server.url,
    ):
        yield server
    server.close()


def to_the_payment(visit: Callable[..., Page], **look: bool) -> Page:
    page = visit("/en/p/enamel-mug/?variant=MUG-RED", **look)
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    if look.get("javascript", True):
        expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/checkout/")
    fill_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    return page


def order_and_pay(page: Page) -> None:
    page.get_by_text("Card", exact=True).click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()


def test_con_16_a_guest_on_a_phone_pays_at_stripe_and_the_order_is_confirmed(
    shop: TestShop, visit, stripe: FakeStripe, address: str
) -> None:
    stripe.pages.webhook = (f"{address}/webhooks/payments/stripe/", SECRET)
    page = to_the_payment(visit)
    order_and_pay(page)
    expect(page).to_have_url(re.compile(re.escape(stripe.url) + "/pay/cs_test_"))
    expect(page.get_by_text("mina@example.com")).to_be_visible()
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    order = order_behind(page)
    (payment,) = payments.payments_of_order(order.id)
    assert (order.status, payment.status, payment.authorized) == ("confirmed", "authorized", order.total)
    assert {kind for kind, _status in stripe.pages.sent} == {
        "payment_intent.amount_capturable_updated",
        "checkout.session.completed",
    }
    assert all(status == 200 for _kind, status in stripe.pages.sent)


def test_a_refused_card_is_told_there_and_another_one_pays(
    shop: TestShop, visit, stripe: FakeStripe, address: str
) -> None:
    stripe.pages.webhook = (f"{address}/webhooks/payments/stripe/", SECRET)
    page = to_the_payment(visit)
    order_and_pay(page)
    page.get_by_role("button", name="Pay with a refused card").click()
    expect(page.get_by_text("Your card was declined.")).to_be_visible()
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    assert order_behind(page).status == "confirmed"


def test_who_comes_back_without_paying_can_go_on_or_pay_another_way(
    shop: TestShop, visit, stripe: FakeStripe
) -> None:
    page = to_the_payment(visit)
    order_and_pay(page)
    page.get_by_role("link", name="Back to the shop").click()
    expect(page.get_by_role("heading", name="Your payment is not finished")).to_be_visible()
    page.get_by_role("link", name="Go on with the payment").click()
    expect(page).to_have_url(re.compile("/pay/cs_test_"))
    page.get_by_role("link", name="Back to the shop").click()
    page.get_by_role("button", name="Stop and pay another way").click()
    expect(page.get_by_role("heading", name="How would you like to pay?")).to_be_visible()
    (session,) = stripe.pages.sessions.values()
    assert session["status"] == "expired", "the page that was left can take no money any more"
    page.get_by_text("Bank transfer").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    assert payments.payments_of_order(order_behind(page).id)[-1].gateway == "bank_transfer"


def test_a_page_that_expired_meanwhile_opens_the_cart_again(
    shop: TestShop, visit, stripe: FakeStripe
) -> None:
    page = to_the_payment(visit)
    order_and_pay(page)
    expect(page).to_have_url(re.compile("/pay/cs_test_"))
    (session,) = stripe.pages.sessions
    stripe.pages.expire(session)
    page.get_by_role("link", name="Back to the shop").click()
    expect(page.get_by_role("heading", name="How would you like to pay?")).to_be_visible()
    expect(page.get_by_role("alert")).to_be_visible()
    payment = payments.payment_by_key(stripe.pages.sessions[session]["client_reference_id"])
    assert payment.code == "expired"
    assert orders.order(payment.order_id).status == "canceled"


def test_paying_works_without_javascript(shop: TestShop, visit, stripe: FakeStripe) -> None:
    page = to_the_payment(visit, javascript=False)
    order_and_pay(page)
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_role("button", name="See how the payment went").click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    assert order_behind(page).status == "confirmed"
