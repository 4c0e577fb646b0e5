"""axe on the pages of the back office, on a phone and at a desk; none is wider than the phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_accessibility import violations
from tests.journeys.test_working import sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
PAGES = (
    "",
    *(f"{seed.code.replace('_', '-')}/" for seed in people.ROLES if seed.code != people.OWNER),
    "live/",
    "orders/",
    "stock/",
    "products/",
    "categories/",
    "customers/",
    "mails/",
    "imports/",
    "prices/",
    "shipping-methods/",
    "channels/",
    "people/",
    "roles/tester/",
    "teams/",
    "who-does-what/",
    "alerts/",
    "background/",
    "inbox/",
    "approvals/",
    "approvals/limits/",
    "costs/",
    "costs/import/",
    "stock/places/",
    "stock/places/add/",
    "setup/",
)


@pytest.mark.parametrize(("phone", "dark"), [(True, False), (False, True)], ids=["phone", "desk, dark"])
def test_axe_finds_nothing_in_the_back_office(shop: TestShop, visit, phone: bool, dark: bool) -> None:
    name = f"look-{phone}@storecrew.example"
    make_staff("owner", email=name, password=PASSWORD)
    page: Page = visit("/admin/", phone=phone, dark=dark)
    sign_in(page, name)
    page.wait_for_url("**/admin/")
    product = Product.objects.values_list("pk", flat=True)[0]
    for path in (*PAGES, f"products/{product}/?at=1", f"products/{product}/edit/"):
        answer = page.goto(f"/admin/{path}")
        assert answer is not None
        assert answer.ok, path
        assert violations(page) == [], path
        if phone:
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
