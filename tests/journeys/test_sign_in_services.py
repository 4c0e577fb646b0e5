"""A shopper comes by a service that the owner switched on, and keeps the account from before (IT-10)."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from playwright.sync_api import expect

from storecrew.contexts.people.tests.factories import PASSWORD, make_shopper
from storecrew.kernel import outgoing_requests
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop
from storecrew.surfaces.storefront.tests.identity_server import CLIENT, SECRET, IdentityServer
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[IdentityServer]:
    """A service of OpenID Connect on this machine, which the guarded way out would not reach."""
    server = IdentityServer()

    def send(_self: object, request: requests.PreparedRequest, **_kwargs: object) -> requests.Response:
        request.url = str(request.url).replace("https://id.example.com", server.url)
        with requests.Session() as session:
            return session.send(request, allow_redirects=False)

    monkeypatch.setattr(outgoing_requests.GuardedTransport, "send", send)
    server.person = {"sub": "7", "email": "mina@example.com", "email_verified": True, "name": "Mina Park"}
    yield server
    server.close()


def test_it_10_a_service_is_switched_on_and_opens_a_shoppers_own_account(
    shop: TestShop, visit, service: IdentityServer
) -> None:
    office = work_as(visit, "owner", "/admin/sign-in-services/")
    office.get_by_role("link", name="OpenID Connect").click()
    expect(office.get_by_text("/accounts/oidc/oidc/login/callback/")).to_be_visible()
    office.get_by_label("Offer it to shoppers").check()
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_text("The service needs this before it can be switched on.").first).to_be_visible()
    office.get_by_label("Name on the button").fill("House Key")
    office.get_by_label("Client id").fill(CLIENT)
    office.get_by_label("Address of the service").fill("https://id.example.com")
    office.get_by_label("Client secret").fill(SECRET)
    office.get_by_role("button", name="Save", exact=True).click()
    expect(office.get_by_role("row", name="House Key on")).to_be_visible()

    user = make_shopper("mina@example.com", password=PASSWORD)
    page = visit("/en/p/enamel-mug/?variant=MUG-RED")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    page.get_by_role("link", name="View cart").click()
    page.get_by_role("link", name="Go to checkout").first.click()
    page.get_by_role("link", name="Continue with House Key").click()
    expect(page.get_by_text("tells us your name and your email address")).to_be_visible()
    page.get_by_role("button", name="I agree, go on to House Key").click()
    expect(page.get_by_role("heading", name="There is an account with this address")).to_be_visible()
    assert not SocialAccount.objects.exists()
    page.get_by_role("button", name="Send me a code by mail").click()
    expect(page.get_by_text("We have sent you a mail with a code.")).to_be_visible()
    page.get_by_label("Code").fill("WRONGONE")
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_text("This is not the code of the mail.")).to_be_visible()
    code = re.search(r"^([A-Z2-9]{8})$", Mail.objects.latest("pk").text, re.M)
    assert code is not None
    page.get_by_label("Code").fill(code[1])
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_label("Email")).to_have_value("mina@example.com")
    assert SocialAccount.objects.get().user_id == user.pk

    page.goto(page.url.split("/en/")[0] + "/en/account/profile/")
    expect(page.get_by_role("heading", name="Sign-in services")).to_be_visible()
    page.get_by_role("button", name="Remove House Key").click()
    expect(page.get_by_role("link", name="Link with House Key")).to_be_visible()
    assert not SocialAccount.objects.exists()


def test_it_10_a_service_that_fails_is_explained(shop: TestShop, visit, service: IdentityServer) -> None:
    office = work_as(visit, "owner", "/admin/sign-in-services/oidc/")
    office.get_by_label("Offer it to shoppers").check()
    office.get_by_label("Client id").fill(CLIENT)
    office.get_by_label("Address of the service").fill("https://id.example.com")
    office.get_by_label("Client secret").fill(SECRET)
    office.get_by_role("button", name="Save", exact=True).click()
    service.faults = {"denies"}
    page = visit("/accounts/login/")
    page.get_by_role("link", name="Continue with OpenID Connect").click()
    page.get_by_role("button", name="I agree, go on to OpenID Connect").click()
    expect(page.get_by_text("You stopped the sign-in at OpenID Connect.")).to_be_visible()
    page.get_by_role("link", name="Back to sign-in").click()
    expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
