"""U028: up to four products side by side, from an address or from this browser's cookie."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.surfaces.storefront.compare import chosen
from storecrew.surfaces.storefront.compare.table import Comparison, Row

pytestmark = pytest.mark.django_db
QUIET = {"HX-Request": "true"}


def text(response) -> str:
    return response.content.decode()


def product(slug: str) -> str:
    return str(catalog.product_id_by_slug(slug))


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ("", []), ("1", [1]), ("1.2.2.3", [1, 2, 3]), ("1.2.3.4.5", [1, 2, 3, 4]),
        ("1,2", []), ("1.x", []), ("." * 5000, []), ("9" * 30, []), ("١", []),
    ],
)  # fmt: skip
def test_what_is_compared_is_read_from_plain_numbers_alone(given, ids):
    assert chosen.parse(given) == ids


def test_only_differences_leaves_out_in_what_the_products_are_alike():
    alike, differs = Row("Height", (("45 cm", ""), ("45 cm", ""))), Row("Color", (("Red", "#f00"), ("", "")))
    found = Comparison((), (alike, differs))
    assert found.shown(only_differences=True) == (differs,)
    assert found.shown(only_differences=False) == (alike, differs)


def test_products_stand_side_by_side_with_live_facts(shop, browser, django_assert_max_num_queries):
    slugs = ("enamel-mug", "desk-lamp", "oak-stool")
    address = f"/en/compare/?p={'.'.join(map(product, slugs))}"
    browser.get(address)
    with django_assert_max_num_queries(45):
        page = text(browser.get(address))
    assert 'content="noindex"' in page
    for words in ("Enamel mug", "Desk lamp", "Oak stool", "Material"):
        assert words in page
    assert "sc_compare" not in browser.cookies, "somebody else's comparison stays theirs"
    assert "Only differences" not in page, "they are alike in nothing"


def test_the_fifth_waits_and_taking_out_makes_room(shop, browser):
    ids = [product("enamel-mug"), product("desk-lamp")]
    browser.cookies["sc_compare"] = f"{ids[0]}.999991.999992.999993"
    full = browser.post("/en/compare/put/", {"add": ids[1]}, headers=QUIET)
    assert "Four products fit side by side" in text(full)
    plain = browser.post("/en/compare/put/", {"add": ids[1]})
    assert "Four products fit side by side" in text(browser.get(plain.headers["Location"]))
    browser.post("/en/compare/put/", {"remove": "999993"}, headers=QUIET)
    added = browser.post("/en/compare/put/", {"add": ids[1]}, headers=QUIET)
    assert "4 products to compare." in text(added)
    assert browser.cookies["sc_compare"].value == f"{ids[0]}.999991.999992.{ids[1]}"
    out = browser.post("/en/compare/put/", {"p": ".".join(ids), "remove": ids[1]})
    assert out.headers["Location"] == f"/en/compare/?p={ids[0]}"
    gone = browser.post("/en/compare/put/", {"p": ids[0], "remove": ids[0]})
    assert gone.headers["Location"] == "/en/compare/"
    assert not browser.cookies["sc_compare"].value


def test_what_has_one_variant_goes_into_the_cart_and_others_are_chosen_first(shop, browser):
    page = text(browser.get(f"/en/compare/?p={product('oak-stool')}.{product('desk-lamp')}"))
    assert 'aria-label="Add to cart: Oak stool"' in page
    assert 'aria-label="Choose: Desk lamp"' in page


def test_nothing_to_compare_says_how_and_wrong_numbers_are_nothing(shop, browser):
    for address in ("/en/compare/", "/en/compare/?p=999991", "/en/compare/?p=x"):
        assert "Nothing to compare yet" in text(browser.get(address))


def test_buttons_are_never_pressed_in_pages_that_are_kept(shop):
    visitor = Client()
    visitor.cookies["sc_compare"] = product("enamel-mug")
    page = text(visitor.get("/en/p/enamel-mug/"))
    assert re.search(r'name="add" value="\d+" data-compare aria-pressed="false"', page)


def test_aut_07_a_form_of_another_site_changes_no_comparison(shop):
    stranger = Client(enforce_csrf_checks=True, headers={"Origin": "https://evil.example"})
    assert stranger.post("/en/compare/put/", {"add": product("enamel-mug")}).status_code == 403
