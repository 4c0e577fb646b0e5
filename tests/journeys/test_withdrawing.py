"""HOD-12: a guest withdraws from the contract by the order's link, in two steps, and has it by mail."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from storecrew.contexts.aftersales import public as aftersales
from storecrew.kernel.mail.models import Mail
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_returning import buy_and_ship

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_hod_12_a_guest_withdraws_in_two_steps_and_sends_the_goods_back(shop: TestShop, visit) -> None:
    page, order = buy_and_ship(visit)
    page.goto("/en/")
    page.locator("footer").get_by_role("link", name="Withdraw from contract here").click()
    page.get_by_label("Number of the order").fill(order.number)
    page.get_by_label("Email of the order").fill(order.email)
    page.get_by_role("button", name="Send me the link").click()
    expect(page.get_by_text("Look into your mails")).to_be_visible()
    mail = Mail.objects.get(dedupe_key__startswith="aftersales.withdrawal_link")
    link = f"/en/order/{order.token}/withdraw/"
    assert link in mail.text

    page.goto(f"/en/order/{order.token}/")
    page.locator("main").get_by_role("link", name="Withdraw from contract here").click()
    expect(page.get_by_label("Your name")).not_to_have_value("")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Continue", exact=True).click()
    expect(page.get_by_text("Step 2 of 2")).to_be_visible()
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Confirm the withdrawal").click()
    expect(page.get_by_text("Your withdrawal is noted")).to_be_visible()
    [made] = aftersales.withdrawals_of_order(order.id)
    [back] = aftersales.returns_of_order(order.id)
    assert (made.leads_to, made.return_number) == ("return", back.number)
    confirmation = Mail.objects.get(dedupe_key=f"aftersales.withdrawn:{made.id}")
    assert confirmation.to == order.email
    assert "Received on" in confirmation.text
