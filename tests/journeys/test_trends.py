"""From a trend to a task: news, prices of competitors and sought words on one board (MKT-3)."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.providers import news
from storecrew.contexts.insights.tests.test_trends import RSS
from storecrew.contexts.work.models import Task
from storecrew.kernel import clock, outgoing
from storecrew.surfaces.storefront.tests.factories import TestShop
from tests.journeys.test_marketing import work_as

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_mkt_3_what_others_ask_and_write_becomes_a_task(shop: TestShop, visit, monkeypatch) -> None:
    body = RSS.replace(b"Mon, 02 Mar 2026 08:00:00 +0000", b"")
    monkeypatch.setattr(news.outgoing, "call", lambda *_a, **_k: outgoing.Fetched(body, "text/xml", "", 200))
    page = work_as(visit, "marketing_manager", "/admin/trends/")
    expect(page.get_by_text("No news yet.")).to_be_visible()
    page.get_by_role("link", name="Prices of competitors").first.click()
    page.get_by_role("link", name="Note a price").first.click()
    page.get_by_label("Our article (SKU)").fill("MUG-RED")
    page.get_by_label("Competitor").fill("Other Shop")
    page.get_by_label("Their price").fill("cheap")
    page.get_by_label("Currency").fill("EUR")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Write an amount such as 12.50").first).to_be_visible()
    page.get_by_label("Their price").fill("5.00")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("1 price noted.")).to_be_visible()

    page.goto("/admin/trends/feeds/add/")
    page.get_by_label("Name", exact=True).fill("Trade press")
    page.get_by_label("Address of the feed").fill("https://press.example/rss")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Trade press")).to_be_visible()
    insights.read_feeds(at=clock.now())

    page.goto("/admin/trends/")
    expect(page.get_by_text("Other Shop").first).to_be_visible()
    page.get_by_role("button", name="Make it a task: Wool & felt return").click()
    expect(page.get_by_text("It is a task now.")).to_be_visible()
    page.get_by_role("link", name="Its task").click()
    expect(page.get_by_role("heading", name="News: Wool & felt return")).to_be_visible()
    assert Task.objects.get(code="trend").url == "/admin/trends/"
