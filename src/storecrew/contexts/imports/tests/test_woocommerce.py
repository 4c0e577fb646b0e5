"""Reading WooCommerce's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.imports.tests.factories import read, table

SIMPLE = {
    "ID": "10",
    "Type": "simple",
    "SKU": "MUG",
    "Name": "Mug &amp; saucer",
    "Published": "1",
    "Visibility in catalog": "visible",
    "Short description": "Short",
    "Description": "Long\\ntext",
    "In stock?": "1",
    "Stock": "7",
    "Weight (kg)": "0.4",
    "Length (cm)": "10",
    "Regular price": "12",
    "Sale price": "9.50",
    "Categories": "Home > Kitchen\\, dining, Gifts",
    "Tags": "a, b",
    "Images": "https://x.example.com/a,b.jpg, https://x.example.com/c.jpg",
    "Attribute 1 name": "Material",
    "Attribute 1 value(s)": "Clay, Glaze",
    "Parent": "",
    "Position": "0",
}
PARENT = {
    "ID": "20",
    "Type": "variable",
    "SKU": "TEE",
    "Name": "Tee",
    "Published": "1",
    "Categories": "Clothing",
    "Images": "https://x.example.com/t.jpg",
    "Attribute 1 name": "Color",
    "Attribute 1 value(s)": "Red, Blue",
    "Attribute 2 name": "Size",
    "Attribute 2 value(s)": "S, M",
    "Attribute 3 name": "Care",
    "Attribute 3 value(s)": "Cold",
}


def variation(parent: str, color: str, size: str, **more: str) -> dict[str, str]:
    return {
        "Type": "variation",
        "Name": "Tee",
        "Published": "1",
        "Parent": parent,
        "Regular price": "20",
        "Attribute 1 name": "Color",
        "Attribute 1 value(s)": color,
        "Attribute 2 name": "Size",
        "Attribute 2 value(s)": size,
        **more,
    }


def write(tmp_path: Path, *rows: dict, **more: object) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(table(rows, **more), encoding="utf-8", newline="")
    return path


def test_a_simple_product(tmp_path: Path) -> None:
    (built,), reading = read(write(tmp_path, SIMPLE))
    draft = built.draft
    assert reading.layout.format.code == "woocommerce"
    assert (draft.title, draft.slug, draft.description) == ("Mug & saucer", "mug-saucer", "Long\ntext")
    assert draft.categories == (("Home", "Kitchen, dining"), ("Gifts",))
    assert [image.source for image in draft.images] == [
        "https://x.example.com/a,b.jpg",
        "https://x.example.com/c.jpg",
    ]
    assert draft.attributes == {"material": ["Clay", "Glaze"]}
    variant = draft.variants[0]
    assert (variant.sku, variant.weight_g, variant.length_mm, variant.stock) == ("MUG", 400, 100, {"": 7})
    assert (variant.prices[0].amount, variant.prices[0].compare_at) == (950, 1200)


def test_variations_find_their_parent_by_sku_or_number_before_or_after_it(tmp_path: Path) -> None:
    rows = [variation("id:20", "Red", "S"), PARENT, variation("TEE", "Blue", "M", SKU="TEE-BM")]
    (built,), _ = read(write(tmp_path, *rows))
    draft = built.draft
    assert [(variant.sku, variant.options) for variant in draft.variants] == [
        ("TEE-red-s", {"Color": "Red", "Size": "S"}),
        ("TEE-BM", {"Color": "Blue", "Size": "M"}),
    ]
    assert draft.attributes == {"care": ["Cold"]}


def test_a_variation_without_value_means_any(tmp_path: Path) -> None:
    (built,), _ = read(
        write(tmp_path, PARENT, variation("TEE", "Red", "", SKU="TEE-R"), variation("TEE", "Blue", "M"))
    )
    assert built.draft.variants[0].options == {"Color": "Red", "Size": "Any"}
    assert [(problem.code, problem.row) for problem in built.warnings] == [("option_any", 3)]


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("grouped", "kind_grouped"),
        ("external", "kind_external"),
        ("simple, downloadable, virtual", "kind_download"),
        ("bundle", "kind_bundle"),
        ("gift-card", "kind_gift_card"),
        ("subscription", "kind_unknown"),
    ],
)
def test_kinds_that_are_not_sold_are_reported(tmp_path: Path, kind: str, code: str) -> None:
    (built,), _ = read(write(tmp_path, {**SIMPLE, "Type": kind}))
    assert built.draft is None
    assert [(problem.code, problem.row, problem.column) for problem in built.rejections] == [
        (code, 2, "Type")
    ]


def test_a_variation_whose_parent_is_missing_is_rejected(tmp_path: Path) -> None:
    rows = [SIMPLE, variation("NOBODY", "Red", "S"), variation("", "Red", "M")]
    built, reading = read(write(tmp_path, *rows))
    assert [problem.code for each in built for problem in each.rejections] == ["parent_unknown"]
    assert [problem.code for problem in reading.rejections] == ["parent_missing"]


def test_two_rows_with_one_sku_do_not_become_one_product(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, SIMPLE, {**SIMPLE, "Name": "Other"}))
    assert built.draft.title == "Mug & saucer"
    assert [(problem.code, problem.row) for problem in built.rejections] == [("product_repeated", 3)]


def test_products_of_one_name_get_addresses_of_their_own(tmp_path: Path) -> None:
    built, _ = read(write(tmp_path, SIMPLE, {**SIMPLE, "SKU": "MUG2", "ID": "11"}))
    assert [each.draft.slug for each in built] == ["mug-saucer", "mug-saucer-mug2"]


def test_a_sale_counts_only_while_it_runs(tmp_path: Path) -> None:
    rows = [
        {**SIMPLE, "Date sale price starts": "2026-02-01", "Date sale price ends": "2026-03-15 0:00:00"},
        {**SIMPLE, "SKU": "B", "ID": "11", "Date sale price starts": "2027-01-01"},
    ]
    first, second = read(write(tmp_path, *rows))[0]
    assert first.draft.variants[0].prices[0].amount == 950
    assert [problem.code for problem in first.warnings] == ["sale_ends"]
    assert second.draft.variants[0].prices[0].amount == 1200
    assert "sale_not_now" in [problem.code for problem in second.warnings]


def test_stock_words(tmp_path: Path) -> None:
    rows = [
        {**SIMPLE, "Stock": "", "In stock?": "0"},
        {**SIMPLE, "SKU": "B", "ID": "2", "Stock": "parent"},
        {**SIMPLE, "SKU": "C", "ID": "3", "Stock": ""},
    ]
    built, _ = read(write(tmp_path, *rows))
    assert [each.draft.variants[0].stock for each in built] == [{"": 0}, {}, {}]


def test_an_export_in_german(tmp_path: Path) -> None:
    row = {
        "ID": "1",
        "Typ": "simple",
        "Artikelnummer": "TASSE",
        "Name": "Tasse",
        "Veröffentlicht": "1",
        "Vorrätig?": "1",
        "Lager": "3",
        "Gewicht (kg)": "0,4",
        "Regulärer Preis": "1.299,50",
        "Kategorien": "Küche",
        "Attribut 1 Name": "Farbe",
        "Attribut 1 Wert(e)": "Blau",
        "Attribut 1 Sichtbar": "1",
    }
    (built,), reading = read(write(tmp_path, row, delimiter=";"))
    variant = built.draft.variants[0]
    assert (reading.layout.format.code, reading.layout.delimiter) == ("woocommerce", ";")
    assert (variant.prices[0].amount, variant.weight_g, variant.stock) == (129950, 400, {"": 3})
    assert built.draft.attributes == {"farbe": ["Blau"]}
    assert reading.warnings[0].code == "other_separator"


def test_hidden_and_private_products_are_not_offered(tmp_path: Path) -> None:
    rows = [
        {**SIMPLE, "Visibility in catalog": "hidden"},
        {**SIMPLE, "SKU": "B", "ID": "2", "Published": "-1"},
    ]
    first, second = read(write(tmp_path, *rows))[0]
    assert (first.draft.status, first.draft.published) == ("live", False)
    assert second.draft.status == "draft"
