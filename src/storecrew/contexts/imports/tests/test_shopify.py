"""Reading Shopify's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.catalog.models import Product
from storecrew.contexts.imports.facts import Setting
from storecrew.contexts.imports.tests.factories import AT, make_shop, read, run_import, table

SHIRT = {
    "Handle": "shirt",
    "Title": "Shirt",
    "Body (HTML)": "<p>Soft</p>",
    "Vendor": "Acme",
    "Type": "Tops",
    "Tags": "summer, new",
    "Published": "true",
    "Option1 Name": "Size",
    "Option1 Value": "S",
    "Option2 Name": "Color",
    "Option2 Value": "Red",
    "Variant SKU": "'0012",
    "Variant Grams": "250.0",
    "Variant Inventory Qty": "3",
    "Variant Price": "20.00",
    "Variant Compare At Price": "25.00",
    "Variant Barcode": "'4006381333931",
    "Image Src": "https://cdn.example.com/2.jpg",
    "Image Position": "2",
    "Image Alt Text": "Back",
    "Gift Card": "false",
    "Cost per item": "9.99",
    "Variant Image": "https://cdn.example.com/2.jpg",
    "Status": "active",
}
MORE = {
    "Handle": "shirt",
    "Option1 Value": "M",
    "Option2 Value": "Red",
    "Variant Price": "20",
    "Variant Inventory Qty": "-2",
}
PICTURE = {"Handle": "shirt", "Image Src": "https://cdn.example.com/1.jpg", "Image Position": "1"}


def write(tmp_path: Path, *rows: dict, **more: object) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(table(rows, **more), encoding="utf-8", newline="")
    return path


def test_one_product_is_made_of_its_rows(tmp_path: Path) -> None:
    (built,), reading = read(write(tmp_path, SHIRT, MORE, PICTURE))
    draft = built.draft
    assert reading.layout.format.code == "shopify"
    assert (draft.key, draft.slug, draft.title, draft.brand, draft.product_type) == (
        "shopify:shirt",
        "shirt",
        "Shirt",
        "Acme",
        "Tops",
    )
    assert (draft.status, draft.published, draft.tags) == ("live", True, ("summer", "new"))
    assert draft.categories == (("Tops",),)
    first, second = draft.variants
    assert (first.sku, first.options, first.barcode) == (
        "0012",
        {"Size": "S", "Color": "Red"},
        "4006381333931",
    )
    assert (first.prices[0].amount, first.prices[0].compare_at, first.cost) == (2000, 2500, (999, "EUR"))
    assert (first.weight_g, first.stock) == (250, {"": 3})
    assert (second.sku, second.stock) == ("shirt-m-red", {"": 0})
    assert [(image.source[-5:], image.sku) for image in draft.images] == [("1.jpg", ""), ("2.jpg", "0012")]
    assert draft.image_count == 2
    assert [problem.code for problem in built.warnings] == ["quantity_negative"]


def test_the_layout_of_2025_with_new_names_is_read(tmp_path: Path) -> None:
    row = {
        "Title": "Mug",
        "URL handle": "mug",
        "Description": "<p>Round</p>",
        "Published on online store": "TRUE",
        "Status": "Unlisted",
        "SKU": "MUG",
        "Option1 name": "",
        "Price": "12.5",
        "Compare-at price": "",
        "Inventory quantity": "4",
        "Weight value (grams)": "300",
        "Product image URL": "https://cdn.example.com/m.jpg",
        "Product category": "Home > Kitchen > Mugs",
        "Price / International": "15",
    }
    (built,), reading = read(write(tmp_path, row))
    draft = built.draft
    assert reading.layout.format.code == "shopify"
    assert (draft.slug, draft.status, draft.published) == ("mug", "live", False)
    assert draft.categories == (("Home", "Kitchen", "Mugs"),)
    assert (draft.variants[0].sku, draft.variants[0].weight_g, draft.variants[0].stock) == (
        "MUG",
        300,
        {"": 4},
    )
    assert "Price / International" in reading.layout.ignored


def test_headers_are_found_by_name_in_any_case_and_order(tmp_path: Path) -> None:
    row = {
        "VARIANT PRICE": "5",
        "  title ": "Cup",
        "option1 value": "Default Title",
        "option1 name": "Title",
        "HANDLE": "cup",
    }
    (built,), _ = read(write(tmp_path, row))
    assert built.draft.variants[0].options == {}
    assert built.draft.variants[0].prices[0].amount == 500


def test_metafields_become_attributes(tmp_path: Path) -> None:
    row = {
        **SHIRT,
        "Color (product.metafields.shopify.color-pattern)": "red; blue",
        "Washing (product.metafields.custom.care_hint)": "Cold",
        "Product rating count (product.metafields.reviews.rating_count)": "7",
    }
    (built,), reading = read(write(tmp_path, row))
    assert built.draft.attributes == {"color_pattern": ["red", "blue"], "care_hint": ["Cold"]}
    assert reading.layout.ignored == ()


def test_gift_cards_are_reported_with_all_their_rows(tmp_path: Path) -> None:
    card = {"Handle": "card", "Title": "Card", "Gift Card": "true", "Variant Price": "10"}
    (built,), _ = read(write(tmp_path, card, {"Handle": "card", "Variant Price": "50"}))
    assert built.draft is None
    assert (built.rejections[0].code, built.rejections[0].rows) == ("kind_gift_card", (2, 3))


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ("-5", "price_negative"),
        ("abc", "price_not_a_number"),
        ("1e9999", "price_not_a_number"),
        ("NaN", "price_not_a_number"),
        ("Infinity", "price_not_a_number"),
        ("１２", "price_not_a_number"),
        ("9" * 30, "price_too_large"),
        ("1.2.3", "price_not_a_number"),
        ("12 USD", "price_currency"),
    ],
)
def test_bad_12_an_impossible_price_names_row_and_column(tmp_path: Path, price: str, code: str) -> None:
    (built,), _ = read(write(tmp_path, {**SHIRT, "Variant Price": price}, MORE))
    problem = built.rejections[0]
    assert (problem.code, problem.row, problem.column, problem.value) == (code, 2, "Variant Price", price)
    assert [variant.row for variant in built.draft.variants] == [3], "the other variant comes in"


@pytest.mark.parametrize("quantity", ["1.5", "NaN", "１", "9223372036854775808", "1e9", "five"])
def test_bad_03_an_illegal_quantity_rejects_its_row(tmp_path: Path, quantity: str) -> None:
    (built,), _ = read(write(tmp_path, {**SHIRT, "Variant Inventory Qty": quantity}))
    assert built.draft is None
    assert built.rejections[0].column == "Variant Inventory Qty"


def test_bad_12_odd_prices_come_in_with_a_warning(tmp_path: Path) -> None:
    rows = [
        {**SHIRT, "Variant Price": "0"},
        {**MORE, "Variant Price": "30", "Variant Compare At Price": "20", "Variant Inventory Qty": "1"},
        {**MORE, "Option1 Value": "L", "Variant Price": "", "Variant Inventory Qty": "1"},
        {**MORE, "Option1 Value": "XL", "Variant Price": "9.999", "Variant Inventory Qty": "1"},
    ]
    (built,), _ = read(write(tmp_path, *rows))
    assert len(built.draft.variants) == 4
    assert [(problem.code, problem.row) for problem in built.warnings] == [
        ("price_zero", 2),
        ("strike_below_price", 3),
        ("price_missing", 4),
        ("price_rounded", 5),
    ]


def test_a_currency_without_decimals(tmp_path: Path) -> None:
    rows = [
        {
            **SHIRT,
            "Variant Price": "1050000",
            "Variant Compare At Price": "1,200,000",
            "Cost per item": "500000.00",
        }
    ]
    (built,), _ = read(write(tmp_path, *rows), setting=Setting("KRW", 0, AT.date()))
    variant = built.draft.variants[0]
    assert (variant.prices[0].amount, variant.prices[0].compare_at, variant.cost) == (
        1050000,
        1200000,
        (500000, "KRW"),
    )


def test_bad_12_a_repeated_sku_is_told_apart_and_no_variant_is_lost(tmp_path: Path) -> None:
    other = {"Handle": "cap", "Title": "Cap", "Variant SKU": "0012", "Variant Price": "5"}
    rows = [SHIRT, {**MORE, "Variant SKU": "0012"}, other]
    built, _ = read(write(tmp_path, *rows))
    skus = [variant.sku for each in built for variant in each.draft.variants]
    assert skus == ["0012", "0012-shirt-m-red", "0012-cap"]
    again, _ = read(write(tmp_path, *rows))
    assert [variant.sku for each in again for variant in each.draft.variants] == skus
    assert [problem.code for each in built for problem in each.warnings if "sku" in problem.code] == [
        "sku_repeated"
    ] * 2


def test_rows_of_a_handle_need_not_stand_together(tmp_path: Path) -> None:
    cap = {"Handle": "cap", "Title": "Cap", "Variant SKU": "C", "Variant Price": "5"}
    built, _ = read(write(tmp_path, SHIRT, cap, MORE))
    assert [(each.draft.slug, len(each.draft.variants)) for each in built] == [("shirt", 2), ("cap", 1)]


def test_a_row_without_handle_is_rejected(tmp_path: Path) -> None:
    _, reading = read(write(tmp_path, SHIRT, {"Title": "Lost", "Variant Price": "3"}))
    assert [(problem.code, problem.row, problem.column) for problem in reading.rejections] == [
        ("handle_missing", 3, "Handle")
    ]


def test_a_file_without_quantities_says_so_once(tmp_path: Path) -> None:
    row = {name: value for name, value in SHIRT.items() if name != "Variant Inventory Qty"}
    (built,), reading = read(write(tmp_path, row))
    assert built.draft.variants[0].stock == {}
    assert [problem.code for problem in reading.warnings] == ["no_quantities"]


def test_a_handle_in_another_script_keeps_its_letters(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, {**SHIRT, "Handle": "nhẫn-bạc"}))
    assert (built.draft.key, built.draft.slug) == ("shopify:nhẫn-bạc", "nhẫn-bạc")


def test_con_12_what_needs_no_parcel_comes_in_as_codes(tmp_path: Path) -> None:
    key = {**SHIRT, "Variant Requires Shipping": "false"}
    (built,), _ = read(write(tmp_path, key, {**MORE, "Variant Requires Shipping": "true"}))
    first, second = built.draft.variants
    assert (first.digital, first.stock) == (True, {})
    assert (second.digital, second.stock) == (False, {"": 0})
    told = [problem for problem in built.warnings if problem.code in ("kind_digital", "pieces_of_codes")]
    assert [(problem.code, problem.row) for problem in told] == [("kind_digital", 2), ("pieces_of_codes", 2)]
    assert not built.rejections


def test_stock_by_place_is_taken_instead_of_its_total(tmp_path: Path) -> None:
    row = {
        "Handle": "cap", "Title": "Cap", "Variant SKU": "C", "Variant Price": "5",
        "Variant Inventory Qty": "9", "Inventory Available: Berlin": "4", "Inventory On Hand: Seoul": "5",
        "Variant Inventory Qty - Main": "2",
    }  # fmt: skip
    places = {"berlin": "de", "de": "de", "main": "main"}
    setting = Setting("EUR", 2, AT.date(), places=places, default_place="main")
    (built,), reading = read(write(tmp_path, row), setting=setting)
    assert built.draft.variants[0].stock == {"de": 4, "main": 7}
    told = {problem.code: problem for problem in reading.warnings}
    assert (told["places_joined"].row, told["places_joined"].column) == (2, "Inventory On Hand: Seoul")
    assert "no_quantities" not in told


def test_new_products_need_no_handle(tmp_path: Path) -> None:
    rows = [
        {"Title": "Linen shirt", "Vendor": "A", "Option1 name": "Size", "Option1 value": "S", "Price": "9"},
        {"Title": "Linen shirt", "Option1 value": "M", "Price": "9"},
        {"Option1 value": "L", "Price": "9"},
    ]
    (built,), reading = read(write(tmp_path, *rows))
    assert (built.draft.key, [each.sku for each in built.draft.variants]) == (
        "shopify:linen-shirt",
        ["linen-shirt-s", "linen-shirt-m"],
    )
    assert [(problem.code, problem.row) for problem in reading.rejections] == [("handle_missing", 4)]


def test_numbers_that_a_spreadsheet_rounded_are_told(tmp_path: Path) -> None:
    row = {"Handle": "cap", "Title": "Cap", "Variant SKU": "1.23457E+12", "Variant Barcode": "4,00638E+12"}
    (built,), _ = read(write(tmp_path, {**row, "Variant Price": "5", "Variant Inventory Qty": "1"}))
    told = [(problem.code, problem.row, problem.column, problem.value) for problem in built.warnings]
    assert told == [
        ("sku_rounded", 2, "Variant SKU", "1.23457E+12"),
        ("barcode_rounded", 2, "Variant Barcode", "4,00638E+12"),
    ]
    assert built.draft.variants[0].barcode is None


def test_cells_that_are_guarded_from_spreadsheets_are_read(tmp_path: Path) -> None:
    guarded = {"Variant SKU": '="007"', "Variant Barcode": '="4006381333931"', "Variant Price": '="12.50"'}
    (built,), _ = read(write(tmp_path, {**SHIRT, **guarded, "Title": '="'}))
    (variant,) = built.draft.variants
    assert (variant.sku, variant.barcode, variant.prices[0].amount) == ("007", "4006381333931", 1250)
    assert built.draft.title == '="'


def test_a_status_that_is_not_known_is_told_and_makes_nothing_live(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, {**SHIRT, "Status": "Preview"}))
    assert built.draft.status is None
    told = [(each.code, each.row, each.value) for each in built.warnings]
    assert told == [("status_unknown", 2, "Preview")]


@pytest.mark.django_db
def test_a_new_product_of_an_unknown_status_is_a_draft(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path, {**SHIRT, "Status": "Preview"}))
    assert Product.objects.get().status == "draft"
