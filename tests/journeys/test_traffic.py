"""Where an order came from: from a letter that was opened to the numbers of marketing (MKT-1, MKT-4)."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import Event, OrderTouch, Visit
from storecrew.contexts.people.tests.factories import PASSWORD, make_staff
from storecrew.kernel import clock, outbox
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.conftest import PHONE
from tests.journeys.test_buying import fill_address, order_behind
from tests.journeys.test_measuring import PERSON

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
LETTER = (
    "/en/p/enamel-mug/?variant=MUG-RED&utm_source=letter&utm_medium=email&utm_campaign=spring&mc_eid=SECRET"
)


def settle() -> None:
    while outbox.drain():
        pass
    insights.ingest(at=clock.now())


def under(table: Locator, row: str, column: str) -> Locator:
    """Return the cell of a row, by its header, under a column, by its heading."""
    expect(table).to_be_visible()
    headings = [heading.strip() for heading in table.get_by_role("columnheader").all_inner_texts()]
    # The first cell of a row is its header, so the other cells count from the second column.
    cells = table.get_by_role("row", name=re.compile(row)).get_by_role("cell")
    return cells.nth(headings.index(column) - 1)


def bought_after(chromium: Browser, address: str, link: str) -> Page:
    """Come by a link as somebody new who agrees to be recognized, buy, and return the page of the order."""
    context = chromium.new_context(base_url=address, viewport=PHONE, user_agent=PERSON)  # type: ignore[arg-type]
    context.add_init_script("Object.defineProperty(navigator, 'webdriver', { get: () => false })")
    page = context.new_page()
    with page.expect_response("**/seen/"):
        page.goto(link)
    assert not [one for one in context.cookies() if one["name"].startswith("sc_")], (
        "nothing is kept without a yes"
    )
    with page.expect_response("**/seen/"):
        page.get_by_role("button", name="Yes, recognize it").click()
    expect(page.get_by_role("button", name="Yes, recognize it")).to_have_attribute("aria-pressed", "true")
    page.locator("#add").get_by_role("button", name="Add to cart").click()
    expect(page.get_by_text("Added to your cart")).to_be_visible()
    page.goto("/en/checkout/")
    fill_address(page)
    page.get_by_role("button", name="Continue to delivery").click()
    page.get_by_role("button", name="Continue to payment").click()
    page.get_by_role("button", name=re.compile("Order and pay")).first.click()
    expect(page.get_by_text("Your order is in")).to_be_visible()
    return page


def test_mkt_01_mkt_04_an_order_shows_the_visit_that_led_to_it_and_the_funnel_moves(
    shop: TestShop, chromium: Browser, address: str, visit, django_db_blocker
) -> None:
    page = bought_after(chromium, address, LETTER)
    order = order_behind(page)
    with django_db_blocker.unblock():
        settle()
        touch = OrderTouch.objects.get(order_id=order.id)
        assert (touch.place, touch.way, touch.campaign) == ("only", "email", "spring")
        assert "SECRET" not in str([*Event.objects.values(), *Visit.objects.values()])

    person = make_staff("owner", email="owner@storecrew.example", password=PASSWORD)
    office = visit(f"/admin/orders/{order.number}/", phone=False, signed_in=person)
    expect(office.get_by_text(re.compile("letter · spring"))).to_be_visible()
    office.goto("/admin/traffic/funnel/?days=7")
    row = office.get_by_role("row", name=re.compile("^Email"))
    expect(row.get_by_role("cell").nth(5)).to_have_text("1")
    page.context.close()


def test_con_2_the_content_team_sees_what_its_page_led_to_and_which_one_nobody_buys_after(
    shop: TestShop, chromium: Browser, address: str, visit, django_db_blocker
) -> None:
    bought = bought_after(chromium, address, LETTER)
    with bought.expect_response("**/seen/"):
        bought.goto("/en/p/oak-stool/")
    bought.context.close()
    with django_db_blocker.unblock():
        settle()

    writer = make_staff("content_team", email="words@storecrew.example", password=PASSWORD)
    page = visit("/admin/traffic/", phone=False, signed_in=writer)
    page.goto("/admin/traffic/")
    page.get_by_role("link", name="What pages lead to").click()
    table = page.get_by_role("table", name="All pages")
    sold, unsold = "p.enamel-mug", "p.oak-stool"
    expect(under(table, sold, "Orders of visits with it")).to_have_text("1")
    expect(under(table, sold, "Visits that put into a cart")).to_have_text("100.0%")
    worth = under(table, sold, "Worth of orders").inner_text()
    assert re.search("[1-9]", worth)
    expect(under(table, sold, "Worth a visit")).to_have_text(worth)
    expect(under(table, unsold, "Left from here")).to_have_text("100.0%")
