"""Home, lists, product, search: what anonymous visitors read."""

from __future__ import annotations

import json
import re

import pytest
from django.core.cache import cache

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.catalog import public as catalog
from storecrew.kernel import clock
from storecrew.surfaces.storefront.help import machines
from storecrew.surfaces.storefront.tests.factories import ACTOR

pytestmark = pytest.mark.django_db


def text(response) -> str:
    return response.content.decode()


def structured(response) -> dict[str, dict]:
    found = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text(response), re.S)
    return {data["@type"]: data for data in map(json.loads, found)}


def test_the_root_leads_to_the_channels_language(shop, client):
    assert client.get("/").headers["Location"] == "/en/"
    client.cookies["channel"] = "kr"
    assert client.get("/").headers["Location"] == "/ko/"


@pytest.mark.parametrize(
    "path",
    [
        "",
        "categories/",
        "c/kitchen/",
        "c/kitchen/mugs/",
        "search/",
        "search/?q=mug",
        "p/enamel-mug/",
        "cart/",
        "help/",
        "accessibility/",
        "voucher/",
        "delivery/",
        "account/",
        "search/suggest/?q=mu",
    ],
)
@pytest.mark.parametrize("locale", ["en", "ko"])
def test_every_page_answers_in_both_languages(shop, client, path, locale):
    response = client.get(f"/{locale}/{path}")
    assert response.status_code == 200
    if "suggest" not in path:
        assert f'<html lang="{locale}"' in text(response)


def test_a_category_holds_its_subcategories_products(shop, client):
    page = text(client.get("/en/c/kitchen/"))
    assert "Enamel mug" in page
    assert "Oak stool" in page
    assert "Desk lamp" not in page


def test_facets_narrow_the_list_and_stand_as_removable_chips(shop, client):
    page = text(client.get("/en/search/?f.material=Oak&in_stock=1"))
    assert "Oak stool" in page
    assert 'href="/en/p/enamel-mug/"' not in page
    assert "In stock only" in page
    assert 'href="/en/search/?in_stock=1"' in page
    assert "noindex" in page


def test_a_price_range_in_major_units_narrows_the_list(shop, client):
    all_of_them = text(client.get("/en/search/"))
    assert "3 products" in all_of_them
    cheap = text(client.get("/en/search/?price_max=35.00"))
    assert re.search(r"[12] product", cheap)
    assert "up to €35.00" in cheap


def test_nonsense_in_the_address_is_left_out(shop, client):
    response = client.get("/en/search/?price_min=abc&show=9999999999&page=-3&sort=evil&f.=x&f.nope=1")
    assert response.status_code == 200


def test_the_empty_result_helps(shop, client):
    page = text(client.get("/en/search/?q=zzzzqqqq"))
    assert "Nothing found for “zzzzqqqq”" in page
    # nothing to sort and nothing to narrow
    assert 'id="sort"' not in page and 'id="filter-form"' not in page
    assert "What others like" in page


def test_a_category_without_products_speaks_of_filters_only_where_some_are_set(shop, client):
    catalog.save_category(name="Garden", slug="garden", actor=ACTOR, at=clock.now())
    page = text(client.get("/en/c/garden/"))
    assert "Nothing is for sale here at the moment" in page and "all these filters" not in page
    assert "No product fits all these filters" in text(client.get("/en/c/kitchen/?price_min=9000"))


def test_the_product_page_and_its_offer_say_the_same(shop, client):
    response = client.get("/en/p/enamel-mug/?variant=MUG-BLUE")
    page, data = text(response), structured(response)["Product"]
    assert data["sku"] == "MUG-BLUE"
    price = data["offers"]["price"]
    assert f"€{price}" in page
    assert data["offers"]["availability"].endswith("LimitedAvailability")
    assert "Few left" in page
    assert "Only 2 left" in page
    assert structured(response)["BreadcrumbList"]["itemListElement"][-1]["name"] == "Enamel mug"


def test_u051_machines_hear_of_every_variant_and_of_the_days_of_return(shop, client):
    aftersales.save_return_rules(
        "eu", is_open=True, days=30, transit_days=7, most_open=5, actor=ACTOR, at=clock.now()
    )
    response = client.get("/en/p/enamel-mug/?variant=MUG-BLUE")
    data = structured(response)["Product"]
    assert data["offers"]["hasMerchantReturnPolicy"]["merchantReturnDays"] == 30
    assert "send it back within 30 days" in text(response)
    group = data["isVariantOf"]
    assert data["inProductGroupWithID"] == group["productGroupID"] == "enamel-mug"
    assert group["variesBy"] == ["https://schema.org/color"]
    by_sku = {one["sku"]: one["offers"] for one in group["hasVariant"]}
    mine = {key: data["offers"][key] for key in ("price", "availability", "priceCurrency")}
    assert mine.items() <= by_sku["MUG-BLUE"].items()
    for sku, offer in by_sku.items():
        assert offer["url"].endswith(f"/en/p/enamel-mug/?variant={sku}")
        own = structured(client.get(f"/en/p/enamel-mug/?variant={sku}"))["Product"]["offers"]
        assert (own["price"], own["availability"]) == (offer["price"], offer["availability"])


def test_won_have_no_decimals_anywhere(shop, client):
    client.cookies["channel"] = "kr"
    response = client.get("/ko/p/enamel-mug/")
    price = structured(response)["Product"]["offers"]["price"]
    assert "." not in price
    assert f"₩{int(price):,}" in text(response)
    assert "법랑 머그" in text(response)


def test_choices_mark_sold_out_and_impossible_combinations(shop, client):
    page = text(client.get("/en/p/desk-lamp/?variant=LAMP-BLUE-S"))
    options = re.findall(r'class="option ([a-z-]*)"[^>]*href="([^"]+)"', page)
    states = {href.rsplit("=", 1)[1]: state for state, href in options}
    assert states["LAMP-RED-L"] == "impossible"
    sold_out = text(client.get("/en/p/desk-lamp/?variant=LAMP-RED-S"))
    assert 'class="option sold-out"' in sold_out


def test_a_sold_out_variant_names_one_that_is_in_stock(shop, client):
    page = text(client.get("/en/p/desk-lamp/?variant=LAMP-RED-L"))
    assert "In stock in another variant" in page
    assert 'form="add"' not in page


def test_the_default_variant_can_be_bought(shop, client):
    page = text(client.get("/en/p/desk-lamp/"))
    assert 'name="sku" value="LAMP-' in page


def test_every_page_names_its_translations_and_itself(shop, client):
    page = text(client.get("/ko/p/enamel-mug/"))
    assert '<link rel="canonical" href="http://testserver/ko/p/enamel-mug/">' in page
    assert '<link rel="alternate" hreflang="en" href="http://testserver/en/p/enamel-mug/">' in page
    assert 'hreflang="x-default"' in page
    assert '<meta property="og:title" content="법랑 머그">' in page


def test_suggestions_hold_products_and_pages(shop, client):
    page = text(client.get("/en/search/suggest/?q=enamel"))
    assert "/en/p/enamel-mug/" in page
    assert "Delivery" in text(client.get("/en/search/suggest/?q=deliv"))
    assert client.get("/en/search/suggest/?q=e").status_code == 200


def test_the_footer_has_the_traders_facts(shop, client):
    page = text(client.get("/ko/"))
    for fact in ("Mina Park", "123-45-67890", "2026-Seoul-0001", "tel:+8221234567"):
        assert fact in page


@pytest.mark.parametrize(
    "path",
    [
        "/en/p/nothing/",
        "/en/c/nothing/",
        "/en/collections/nothing/",
        "/en/nothing/at/all/",
        "/en/order/SC-1001/",
    ],
)
def test_unknown_addresses_get_a_page_that_helps(shop, client, path):
    response = client.get(path)
    assert response.status_code == 404
    assert "We could not find this page" in text(response)


def test_a_broken_link_of_a_mail_is_told_as_such_and_not_shown(shop, client):
    for path in ("/en/order/half-a-secret/", "/en/replacement/half-a-secret/"):
        response = client.get(path)
        page = text(response)
        assert response.status_code == 404
        assert "Open it from our mail once more" in page
        assert "half" not in page.partition("<main")[2].partition("</main>")[0]


def test_robots_and_sitemap_list_what_may_be_found(shop, client):
    assert "Disallow: /*/checkout/" in text(client.get("/robots.txt"))
    found = text(client.get("/sitemap.xml"))
    for address in ("/en/p/enamel-mug/", "/ko/p/enamel-mug/", "/en/c/kitchen/mugs/", "/en/delivery/"):
        assert f"<loc>http://testserver{address}</loc>" in found


def test_u052_a_large_shops_sitemap_has_parts_that_leave_nothing_out(
    shop, client, monkeypatch, django_assert_max_num_queries
):
    whole = set(re.findall(r"<loc>(.*?)</loc>", text(client.get("/sitemap.xml"))))
    assert client.get("/sitemap-3.xml", follow=True).status_code == 404
    monkeypatch.setattr(machines, "PAGES", 2)
    cache.clear()
    index = text(client.get("/sitemap.xml"))
    assert "<sitemapindex" in index and "<urlset" not in index
    parts = re.findall(r"<loc>http://testserver(/sitemap-[0-9]+\.xml)</loc>", index)
    assert len(parts) > 4
    found: list[str] = []
    for part in parts:
        with django_assert_max_num_queries(15):
            found += re.findall(r"<loc>(.*?)</loc>", text(client.get(part)))
    assert set(found) == whole and len(found) == len(whole)
    assert client.get(f"/sitemap-{len(parts) + 1}.xml", follow=True).status_code == 404


@pytest.mark.parametrize(
    "path", ["/en/", "/en/c/kitchen/", "/en/p/enamel-mug/", "/en/search/?q=mug", "/en/help/"]
)
def test_prv_05_anonymous_pages_set_no_cookie_and_may_be_kept(shop, client, path):
    response = client.get(path)
    assert not response.cookies
    assert response.cache_tags >= {"content", "catalog"}
    assert "csrfmiddlewaretoken" not in text(response)
    assert "Cookie" not in response.headers.get("Vary", "")


def test_the_number_of_queries_does_not_grow_with_the_list(shop, client, django_assert_max_num_queries):
    client.get("/en/c/kitchen/")
    with django_assert_max_num_queries(26):
        client.get("/en/c/kitchen/")
    with django_assert_max_num_queries(30):
        client.get("/en/p/desk-lamp/")


def test_headers_are_strict(shop, client):
    response = client.get("/en/")
    policy = response.headers["Content-Security-Policy"]
    for rule in (
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "script-src 'self'",
    ):
        assert rule in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/en/cart/").headers["Cache-Control"] == "no-store"
    assert "<style" not in text(response)
    assert " style=" not in text(response)
    assert not re.search(r"<script(?![^>]*(src=|ld\+json))", text(response))


def test_mkt_14_language_models_are_told_what_is_where(client, shop):
    answer = client.get("/llms.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    assert text.startswith("# Storecrew EU\n")
    assert "- [Mugs](http://testserver/en/c/kitchen/mugs/)" in text
    assert "http://testserver/sitemap.xml" in text


def test_u021_a_search_finds_categories_and_pages_too(shop, client):
    page = text(client.get("/en/search/?q=mugs"))
    assert 'href="/en/c/kitchen/mugs/"' in page.partition("Categories and pages")[2].partition("</nav>")[0]
    page = text(client.get("/en/search/?q=delivery"))
    assert 'href="/en/delivery/"' in page.partition("Categories and pages")[2].partition("</nav>")[0]
    assert "Categories and pages" not in text(client.get("/en/c/kitchen/"))


def test_u016_the_prices_of_a_list_are_drawn_and_what_is_chosen_stands_out(shop, client):
    page = text(client.get("/en/c/kitchen/"))
    bars = re.findall(r"<rect [^>]*>", re.search(r'<svg class="histogram".*?</svg>', page, re.S)[0])
    assert len(bars) == 20 and all('class="inside"' in bar for bar in bars)
    lowest = re.search(r'id="price_min"[^>]* placeholder="([0-9.]+)"', page)[1]
    some = text(client.get(f"/en/c/kitchen/?price_max={lowest}"))
    bars = re.findall(r"<rect [^>]*>", re.search(r'<svg class="histogram".*?</svg>', some, re.S)[0])
    assert [number for number, bar in enumerate(bars) if "inside" in bar] == [0]
