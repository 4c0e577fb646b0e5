"""Banners and pop-ups from the form to the visitor, and off when stock runs low (MKT-10, MKT-18)."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from playwright.sync_api import Page, expect

from storecrew.contexts.content import public as content
from storecrew.contexts.marketing import public as marketing
from storecrew.contexts.marketing.models import OnsiteMessage
from storecrew.contexts.promotions.operations.watching import pause_for_stock
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_accessibility import violations
from tests.journeys.test_marketing import FORMAT, work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def write(page: Page, **chosen: str) -> None:
    """Fill and save the form of a message that runs since yesterday."""
    page.goto(page.url.partition("/admin/")[0] + "/admin/onsite/")
    page.get_by_role("link", name="New message").first.click()
    now = clock.now()
    page.get_by_label("From", exact=True).fill((now - dt.timedelta(days=1)).strftime(FORMAT))
    page.get_by_label("Until", exact=True).fill((now + dt.timedelta(days=3)).strftime(FORMAT))
    for label, value in chosen.items():
        field = page.get_by_label(re.compile(f"^{re.escape(label.replace('_', ' '))}"))
        if field.evaluate("each => each.tagName") == "SELECT":
            field.select_option(label=value)
        else:
            field.fill(value)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name=chosen["Name_for_colleagues"])).to_be_visible()


def test_mkt_10_a_banner_and_a_pop_up_are_seen_and_go_with_the_stock(shop: TestShop, visit) -> None:
    promotion = make_promotion(name="Red week")
    page = work_as(visit, "marketing_manager", "/admin/onsite/")
    expect(page.get_by_text("Nothing is said in the shop yet")).to_be_visible()
    write(
        page, Name_for_colleagues="Red banner", Place="Home page", Promotion="Red week",
        **{"Heading,_English": "Ten off all that is red", "Button,_English": "To the red ones",
           "Where_the_button_leads": "/search/?q=mug"},
    )  # fmt: skip
    expect(page.get_by_text("On that date it would be shown.")).to_be_visible()
    frame = page.frame_locator("iframe.sc-phone")
    expect(frame.get_by_text("Ten off all that is red", exact=True)).to_be_visible()
    assert violations(page) == []
    write(
        page, Name_for_colleagues="Red pop-up", Kind="Pop-up", Place="Categories and collections",
        Promotion="Red week",
        **{"Heading,_English": "Before you go", "Button,_English": "See it",
           "Where_the_button_leads": "/search/", "The_pop-up_opens": "After so many percent of the page",
           "After_(seconds_or_percent)": "10"},
    )  # fmt: skip

    desk = visit("/en/", phone=False)
    expect(desk.get_by_text("Ten off all that is red", exact=True)).to_be_visible()
    assert violations(desk) == []
    desk.get_by_role("link", name="To the red ones : Ten off all that is red").click()
    expect(desk).to_have_url(f"{desk.url.split('/en/')[0]}/en/search/?q=mug")

    desk.goto("/en/c/kitchen/")
    popup = desk.get_by_role("dialog", name="Before you go")
    expect(popup).to_be_hidden()
    link = desk.get_by_role("link", name="Home", exact=True).first
    link.focus()
    desk.mouse.wheel(0, 300)
    expect(popup).to_be_visible()
    assert violations(desk) == []
    desk.keyboard.press("Tab")
    assert popup.evaluate("each => each.contains(document.activeElement)")
    desk.keyboard.press("Escape")
    expect(popup).to_be_hidden()
    expect(link).to_be_focused()
    desk.reload()
    desk.mouse.wheel(0, 300)
    desk.wait_for_function("scrollY > 0")
    expect(popup).to_be_hidden()

    with clock.frozen(clock.now()):
        pause_for_stock(promotion, ["MUG-RED"], at=clock.now())
        while outbox.drain():
            pass
    desk.goto("/en/")
    expect(desk.get_by_text("Ten off all that is red", exact=True)).to_be_hidden()
    assert {row.held_because for row in OnsiteMessage.objects.all()} == {"promotion_stock"}
    page.reload()
    expect(
        page.get_by_text("Its promotion is paused, because too little stock is left.").first
    ).to_be_visible()


def test_mkt_10_on_a_phone_nothing_opens_on_arrival_and_then_only_a_low_sheet(shop: TestShop, visit) -> None:
    now = clock.now()
    message = marketing.OnsiteContent(
        kind="popup", name="Sheet", placement="all", headings={"en": "Stay a little"}, path="/search/",
        buttons={"en": "Look"}, trigger="scroll", trigger_after=10,
        starts=(now - dt.timedelta(days=1)).strftime(FORMAT),
        ends=(now + dt.timedelta(days=1)).strftime(FORMAT),
    )  # fmt: skip
    marketing.save_onsite(message, actor=system_actor("journey"), at=now)
    phone = visit("/en/c/kitchen/")
    sheet = phone.get_by_role("dialog", name="Stay a little")
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    phone.wait_for_function("scrollY > 0")
    expect(sheet).to_be_hidden()
    phone.get_by_role("link", name="Enamel mug").first.click()
    expect(phone.get_by_role("heading", level=1)).to_be_visible()
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(sheet).to_be_visible()
    box = sheet.bounding_box()
    assert box is not None
    assert box["height"] <= 0.41 * 844
    phone.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    terms = phone.get_by_role("link", name="Terms", exact=True).bounding_box()
    assert terms is not None
    assert terms["y"] + terms["height"] <= box["y"], "the sheet covers the end of the page"
    assert violations(phone) == []
    assert phone.evaluate("!document.querySelector('dialog').contains(document.activeElement)")
    phone.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    phone.goto("/en/checkout/details/")
    assert phone.locator("dialog").count() == 0


def test_mkt_10_a_landing_page_counts_down_and_is_over_with_its_promotion(shop: TestShop, visit) -> None:
    now, staff = clock.now(), system_actor("journey")
    promotion = make_promotion(name="Red week", active_until=now + dt.timedelta(days=2, hours=3))
    content.ensure_homes(shop_name="Shop", actor=staff, at=now)
    body = (
        {"type": "product_row", "value": {"heading": "Chosen", "skus": "MUG-RED, STOOL"}},
        {"type": "countdown", "value": {"heading": "Be quick"}},
    )
    content.save_landing(
        locale="en", slug="red-week", title="All that is red", body=body, promotion_id=promotion.pk,
        actor=staff, at=now,
    )  # fmt: skip
    phone = visit("/en/red-week/", dark=True)
    expect(phone.get_by_role("heading", name="All that is red", level=1)).to_be_visible()
    expect(phone.get_by_role("link", name="Enamel mug")).to_be_visible()
    expect(phone.get_by_text("2 days · 2 hours")).to_be_visible()
    assert violations(phone) == []
    pause_for_stock(promotion, ["MUG-RED"], at=clock.now())
    phone.reload()
    expect(phone.get_by_text("This offer does not hold at the moment.")).to_be_visible()
    expect(phone.get_by_text("Be quick")).to_be_hidden()
    assert violations(phone) == []


META = """Reporting starts,Reporting ends,Campaign name,Ad set name,Amount spent (EUR),Link clicks,Impressions
2026-02-01,2026-02-28,,,30.50,15,2900
2026-02-27,2026-02-27,Always on,Broad,7.50,5,900
2026-02-28,2026-02-28,Spring [spring-26],Mugs,23,10,2000
2026-02-01,2026-02-28,Whole month,Broad,99,5,900
"""
NAVER = """캠페인 보고서(2026.02.27.~2026.02.28.)
캠페인,광고그룹,일별,노출수,클릭수,"총비용(VAT포함,원)"
전체 1개 결과,,,"1,097",3,"2,112"
봄 세일 [spring-26],머그,2026.02.27.,"1,097",3,"2,112"
"""


def test_mkt_15_cost_is_imported_as_platforms_export_it(shop: TestShop, visit) -> None:
    """A file is brought, its sum and what is of several days are named, and the days are imported."""
    page = work_as(visit, "marketing_manager", "/admin/ads/cost/")
    for text, encoding, said, imported in (
        (
            META,
            "utf-8-sig",
            ("Row 2: It adds others up.", "Row 5: It is of several days"),
            "2 days imported.",
        ),
        (NAVER, "cp949", ("Row 3: It adds others up.",), "1 day imported."),
    ):
        page.goto(page.url.partition("/admin/")[0] + "/admin/ads/cost/")
        page.get_by_role("link", name="Import cost").first.click()
        file = {"name": "cost.csv", "mimeType": "text/csv", "buffer": text.encode(encoding)}
        page.get_by_label(re.compile("^File")).set_input_files(file)
        page.get_by_role("button", name="Show what would change").click()
        for words in said:
            expect(page.get_by_text(words)).to_be_visible()
        page.get_by_role("button", name="Import", exact=True).click()
        expect(page.get_by_text(imported)).to_be_visible()
    expect(page.get_by_text("spring-26").first).to_be_visible()
    page.get_by_role("link", name="Import cost").first.click()
    page.get_by_label("or a pasted table").fill("When,What\n1,2\n")
    page.get_by_role("button", name="Show what would change").click()
    expect(page.get_by_text("the columns of the table are: When, What.")).to_be_visible()
