"""Pages of feeds, ad groups and cost."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook

from storecrew.contexts.advertising.models import AdGroup, Feed, Spend
from storecrew.contexts.advertising.tests.test_feeds import picture_all
from storecrew.contexts.advertising.tests.test_rules import GOOGLE
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.surfaces.storefront.tests.factories import TestShop, make_shop

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop() -> TestShop:
    made = make_shop()
    picture_all(made)
    return made


@pytest.fixture
def marketing(shop: TestShop) -> Client:
    client = Client()
    user = make_staff("marketing_manager")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return re.sub(r"\s+", " ", answer.content.decode())


FEED = {
    "kind": "google",
    "channel": "eu",
    "locale": "en",
    "low_stock": "2",
    "max_return": "30",
    "min_earned": "0.50",
    "campaign": "always-on",
}


def test_mkt_15_a_feed_is_made_checked_released_and_withdrawn(marketing: Client):
    assert "No feeds yet" in text(marketing, "feeds")
    marketing.post(reverse("feed_add"), FEED)
    feed = Feed.objects.get()
    assert (feed.min_earned, feed.max_return_bp, feed.campaign) == (50, 3000, "always-on")
    page = text(marketing, "feed", feed.pk)
    assert "Ran low" in page
    assert "/feeds/google-eu-en.xml" in page
    answer = marketing.post(reverse("feed_check", args=[feed.pk]), follow=True)
    assert "Passed: 4 pages say the same." in answer.content.decode()
    held = text(marketing, "feeds_held")
    assert "2 left; held out at 2." in held
    assert "Nothing is left to sell." in held
    assert "google-eu-en" in text(marketing, "feeds", query="?f.state=released")
    marketing.post(reverse("feed_withdraw", args=[feed.pk]))
    feed.refresh_from_db()
    assert feed.state == "draft"
    again = marketing.post(reverse("feed_add"), FEED)
    assert (again.status_code, "already" in again.content.decode()) == (422, True)


def test_mkt_15_limits_and_holds_by_hand(marketing: Client):
    marketing.post(reverse("feed_add"), FEED)
    feed = Feed.objects.get()
    marketing.post(
        reverse("feed_edit", args=[feed.pk]), FEED | {"version": "1", "low_stock": "0", "campaign": ""}
    )
    feed.refresh_from_db()
    assert (feed.low_stock, feed.version) == (0, 2)
    late = marketing.post(reverse("feed_edit", args=[feed.pk]), FEED | {"version": "1"})
    assert late.status_code == 422
    marketing.post(reverse("feed_hold"), {"sku": "MUG-RED", "reason": "Recall"})
    assert "Recall" in text(marketing, "feeds_held", query="?f.reason=by_hand")
    assert "MUG-RED" in text(marketing, "feed_hold")
    marketing.post(reverse("feed_hold"), {"sku": "MUG-RED", "reason": ""})
    assert "Recall" not in text(marketing, "feeds_held", query="?f.reason=by_hand")
    unknown = marketing.post(reverse("feed_hold"), {"sku": "NO-SUCH", "reason": "x"})
    assert unknown.status_code == 422
    assert "No variant has this SKU." in unknown.content.decode()


def test_mkt_15_an_ad_group_is_written_checked_started_and_given_as_a_file(marketing: Client):
    assert "No ad groups yet" in text(marketing, "ad_groups")
    fields = {
        "name": "Stools",
        "platform": "google",
        "campaign": "spring-26",
        "channel": "eu",
        "locale": "en",
        "landing": "/en/p/oak-stool/",
        "keywords": '[oak stool]\n"stool"\nwooden seat',
        "negatives": "free",
        "daily_budget": "25",
    }
    marketing.post(reverse("ad_group_add"), fields)
    group = AdGroup.objects.get()
    marketing.post(reverse("ad_group_check", args=[group.pk]))
    assert "Not there" in text(marketing, "ad_group", group.pk)
    marketing.post(reverse("ad_group_state", args=[group.pk]), {"to": "active"})
    group.refresh_from_db()
    assert (group.state, group.daily_budget) == ("active", 2500)
    assert "[oak stool]" in text(marketing, "ad_group_edit", group.pk)
    marketing.post(reverse("ad_group_edit", args=[group.pk]), fields | {"version": "1", "keywords": "stool"})
    file = marketing.get(reverse("ad_group_file", args=[group.pk])).content.decode()
    assert "Negative Broad" in file
    told = "/en/p/oak-stool/?utm_source=google&utm_medium=cpc&utm_campaign=spring-26"
    assert told in file, "orders of the ads count for their campaign"
    assert marketing.post(reverse("ad_group_add"), fields | {"landing": "x"}).status_code == 422
    assert "Stools" in text(marketing, "ad_groups")


def test_mkt_15_a_feed_without_articles_says_that_nothing_is_listed(marketing: Client):
    marketing.post(reverse("feed_add"), FEED)
    feed = Feed.objects.get()
    marketing.post(reverse("feed_check", args=[feed.pk]))
    feed.refresh_from_db()
    assert feed.state == "released"
    limits = FEED | {"low_stock": "100000", "version": feed.version}
    marketing.post(reverse("feed_edit", args=[feed.pk]), limits)
    shown = marketing.post(reverse("feed_check", args=[feed.pk]), follow=True).content.decode()
    assert shown.count("Not one article is listed") == 2, "as what came of it, and as what is to be done"
    assert "differed" not in shown
    assert "differs from the pages" not in shown


def test_mkt_15_cost_is_imported_after_a_dry_run(marketing: Client):
    answer = marketing.post(reverse("ad_spend_import"), {"table": GOOGLE})
    shown = answer.content.decode()
    assert "3 new, 0 corrected, 0 already there." in shown
    assert "There is no day." in shown
    assert not Spend.objects.exists()
    marketing.post(reverse("ad_spend_import"), {"table": GOOGLE, "confirm": "1"})
    assert Spend.objects.count() == 3
    assert "spring-26" in text(marketing, "ad_spend")
    wrong = marketing.post(reverse("ad_spend_import"), {"table": "When,What\n1,2"})
    assert wrong.status_code == 422
    assert "When, What" in wrong.content.decode()


def test_mkt_15_a_workbook_of_tiktok_is_read_and_its_sum_is_left_out_with_a_remark(marketing: Client):
    book = Workbook()
    for row in (
        ["Campaign name", "Ad group name", "By Day", "Cost", "Impressions", "Clicks (destination)"],
        ["Spring [spring-26]", "Mugs", dt.datetime(2026, 2, 27), 12.34, 2000, 30],
        ["Spring [spring-26]", "Mugs", "2026-02-28", 1, 100, 2],
        ["Total of 2 results", "-", "-", 13.34, 2100, 32],
    ):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    upload = SimpleUploadedFile("cost.xlsx", file.getvalue())
    page = marketing.post(reverse("ad_spend_import"), {"file": upload}).content.decode()
    assert "2 new, 0 corrected, 0 already there." in page
    assert "Row 4: It adds others up." in page
    broken = SimpleUploadedFile("cost.xlsx", b"PK\x03\x04 and nothing else")
    assert marketing.post(reverse("ad_spend_import"), {"file": broken}).status_code == 422


def test_mkt_15_an_export_of_korean_windows_is_read_and_no_text_is_refused(marketing: Client):
    table = "일,캠페인,통화 코드,비용\r2026-02-27,봄 세일 [spring-26],KRW,12500\r"
    file = SimpleUploadedFile("cost.csv", table.encode("cp949"))
    page = marketing.post(reverse("ad_spend_import"), {"file": file})
    assert page.status_code == 200
    assert "봄 세일" in page.content.decode()
    binary = SimpleUploadedFile("cost.csv", bytes(range(256)) * 4)
    assert marketing.post(reverse("ad_spend_import"), {"file": binary}).status_code == 422


def test_mkt_15_the_home_names_what_is_newly_held_out(marketing: Client):
    marketing.post(reverse("feed_add"), FEED)
    assert "Newly held out of feeds" in text(marketing, "wagtailadmin_home")
