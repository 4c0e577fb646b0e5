"""What is kept of a list never shows: a change of price, stock, words or frame is on the next page."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.channels import public as channels
from storecrew.contexts.content.models import Menu, MenuItem
from storecrew.contexts.discovery import public as discovery
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import StockLevel
from storecrew.contexts.pricing.models import Price
from storecrew.kernel import clock
from storecrew.kernel.kept import forget_all
from storecrew.surfaces.storefront.tests.factories import ACTOR, LEGAL, TestShop, make_shop
from storecrew.surfaces.ui.fragments import fragments

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("hears_changes")]
LIST = "/en/c/kitchen/"


@pytest.fixture
def shop(transactional_db) -> Iterator[TestShop]:
    fragments.forget()
    return make_shop()


def page(path: str = LIST) -> str:
    """Return the page twice asked, so that all that is kept of it is."""
    Client().get(path)
    return Client().get(path).content.decode()


def test_a_list_that_was_asked_for_reads_prices_and_stock_and_nothing_else(shop):
    page()
    with CaptureQueriesContext(connection) as captured:
        Client().get(LIST)
    tables = [
        name for name in ("pricing_price", "inventory_stocklevel") for q in captured if name in q["sql"]
    ]
    assert tables == ["pricing_price", "inventory_stocklevel"]
    assert len(captured) == 2


@pytest.mark.parametrize(
    "path", [LIST, "/ko/c/kitchen/", f"{LIST}?f.color=Red&sort=price_asc", "/en/search/?q=mug"]
)
def test_a_kept_page_is_the_fresh_page(shop, path):
    kept = page(path)
    fragments.forget()
    forget_all()
    assert Client().get(path).content.decode() == kept


def test_prices_and_stock_are_live_even_if_nobody_says_that_they_changed(shop):
    assert "€34.00" in page() and "Sold out" not in page()
    Price.objects.filter(variant_id=shop.variants["MUG-RED"]).update(amount=1234)
    Price.objects.filter(variant_id=shop.variants["MUG-BLUE"]).update(amount=1234)
    assert "€12.34" in page()
    StockLevel.objects.filter(variant_id=shop.variants["STOOL"]).update(on_hand=0)
    assert "Sold out" in page()


def test_a_new_title_is_on_the_next_page(shop):
    page()
    product = catalog.variants([shop.variants["STOOL"]])[shop.variants["STOOL"]].product_id
    catalog.update_product(
        product_id=product, expected_version=None, changes={"title": "Ash stool"}, actor=ACTOR, at=clock.now()
    )
    assert "Ash stool" in Client().get(LIST).content.decode()


def test_stock_that_is_taken_by_the_operation_shows_at_once(shop):
    assert "Sold out" not in page()
    for sku in ("MUG-BLUE", "MUG-RED"):
        inventory.adjust(
            shop.variants[sku], on_hand=0, expected_on_hand=2 if sku == "MUG-BLUE" else 20,
            reason="damaged", actor=ACTOR, at=clock.now(),
        )  # fmt: skip
    assert "Sold out" in page()


def test_the_frame_follows_channels_and_menus(shop):
    assert "Pop-up shop" not in page()
    saved = channels.save_channel(
        code="eu", name="Pop-up shop", market_code="eu", locales=("en", "ko"), is_default=True,
        timezone="Europe/Berlin", legal={**LEGAL, "trade_name": "New trader"}, actor=ACTOR, at=clock.now(),
    )  # fmt: skip
    assert saved.name in page() and "New trader" in page()
    menu, _made = Menu.objects.get_or_create(code="main", locale="en")
    menu.items.add(MenuItem(text="Sale of the year", link="/en/search/"))
    menu.save()
    assert "Sale of the year" in page()


def test_a_sort_rule_is_followed_from_its_first_minute(shop):
    def first() -> str:
        query = discovery.ProductQuery(channel=shop.channel, category="kitchen")
        return discovery.search(query, at=clock.now()).items[0].slug

    stool = catalog.variants([shop.variants["STOOL"]])[shop.variants["STOOL"]].product_id
    mug = catalog.variants([shop.variants["MUG-RED"]])[shop.variants["MUG-RED"]].product_id
    for pinned, slug in ((stool, "oak-stool"), (mug, "enamel-mug")):
        discovery.save_sort_rule(name=slug, pins=[pinned], starts_at=clock.now(), actor=ACTOR, at=clock.now())
        assert first() == slug
