"""Each of the roles signs in, finds its own home, and every queue and place of it opens (GEN-1, GEN-3)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_working import bought, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ROLES = {role.code: role.name for role in people.ROLES}
LEADS = "main a[href^='/admin/']"


def faults_of(page: Page) -> list[str]:
    """Return a list that fills with what the browser complains of."""
    found: list[str] = []
    page.on("pageerror", lambda error: found.append(f"{page.url}: {error}"))
    page.on(
        "console", lambda said: found.append(f"{page.url}: {said.text}") if said.type == "error" else None
    )
    return found


@pytest.mark.parametrize("role", ROLES)
def test_gen_1_gen_3_a_role_signs_in_and_all_that_its_home_leads_to_opens(
    shop: TestShop, visit, role: str, django_db_blocker
) -> None:
    with django_db_blocker.unblock():
        bought(shop, "MUG-RED")
        person = make_staff(role, email=f"{role}@storecrew.example".replace("_", "-"), password=PASSWORD)
    page = visit("/admin/", phone=False)
    faults = faults_of(page)
    sign_in(page, person.email)
    expect(page.get_by_role("heading", name=re.compile("Good to see you"))).to_be_visible()
    expect(page.get_by_text(ROLES[role], exact=True).first).to_be_visible()
    expect(page.get_by_text(re.compile("orders? today"))).to_be_visible()
    leads = sorted(set(page.locator(LEADS).evaluate_all("links => links.map(one => one.pathname)")))
    assert len(leads) > 3, "a home leads to the work of its role"
    for path in leads:
        answer = page.goto(path)
        assert answer is not None
        assert answer.status == 200, path
        expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults == []
