"""Rules of feeds, landing pages and files of cost, without a database."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from storecrew.contexts.advertising.facts import FeedItem
from storecrew.contexts.advertising.rules import checking, dialects, spend_files
from storecrew.contexts.advertising.rules.holding import Limits, Seen, reasons, stock_reason, valid_gtin
from storecrew.kernel.money import Money

LIMITS = Limits(low_stock=2, max_return_bp=3000, min_earned=0)
ITEM = FeedItem(
    variant_id=7,
    product_id=3,
    sku="MUG-RED",
    title="Enamel mug – Red",
    name="Enamel mug",
    text="A mug for every day & every night.",
    brand="Werkhof",
    gtin="4006381333931",
    link="https://shop.example/en/p/enamel-mug/?variant=MUG-RED",
    image="https://shop.example/media/mug.webp",
    more_images=(),
    price=Money(2400, "EUR"),
    sale=Money(1900, "EUR"),
    available=12,
    category="Mugs",
    kind="home",
    weight_g=400,
    options={"Color": "Red", "Size": "M"},
)
G = f"{{{dialects.G}}}"


def codes(item: FeedItem = ITEM, seen: Seen | None = None) -> list[str]:
    return [reason.code for reason in reasons(item, seen or Seen(), LIMITS)]


def test_mkt_15_an_article_with_all_its_parts_is_advertised():
    assert codes() == []


@pytest.mark.parametrize(
    ("item", "seen", "code"),
    [
        (replace(ITEM, available=0), Seen(), "sold_out"),
        (replace(ITEM, available=2), Seen(), "low_stock"),
        (ITEM, Seen(sold=10, returned=4), "return_rate"),
        (ITEM, Seen(earned=-1), "loses_money"),
        (replace(ITEM, image=""), Seen(), "no_image"),
        (replace(ITEM, text="Mug"), Seen(), "no_text"),
        (replace(ITEM, gtin="", brand=""), Seen(), "no_identifier"),
        (replace(ITEM, gtin="4006381333932"), Seen(), "bad_gtin"),
        (ITEM, Seen(held_by_hand="recall"), "by_hand"),
        (ITEM, Seen(differs="price: 19.00 / 24.00"), "page_differs"),
    ],
)
def test_mkt_15_each_reason_holds_an_article_out(item: FeedItem, seen: Seen, code: str):
    assert codes(item, seen) == [code]


def test_mkt_15_reasons_keep_what_was_compared_and_the_most_pressing_is_first():
    found = reasons(replace(ITEM, available=1), Seen(sold=20, returned=9, earned=-250), LIMITS)
    assert [each.stored() for each in found] == [
        {"code": "low_stock", "value": 1, "limit": 2},
        {"code": "return_rate", "value": 4500, "limit": 3000},
        {"code": "loses_money", "value": -250},
    ]
    assert codes(ITEM, Seen(sold=9, returned=9)) == [], "nine sold units say nothing about returns"
    assert stock_reason(3, 2) is None


@pytest.mark.parametrize(
    ("text", "good"),
    [("4006381333931", True), ("96385074", True), ("4006381333930", False), ("40063", False), ("x", False)],
)
def test_mkt_15_a_gtin_has_its_check_digit(text: str, good: bool):
    assert valid_gtin(text) is good


def fields(kind: str, item: FeedItem = ITEM) -> dict[str, str]:
    body = dialects.xml(kind, [item], title="Shop", link="https://shop.example", about="Feed")
    entry = ET.fromstring(body).find("channel/item")
    assert entry is not None
    return {child.tag.replace(G, ""): child.text or "" for child in entry}


def test_mkt_15_google_reads_prices_sale_prices_and_identifiers():
    found = fields("google")
    assert (found["id"], found["price"], found["sale_price"]) == ("MUG-RED", "24.00 EUR", "19.00 EUR")
    assert (found["availability"], found["condition"], found["gtin"]) == ("in_stock", "new", ITEM.gtin)
    assert (found["color"], found["size"], found["item_group_id"]) == ("Red", "M", "3")
    assert found["description"] == ITEM.text
    assert b"xmlns:g=" in dialects.xml("google", [ITEM], title="S", link="l", about="a")
    assert fields("google", replace(ITEM, gtin="", brand=""))["identifier_exists"] == "no"
    assert "sale_price" not in fields("google", replace(ITEM, sale=None))


@pytest.mark.parametrize(
    ("kind", "key", "there", "out"),
    [
        ("meta", "id", "in stock", "out of stock"),
        ("tiktok", "sku_id", "IN_STOCK", "OUT_OF_STOCK"),
        ("pinterest", "id", "in stock", "out of stock"),
    ],
)
def test_mkt_11_each_network_has_its_own_words(kind: str, key: str, there: str, out: str):
    assert (fields(kind)[key], fields(kind)["availability"]) == ("MUG-RED", there)
    assert fields(kind, replace(ITEM, available=0))["availability"] == out
    assert {"title", "description", "link", "image_link", "price", "brand"} <= set(fields(kind))


def test_mkt_15_the_api_shape_has_micros_and_won_have_no_decimals():
    item = replace(ITEM, price=Money(24000, "KRW"), sale=None)
    body = json.loads(dialects.google_json([item], locale="ko", country="KR"))
    found = body["productInputs"][0]
    assert (found["offerId"], found["contentLanguage"], found["feedLabel"]) == ("MUG-RED", "ko", "KR")
    assert found["productAttributes"]["price"] == {"amountMicros": "24000000000", "currencyCode": "KRW"}
    assert dialects.decimal(item.price) == "24000 KRW"


def test_mkt_15_long_titles_end_at_a_word_and_control_characters_are_gone():
    assert dialects.shortened("one two three", 9) == "one two…"
    assert len(dialects.shortened("x" * 400, 150)) == 150
    assert dialects.printable("a\x00b\x0bc") == "abc"


PRODUCT = {
    "@type": "Product",
    "name": "Enamel mug",
    "sku": "MUG-RED",
    "gtin": ITEM.gtin,
    "offers": {"price": "19.00", "priceCurrency": "EUR", "availability": "https://schema.org/InStock"},
}
PAGE = "https://shop.example/en/p/enamel-mug/"


def test_mkt_15_a_page_that_says_the_same_has_no_difference():
    assert checking.differences(ITEM, 200, PAGE, PRODUCT) == []


@pytest.mark.parametrize(
    ("status", "canonical", "change", "field"),
    [
        (404, PAGE, {}, "status"),
        (200, "https://shop.example/en/p/other/", {}, "address"),
        (200, PAGE, {"price": "24.00"}, "price"),
        (200, PAGE, {"priceCurrency": "KRW"}, "currency"),
        (200, PAGE, {"availability": "https://schema.org/OutOfStock"}, "availability"),
    ],
)
def test_mkt_15_what_differs_is_named(status: int, canonical: str, change: dict[str, str], field: str):
    product = PRODUCT | {"offers": PRODUCT["offers"] | change}  # type: ignore[operator]
    assert [each.field for each in checking.differences(ITEM, status, canonical, product)] == [field]


def test_mkt_15_a_sample_is_spread_and_moves_with_the_day():
    keys = list(range(100))
    assert checking.sample(keys[:5], 3) == keys[:5]
    assert len(checking.sample(keys, 0)) == checking.SAMPLE
    assert checking.sample(keys, 0) != checking.sample(keys, 1)
    assert [checking.passes(*each) for each in ((10, 2), (10, 3), (0, 0), (1, 0))] == [
        True,
        False,
        False,
        True,
    ]


def test_mkt_15_keywords_are_found_in_the_page_also_within_korean_words():
    text = "빨간 머그컵을 매일 씁니다. An enamel mug"
    assert checking.landing_match(["enamel mug", "머그컵", "steel pan"], "Mugs", [], text) == ["steel pan"]
    problems = checking.landing_problems(404, "noindex", "https://schema.org/OutOfStock", 0, 3)
    assert [each.code for each in problems] == ["status", "noindex", "sold_out", "words"]
    assert checking.landing_problems(200, "", None, 2, 3) == ()


TODAY = dt.date(2026, 3, 2)


def amount_of(text: str, currency: str) -> int | None:
    try:
        return int(Decimal(spend_files.plain_decimal(text)) * 100)
    except ArithmeticError:
        return None


GOOGLE = """Campaign performance
2026-02-01 - 2026-03-01
Day,Campaign,Ad group,Currency code,Cost,Clicks,Impr.
2026-02-27,Spring sale [spring-26],Mugs,EUR,"1,234.56",120,"10,400"
2026-02-28,Spring sale [spring-26],Mugs,EUR,12.50,3,90
2026-02-28,Spring sale [spring-26],Mugs,EUR,12.50,3,90
2026-03-09,Spring sale [spring-26],Mugs,EUR,12.50,3,90
,Spring sale,Mugs,EUR,12.50,3,90
Total: Account,,,,"1,247.06",123,"10,490"
"""
META = """Reporting starts,Campaign name,Ad set name,Amount spent (EUR),Link clicks,Impressions
2026-02-27,Always on,Broad,"7,40",5,900
"""


def test_mkt_15_an_export_of_google_is_read_below_its_title_and_without_its_totals():
    platform, lines = spend_files.read(GOOGLE, amount_of, currency="EUR", today=TODAY)
    assert platform == "google"
    assert [(line.amount, line.clicks, line.impressions, line.problem) for line in lines] == [
        (123456, 120, 10400, ""),
        (1250, 3, 90, ""),
        (1250, 3, 90, "repeated"),
        (1250, 3, 90, "later"),
        (1250, 3, 90, "no_day"),
        (124706, 123, 10490, "sum"),
    ]


def test_mkt_15_an_export_of_meta_names_its_currency_in_the_header():
    platform, lines = spend_files.read(META, amount_of, currency="KRW", today=TODAY)
    assert (platform, lines[0].currency, lines[0].amount, lines[0].group) == ("meta", "EUR", 740, "Broad")
    with pytest.raises(spend_files.NotAnExport):
        spend_files.read("a,b\n1,2\n", amount_of, currency="EUR", today=TODAY)


KOREAN = """일,캠페인,광고그룹,통화 코드,비용,클릭수,노출수
2026-02-27,봄 세일 [spring-26],머그,KRW,"12,500",10,100
2026-02-28,봄 세일 [spring-26],머그,XYZ,"12,500",10,100
합계,,,,"12,500",10,100
"""


def test_mkt_15_an_export_in_korean_is_read_and_a_currency_that_is_none_is_named():
    platform, lines = spend_files.read(KOREAN, amount_of, currency="EUR", today=TODAY)
    assert (platform, lines[0].currency, lines[0].campaign) == ("google", "KRW", "봄 세일 [spring-26]")
    assert [line.problem for line in lines] == ["", "no_currency", "sum"]
    meta = "일,캠페인 이름,지출 금액 (KRW)\n2026-02-27,상시,1000\n"
    assert spend_files.read(meta, amount_of, currency="EUR", today=TODAY)[1][0].currency == "KRW"


SUMS_BESIDE = """Campaign status,Campaign,Day,Currency code,Cost
Enabled,Spring,2026-02-27,EUR,"1,234.56"
,Total: Account,,EUR,"1,234.56"
"""
KOREAN_TITLE = """캠페인 보고서
2026. 2. 1.~2026. 2. 28.
일,캠페인,통화 코드,비용
2026. 2. 27.,봄 세일,KRW,"12,500"
총계: 계정, --,KRW,"12,500"
"""
SUMS_FIRST = """캠페인,일별,"총비용(VAT포함,원)"
전체 1개 결과,,"2,200"
봄 세일,2026.02.27.,"2,200"
"""


@pytest.mark.parametrize(
    ("text", "days", "sums"),
    [
        (SUMS_BESIDE, 1, 123_456),
        (KOREAN_TITLE, 1, 1_250_000),
        (SUMS_FIRST, 1, 200_000),
        ("일\t캠페인\t통화 코드\t비용\n2026년 2월 27일\t봄 세일\tKRW\t12,500\n", 1, 1_250_000),
        ("Day,Campaign,Cost,,\n,,,Clicks,Impr.\n2026-02-27,Spring,1.20,1,2\n", 1, 120),
        ("Day,Campaign,Cost\n2026-02-27,A,0.375\n2026-02-27,B,1234.567\n", 2, 37 + 123_456),
        ("Day;Campaign name;Amount spent (EUR)\n27.02.2026;Always on;1.007,40\n", 1, 100_740),
    ],
)
def test_mkt_15_exports_are_read_as_people_save_them(text: str, days: int, sums: int):
    _platform, lines = spend_files.read(text, amount_of, currency="EUR", today=TODAY)
    lines = [line for line in lines if line.problem != "sum"]
    assert [line.problem for line in lines] == [""] * days
    assert sum(line.amount for line in lines) == sums


META_BY_DAY = """\
Campaign name,Ad set name,Day,Amount spent (EUR),Link clicks,Impressions,Reporting starts,Reporting ends
,,,30.50,15,2900,2026-02-01,2026-02-28
Always on,Broad,2026-02-27,7.50,5,900,2026-02-01,2026-02-28
Spring [spring-26],Mugs,2026-02-27,23,10,2000,2026-02-01,2026-02-28
"""
META_STARTS = """Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)
2026-02-01,2026-02-28,,30.50
2026-02-27,2026-02-27,Always on,7.50
2026-02-01,2026-02-28,Spring,23
"""
META_ONE_DAY = """Reporting starts,Reporting ends,Campaign name,Amount spent (EUR)
2026-02-27,2026-02-27,,30.50
2026-02-27,2026-02-27,Always on,7.50
2026-02-27,2026-02-27,Spring,23
2026-02-27,2026-02-27,,4
"""
TIKTOK = """\
Campaign name,Ad group name,By Day,Cost,CPC (destination),Impressions,Clicks (destination),Currency
Spring [spring-26],Mugs,2026-02-27,12.34,0.41,2000,30,EUR
Spring [spring-26],Mugs,2026-02-28 00:00:00,1.00,0.50,100,2,EUR
Total of 2 results,-,-,13.34,0.42,2100,32,EUR
"""


@pytest.mark.parametrize(
    ("text", "platform", "problems", "cost"),
    [
        (META_BY_DAY, "meta", ["sum", "", ""], 3050),
        (META_STARTS, "meta", ["sum", "", "several_days"], 750),
        (META_ONE_DAY, "meta", ["sum", "", "", "no_campaign"], 3050),
        (TIKTOK, "tiktok", ["", "", "sum"], 1334),
    ],
)
def test_mkt_15_rows_that_add_others_up_are_known_as_such(text, platform, problems, cost):
    found, lines = spend_files.read(text, amount_of, currency="EUR", today=TODAY)
    assert (found, [line.problem for line in lines]) == (platform, problems)
    assert sum(line.amount for line in lines if not line.problem) == cost


NAVER = """캠페인 보고서(2026.02.27.~2026.02.28.)
캠페인,광고그룹,일별,노출수,클릭수,"평균클릭비용(VAT포함,원)","총비용(VAT포함,원)"
봄 세일 [spring-26],머그,2026.02.27.,"1,097",3,704,"2,112"
상시,머그,2026.02.28.,100,0,0,0
"""


def test_mkt_15_a_report_of_naver_is_read_and_its_costs_are_kept_without_tax():
    platform, lines = spend_files.read(NAVER, amount_of, currency="EUR", today=TODAY)
    assert platform == "naver"
    assert [line.problem for line in lines] == ["", ""]
    assert lines[0][1:8] == (dt.date(2026, 2, 27), "봄 세일 [spring-26]", "머그", "KRW", 192_000, 3, 1097)
    assert lines[1].amount == 0


def test_mkt_15_a_table_that_is_no_export_says_which_columns_it_has():
    with pytest.raises(spend_files.NotAnExport) as refused:
        spend_files.read("When,What\n1,2\n", amount_of, currency="EUR", today=TODAY)
    assert refused.value.columns == ("When", "What")
    with pytest.raises(spend_files.NotAnExport):
        spend_files.read("a\rb\r1", amount_of, currency="EUR", today=TODAY)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("1,234.56", "1234.56"),
        ("1.234,56", "1234.56"),
        ("12.50", "12.50"),
        ("12,5", "12.5"),
        ("1,234", "1234"),
        ("€ 7,40", "7.40"),
        ("--", "0"),
        ("1,234,567", "1234567"),
    ],
)
def test_mkt_15_amounts_are_read_in_either_spelling(text: str, plain: str):
    assert spend_files.plain_decimal(text) == plain


def test_mkt_15_the_code_of_a_campaign_is_in_brackets_or_its_name():
    assert spend_files.campaign_code("Spring sale [Spring-26] DE") == "spring-26"
    assert spend_files.campaign_code("Spring sale") == "spring-sale"
