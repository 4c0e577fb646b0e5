"""Attributes of Magento 2 in columns of their own, and what is said of columns that are left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.catalog.models import Attribute, Product, Variant
from storecrew.contexts.imports.tests.factories import make_shop, read, run_import
from storecrew.contexts.imports.tests.test_magento import BAG, child, tee, write


def test_columns_that_are_nothing_else_are_attributes(tmp_path: Path) -> None:
    row = {**BAG, "material": "Linen", "Climate": "Cool|Indoor", "pockets": "4", "manufacturer": "Own"}
    row["additional_attributes"] = "material=Canvas,style=Bold"
    (built,), reading = read(write(tmp_path, row))
    assert reading.layout.format.code == "magento"
    assert built.draft.attributes == {
        "material": ["Canvas"], "style": ["Bold"], "climate": ["Cool", "Indoor"], "pockets": ["4"],
    }  # fmt: skip
    assert built.draft.brand == "Own"


def test_options_are_completed_from_columns(tmp_path: Path) -> None:
    """As in files of extensions: color and size beside the SKU, one of them in the variations."""
    rows = [
        child(size, color, additional_attributes="") | {"color": color, "size": size}
        for size in "SM"
        for color in ("Red", "Blue")
    ]
    named = "|".join(f"sku={row['sku']},size={row['size']}" for row in rows)
    (built,), _ = read(write(tmp_path, *rows, tee(named)))
    assert [each.options for each in built.draft.variants][:2] == [
        {"Size": "S", "Color": "Red"},
        {"Size": "S", "Color": "Blue"},
    ]


@pytest.mark.parametrize(
    ("column", "told"),
    [
        ("has_options", "columns_unused"),
        ("entity_id", "columns_unused"),
        ("msrp", "columns_unused"),
        ("bundle_values", "columns_unused"),
        ("tier_prices", "columns_tiers"),
        ("parent_sku", "columns_ignored"),
        ("_media_image", "columns_ignored"),
        ("giftcard_amount", "columns_ignored"),
        ("Shelf label", "columns_ignored"),
    ],
)
def test_technical_columns_are_no_attributes_and_are_told(tmp_path: Path, column: str, told: str) -> None:
    (built,), reading = read(write(tmp_path, {**BAG, column: "1"}))
    assert set(built.draft.attributes or ()) == {"material", "note"}
    assert [each.value for each in reading.warnings if each.code == told] == [column]


def test_a_column_without_a_value_is_not_told(tmp_path: Path) -> None:
    _, reading = read(write(tmp_path, {**BAG, "tier_prices": "", "msrp": ""}))
    assert not {each.code for each in reading.warnings} & {"columns_unused", "columns_tiers"}


def test_columns_of_attributes_do_not_make_a_file_one_of_magento(tmp_path: Path) -> None:
    path = tmp_path / "shopify.csv"
    path.write_text(
        "Handle,Title,sku,price,color,size,material,style\nmug,Mug,M-1,9,Red,S,Clay,Plain\n", encoding="utf-8"
    )
    _, reading = read(path)
    assert reading.layout.format.code == "shopify"


def test_a_cell_that_says_it_is_empty_is_blank(tmp_path: Path) -> None:
    (built,), _ = read(
        write(tmp_path, {**BAG, "color": "__EMPTY__VALUE__", "special_price": "__EMPTY__VALUE__"})
    )
    assert "color" not in (built.draft.attributes or {})
    assert built.rejections == []


@pytest.mark.django_db
def test_attributes_of_columns_are_typed_as_the_others_are(tmp_path: Path) -> None:
    make_shop()
    run_import(
        write(tmp_path, {**BAG, "additional_attributes": "material=Linen", "color": "Red", "year": "2024"})
    )
    product = Product.objects.get()
    kinds = dict(Attribute.objects.values_list("code", "kind"))
    run_import(
        write(tmp_path, {**BAG, "sku": "BAG-2", "url_key": "b", "attribute_set_code": "Case",
                         "additional_attributes": "material=Linen,color=Red,year=2024"})
    )  # fmt: skip
    assert dict(Attribute.objects.values_list("code", "kind")) == kinds
    assert Product.objects.exclude(pk=product.pk).get().attributes == product.attributes
    status, report = run_import(
        write(tmp_path, {**BAG, "additional_attributes": "material=Linen", "color": "Red", "year": "2024"})
    )
    assert (status, report["unchanged"]) == (0, 1)
    assert Variant.objects.count() == 2
