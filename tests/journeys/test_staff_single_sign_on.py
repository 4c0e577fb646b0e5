"""Somebody who works here signs in with the provider of the house (IT-10, decision 0230)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import User
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.kernel import clock, outgoing_requests
from storecrew.kernel.actor import system_actor
from storecrew.kernel.audit.models import AuditEntry
from storecrew.surfaces.storefront.tests.factories import TestShop
from storecrew.surfaces.storefront.tests.identity_server import CLIENT, SECRET, IdentityServer
from tests.journeys.test_accessibility import violations

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
MINA = {"sub": "7", "email": "mina@house.example", "email_verified": True, "name": "Mina Park"}


@pytest.fixture
def provider(monkeypatch: pytest.MonkeyPatch, settings, address: str) -> Iterator[IdentityServer]:
    """The provider of the house on this machine, which the guarded way out would not reach."""
    server = IdentityServer()

    def send(_self: object, request: requests.PreparedRequest, **_kwargs: object) -> requests.Response:
        with requests.Session() as session:
            return session.send(request, allow_redirects=False)

    monkeypatch.setattr(outgoing_requests.GuardedTransport, "send", send)
    settings.STORECREW_DEMO = False
    settings.STORECREW_BASE_URL = address
    settings.STORECREW_STAFF_SIGN_IN = {
        "url": server.url, "name": "House Key", "client_id": CLIENT, "client_secret": SECRET,
        "factors": ["mfa"], "domains": [], "role": "",
    }  # fmt: skip
    server.person, server.claims = dict(MINA), {"amr": ["mfa"]}
    yield server
    server.close()


def press(page: Page) -> None:
    page.get_by_role("button", name="Sign in with House Key").click()


def test_it_10_a_colleague_comes_by_the_provider_and_lands_where_the_link_led(
    shop: TestShop, visit, provider: IdentityServer
) -> None:
    mina = make_staff("customer_service", name="Mina Park", email="mina@house.example")
    page = visit("/admin/tasks/", phone=False)
    assert violations(page) == []
    press(page)
    page.wait_for_url("**/admin/tasks/**")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    entry = AuditEntry.objects.get(action="people.signed_in_by_service")
    assert (entry.record_id, entry.after) == (str(mina.pk), {"service": "House Key", "second_factor": True})

    people.disable_user(user_id=mina.pk, actor=system_actor("tests"), at=clock.now())
    page.reload()
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("Your account here is switched off.")
    expect(page.get_by_text("Ask your Head of Digital, who can switch it on again.")).to_be_visible()
    assert violations(page) == []


def test_it_10_without_a_second_factor_there_one_is_set_up_here(
    shop: TestShop, visit, provider: IdentityServer
) -> None:
    make_staff("customer_service", name="Mina Park", email="mina@house.example")
    provider.claims = {"amr": ["pwd"]}
    page = visit("/admin/")
    press(page)
    page.wait_for_url("**/accounts/2fa/")
    expect(page.get_by_text("Everybody who works here needs a second factor")).to_be_visible()
    page.goto("/admin/tasks/")
    page.wait_for_url("**/accounts/2fa/")


def test_it_10_a_customer_and_a_stranger_are_told_why_they_are_not_let_in(
    shop: TestShop, visit, provider: IdentityServer
) -> None:
    page = visit("/admin/")
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("Nobody who works here has the address")
    make_shopper("mina@house.example")
    page.get_by_role("link", name="Back to sign-in").click()
    press(page)
    expect(page.get_by_role("alert")).to_contain_text("belongs to a customer")
    page.goto("/admin/")
    expect(page.get_by_role("button", name="Sign in with House Key")).to_be_visible()
    assert not User.objects.get(email="mina@house.example").is_staff
