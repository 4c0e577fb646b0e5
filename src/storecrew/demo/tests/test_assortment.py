"""The demo's assortment is the same everywhere, complete in two languages, and its pictures are drawn."""

import io

import numpy as np
import pytest
from PIL import Image
from stdnum import ean

from storecrew.demo.assortment import CATEGORY_WORDS, FINISHES, assortment, gtin, won
from storecrew.demo.pictures import album
from storecrew.demo.steps.vocabulary import COUNTRIES

ITEMS = list(assortment())
PICTURES = [picture for item in ITEMS for picture in item.pictures]


def test_about_three_hundred_products_of_three_ranges():
    assert len(ITEMS) == 292
    assert len({item.row.product_type for item in ITEMS}) == 3
    assert list(assortment()) == ITEMS, "the same on every call"


def test_every_article_has_its_own_sku_barcode_price_cost_and_stock():
    variants = [variant for item in ITEMS for variant in item.row.variants]
    assert len({variant.sku for variant in variants}) == len(variants)
    assert len({variant.barcode for variant in variants}) == len(variants)
    assert all(ean.is_valid(variant.barcode) and variant.barcode.startswith("20") for variant in variants)
    for item in ITEMS:
        skus = {variant.sku for variant in item.row.variants}
        assert skus == set(item.prices) == set(item.costs) == set(item.stock)
        assert all(0 < item.costs[sku] < price for sku, price in item.prices.items())
        assert all(item.prices[sku] < old for sku, old in item.strike.items())


def test_some_things_are_reduced_low_and_sold_out():
    assert sum(bool(item.strike) for item in ITEMS) >= 20
    assert any(set(item.stock.values()) == {0} for item in ITEMS)
    assert any(0 < min(item.stock.values()) < 9 for item in ITEMS)


def test_every_word_a_shopper_meets_is_korean_too():
    for item in ITEMS:
        korean = item.row.translations["ko"]
        assert korean["title"] and korean["subtitle"] and korean["description"]
        assert item.row.attributes["finish"] in FINISHES
        assert item.row.attributes["made_in"] in COUNTRIES
    assert all(words.ko for words in CATEGORY_WORDS.values())


def test_prices_in_won_have_no_decimals_and_codes_a_check_digit():
    assert won(1990) == 29_900
    assert won(1400) % 100 == 0
    assert ean.is_valid(gtin(42))


def test_every_color_has_its_picture_and_no_picture_is_left_over():
    assert {album.file_of(picture) for picture in PICTURES} == set(album.FOLDER.glob("*.webp"))


@pytest.mark.parametrize("picture", PICTURES[::103], ids=lambda picture: picture.sku)
def test_the_files_are_what_the_code_draws(picture):
    kept = np.asarray(Image.open(album.file_of(picture)).convert("RGB"), dtype=np.int16)
    drawn = np.asarray(Image.open(io.BytesIO(album.draw(picture))).convert("RGB"), dtype=np.int16)
    assert kept.shape == drawn.shape == (album.SIZE, album.SIZE, 3)
    # Processors round differently in the last bit, which the encoder may carry to a neighboring shade.
    assert np.abs(kept - drawn).mean() < 0.5
