"""Pages of traffic: what was counted, beside another period, and the rules that tell visits apart."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop
from storecrew.contexts.insights import public as insights
from storecrew.contexts.insights.models import SourceRule
from storecrew.contexts.insights.rules import kinds
from storecrew.contexts.insights.tests.factories import AT, step, take, view
from storecrew.contexts.marketing.models import Campaign
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work.models import Task
from storecrew.kernel import clock
from storecrew.surfaces.ui.backoffice.charts import Line, bars_of, change_words
from storecrew.surfaces.workspaces.marketing_manager.insights import returns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with clock.frozen(AT):
        yield


@pytest.fixture
def shop():
    return make_shop()


def signed_in(role: str) -> Client:
    client = Client()
    client.force_login(make_staff(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def marketing(shop):
    return signed_in("marketing_manager")


def text(client: Client, name: str, *args: object, query: str = "") -> str:
    answer = client.get(reverse(name, args=args) + query)
    assert answer.status_code == 200, answer.content.decode()[-3000:]
    return re.sub(r"\s+", " ", answer.content.decode())


def visits(shop):
    here = {"channel_id": shop.channel.id}
    take(
        view(-50, "/guide/", visitor=7, source="news", medium="email", campaign="spring", **here),
        view(-49, "/p/tee/", visitor=7, inside=True, slug="tee", sold_out=True, **here),
        step(kinds.ADD, -48, visitor=7, products=(1,), **here),
        step(kinds.DETAILS, -47, **here),
        view(-5, "/search/", page="search", term="blue mug", found=0, **{**here, "device": "desktop"}),
    )


def test_mkt_01_the_page_shows_what_was_counted(marketing, shop):
    visits(shop)
    page = text(marketing, "traffic")
    assert "<svg" in page
    assert "The same as a table" in page
    assert "What is counted: Visits" in page
    for words in ("news", "spring", "Email", "/guide/", "2 in all", "Phone", "Desktop"):
        assert words in page, words


def test_mkt_01_a_page_without_anything_says_so(marketing):
    assert "Nothing was counted in this time." in text(marketing, "traffic")


@pytest.mark.parametrize(
    "query", ["?days=7&compare=year&step=week", "?days=365&compare=none", "?days=x&channel=eu"]
)
def test_periods_and_comparisons(marketing, shop, query):
    visits(shop)
    assert "Traffic" in text(marketing, "traffic", query=query)


def test_mkt_04_the_way_to_the_order_step_by_step(marketing, shop):
    visits(shop)
    page = text(marketing, "funnel", query="?device=phone")
    for words in ("Began a cart", "Opened the checkout", "Saw it sold out", "Payment refused"):
        assert words in page, words
    assert "blue mug" not in page


def test_mkt_04_no_step_shows_more_than_the_one_before_by_device_and_by_way(marketing, shop):
    visits(shop)
    here = {"channel_id": shop.channel.id}
    # nobody had to choose the delivery
    take(step(kinds.PAYMENT, -30, **here))
    for number, name in enumerate(("Phone", "Email")):
        file = marketing.get(reverse("funnel") + f"?file={number}").getvalue().decode("utf-8-sig")
        (row,) = [line.split(",") for line in file.splitlines() if line.startswith(name)]
        assert row[1:7] == ["1", "1", "1", "1", "1", "0"], file
    page = text(marketing, "funnel", query="?way=unknown")
    assert "Not known (no agreement)" in page
    assert "has no way in: their visits, carts and orders stand together" not in page


def test_reports_cost_a_fixed_number_of_queries(marketing, shop, django_assert_max_num_queries):
    visits(shop)
    text(marketing, "traffic")
    with django_assert_max_num_queries(24):
        text(marketing, "traffic")
    with django_assert_max_num_queries(24):
        text(marketing, "funnel")


def test_mkt_01_an_address_is_tried_on_the_rules_and_the_page_says_why(marketing):
    query = "?address=https%3A%2F%2Fshop.example%2F%3Futm_source%3Dgoogle%26utm_medium%3Dcpc&referrer="
    page = text(marketing, "traffic_rules", query=query)
    assert "Paid search" in page
    assert "is the first that fits" in page
    page = text(marketing, "traffic_rules", query="?referrer=https%3A%2F%2Fchatgpt.com%2F")
    assert "AI assistants: ChatGPT" in page
    for query, asked in (
        ("?address=shop&referrer=", "a whole address"),
        ("?address=&referrer=", "Paste an address"),
    ):
        page = text(marketing, "traffic_rules", query=query)
        assert asked in page and "nothing to go by" not in page
    page = text(marketing, "traffic_rules", query="?address=https%3A%2F%2Fshop.example%2F")
    assert "There is nothing to go by" in page


def test_rules_are_written_moved_and_deleted_by_pages(marketing):
    add = reverse("traffic_rule_add")
    assert marketing.post(add, {"way": "search"}).status_code == 422
    assert marketing.post(add, {"way": "affiliate", "host": "blog.example"}).status_code == 302
    row = SourceRule.objects.order_by("position").first()
    assert row.host == "blog.example"
    assert "blog.example" in text(marketing, "traffic_rules")
    edit = reverse("traffic_rule", args=[row.pk])
    assert "blog.example" in marketing.get(edit).content.decode()
    marketing.post(edit, {"way": "referral", "host": "blog.example"})
    change = reverse("traffic_rule_change", args=[row.pk])
    marketing.post(change, {"do": "down"})
    assert insights.source_rules()[1].way == "referral"
    marketing.post(change, {"do": "delete"})
    assert not SourceRule.objects.filter(pk=row.pk).exists()


def test_aut_01_who_reads_reports_may_not_change_rules(shop):
    analyst = signed_in("business_analyst")
    assert "New rule" not in text(analyst, "traffic_rules")
    assert analyst.post(reverse("traffic_rule_add"), {"way": "search"}).status_code == 403


def test_a_chart_says_in_words_what_it_shows():
    line = Line("Visits", ["1", "2", "3"], [4, 10, 2], [1, 1, 6])
    assert line.sentence == "16 in all; most on 2 (10), least on 3 (2). 100% more than before."
    assert [row[1] for row in line.table.rows] == ["4", "10", "2"]
    assert Line("Visits", [], []).sentence == "Nothing was counted in this time."
    assert not Line("Visits", ["1"], [0], [0]).is_drawn
    assert Line("Visits", ["1"], [0], [3]).is_drawn
    assert change_words(50, 100) == "50% less than before."
    assert change_words(5, 0) == "Nothing to compare with."
    assert [bar.share for bar in bars_of("Ways", [("a", 10), ("b", 5)]).bars] == [100, 50]


def test_mkt_03_sought_words_rise_are_in_vain_and_become_one_task(marketing, shop):
    here = {"channel_id": shop.channel.id, "page": "search", "inside": True}
    take(*(view(-n, "/search/", term="candle", found=0, **here) for n in range(4)))
    page = text(marketing, "searches")
    assert page.count("candle") >= 4
    for _press in range(2):
        assert marketing.post(reverse("search_task"), {"term": "candle", "why": "vain"}).status_code == 302
    assert Task.objects.filter(code="search_demand").count() == 1


def test_mkt_04_why_carts_are_left_is_told_by_device_and_day_and_becomes_one_task(marketing, shop):
    here = {"channel_id": shop.channel.id}
    take(
        *(step(kinds.STANDS, -n, term="address_missing", cart=n, **here) for n in range(3)),
        step(kinds.STANDS, -9, term="not_paid", cart=9, device="desktop", **here),
        step(kinds.HINDERED, -9, term="payment_declined", cart=9, device="desktop", **here),
    )
    page = text(marketing, "funnel")
    assert page.index("No address yet") < page.index("Only the payment was missing")
    assert "The payment was declined" in page
    assert "No address yet" not in text(marketing, "funnel", query="?device=desktop")
    one = text(marketing, "cart_reason", "address_missing")
    assert "By device" in one
    assert "Phone" in one
    assert marketing.get(reverse("cart_reason", args=["no-such-reason"])).status_code == 404
    for _press in range(2):
        made = marketing.post(reverse("cart_reason_task", args=["address_missing"]))
        assert made.status_code == 302
    assert Task.objects.filter(code="cart_reason").count() == 1
    assert insights.differences(at=AT) == 0


def test_mkt_05_carts_that_were_left_are_listed_with_what_is_in_them(marketing, shop):
    make_cart(shop, {"A-1": 2}, ready=True)
    with clock.frozen(AT + dt.timedelta(hours=2)):
        page = text(marketing, "carts_left")
    assert "2 × " in page
    assert "At the payment" in page
    assert "ann@example.com" not in page, "who may not see customers sees no address"


def test_con_2_pages_are_ranked_by_what_they_lead_to(marketing, shop):
    visits(shop)
    page = text(marketing, "page_values")
    assert "/guide/" in page
    for title in ("Worth a visit", "Margin a visit", "Left from here", "Orders with money back"):
        assert title in page
    assert "Visits whose last page it was" in page
    assert "Helped in an earlier visit" in page


def test_mkt_04_too_few_customers_are_no_forecast(marketing, shop):
    page = text(marketing, "customer_value")
    assert "There is no forecast yet" in page


def test_mkt_07_the_return_of_campaigns_opens_its_rows_and_leaves_as_a_file(shop):
    head = signed_in("head_of_digital")
    row = Campaign.objects.create(
        name="Spring", goal="revenue", currency="EUR", utm_campaign="spring", state="live",
        starts_at=AT - dt.timedelta(days=3), created_at=AT, updated_at=AT, created_by="tests",
    )  # fmt: skip
    assert "Spring" in text(head, "campaign_returns")
    page = text(head, "campaign_return", row.pk, query="?term=goods")
    assert "The sum" in page
    file = head.get(reverse("campaign_return", args=[row.pk]) + "?term=media&export=csv")
    assert file.status_code == 200
    assert "csv" in file["Content-Type"]
    assert signed_in("business_analyst").get(reverse("campaign_returns")).status_code == 200
    assert signed_in("content_team").get(reverse("campaign_returns")).status_code == 403


def test_mkt_07_the_return_of_campaigns_is_a_page_at_a_time_the_newest_first(shop, monkeypatch):
    monkeypatch.setattr(returns, "PER_PAGE", 2)
    head, asked = signed_in("head_of_digital"), []
    real = insights.campaign_return
    monkeypatch.setattr(insights, "campaign_return", lambda one: asked.append(one.name) or real(one))
    for age in (3, 200, 300):
        Campaign.objects.create(
            name=f"Aged {age}", goal="revenue", currency="EUR", utm_campaign=f"aged-{age}", state="ended",
            starts_at=AT - dt.timedelta(days=age), ends_at=AT - dt.timedelta(days=age - 1),
            created_at=AT, updated_at=AT, created_by="tests",
        )  # fmt: skip
    page = text(head, "campaign_returns")
    assert asked == ["Aged 3", "Aged 200"]
    assert "Aged 300" not in page and "Older campaigns" in page and "Newer campaigns" not in page
    page = text(head, "campaign_returns", query="?page=2")
    assert asked[2:] == ["Aged 300"]
    assert "Aged 3<" not in page and "Older campaigns" not in page and "Newer campaigns" in page


def test_mkt_07_a_campaign_that_lost_money_says_so_with_a_minus(shop):
    head = signed_in("head_of_digital")
    Campaign.objects.create(
        name="Spring", goal="revenue", currency="EUR", utm_campaign="spring", state="live",
        starts_at=AT - dt.timedelta(days=3), created_at=AT, updated_at=AT, created_by="tests",
    ).activities.create(
        title="Flyer", channel="print", owner="Mina", state="planned", cost=36_000,
        starts_at=AT, ends_at=AT,
    )  # fmt: skip
    page = text(head, "campaign_returns")
    assert "−1.00" in page
    assert ">-1.00" not in page


def test_mkt_04_only_reports_over_time_ask_how_to_group_it(marketing, shop):
    visits(shop)
    assert "Grouped by" in text(marketing, "traffic")
    for name in ("funnel", "page_values", "searches", "trends"):
        assert "Grouped by" not in text(marketing, name), name


def test_each_table_of_a_report_leaves_as_a_file(marketing, shop):
    visits(shop)
    for name in ("traffic", "funnel", "page_values"):
        file = marketing.get(reverse(name) + "?days=28&file=0")
        assert "csv" in file["Content-Type"], name
    assert marketing.get(reverse("traffic") + "?file=99").status_code == 200
