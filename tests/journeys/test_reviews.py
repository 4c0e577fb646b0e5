"""HOD-12: a buyer says what they think, somebody looks at it, and the shop shows it to everybody."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from storecrew.contexts.reviews import public as reviews
from storecrew.kernel import outbox
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_promotions import work_as
from tests.journeys.test_returning import buy_and_ship

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_hod_12_a_review_is_written_looked_at_shown_answered_and_reported(shop: TestShop, visit) -> None:
    page, order = buy_and_ship(visit)
    page.goto(f"/en/order/{order.token}/")
    page.get_by_role("link", name="Review what you bought").click()
    page.get_by_role("link", name="Write a review").first.click()
    page.get_by_role("radio", name="4 stars").check()
    page.get_by_label("In one line").fill("Keeps the tea warm")
    page.get_by_label("What should others know?").fill("For half an hour at least.")
    assert Axe().run(page).violations_count == 0
    page.get_by_role("button", name="Send the review").click()
    expect(page.get_by_text("We look at your review")).to_be_visible()
    page.goto("/en/p/enamel-mug/")
    expect(page.get_by_text("Keeps the tea warm")).to_have_count(0)

    desk = work_as(visit, "content_team", "/admin/reviews/?f.state=waiting")
    desk.get_by_role("link", name="Keeps the tea warm").first.click()
    desk.get_by_role("button", name="Publish").click()
    expect(desk.get_by_text("The review is in the shop.")).to_be_visible()
    desk.get_by_role("link", name="Answer").click()
    desk.get_by_role("textbox", name="Answer").fill("Thank you, and enjoy it.")
    desk.get_by_role("button", name="Answer").click()
    while outbox.drain():
        pass

    reader = visit("/en/p/enamel-mug/")
    expect(reader.locator("#reviews").get_by_text("Keeps the tea warm").first).to_be_visible()
    expect(reader.get_by_text("Thank you, and enjoy it.")).to_be_visible()
    assert "AggregateRating" in reader.content()
    assert Axe().run(reader).violations_count == 0
    reader.locator("#reviews").get_by_role("link", name="Report").click()
    reader.get_by_role("radio", name="Is not about the product").check()
    reader.get_by_role("button", name="Send the report").click()
    expect(reader.get_by_text("Somebody looks at it")).to_be_visible()
    [made] = reviews.reviews_of_product(reviews.reviewable(order.id)[0].product_id)
    assert made.reports == 1
