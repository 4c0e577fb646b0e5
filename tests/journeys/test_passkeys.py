"""A shopper whose device keeps a passkey: made once, it signs in without the password."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.people.tests.factories import PASSWORD, make_shopper
from storecrew.surfaces.storefront.tests.factories import TestShop

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/accounts/login/?next=/accounts/2fa/")
    page.get_by_label("Email").fill("pia@x.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_u036_u042_a_passkey_is_made_and_signs_in_alone(shop: TestShop, visit, address: str) -> None:
    make_shopper("pia@x.example", password=PASSWORD)
    page = visit("/en/")
    # Passkeys belong to a name; a number is none.
    address = address.replace("127.0.0.1", "localhost")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})
    page.goto(f"{address}/accounts/login/?next=/en/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing happened with the passkey")
    sign_in(page, address)
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("The passkey was added.")).to_be_visible()
    page.goto(f"{address}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.goto(f"{address}/accounts/login/?next=/en/account/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your orders")).to_be_visible()
