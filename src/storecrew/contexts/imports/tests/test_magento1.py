"""Reading files of Magento 1 and OpenMage."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.catalog.models import Product, Variant
from storecrew.contexts.imports.providers.formats.detection import detect
from storecrew.contexts.imports.rules import numbers
from storecrew.contexts.imports.tests.factories import make_shop, read, run_import, table

LAMP = {
    "sku": "LAMP-1",
    "_store": "",
    "_attribute_set": "Light",
    "_type": "simple",
    "_category": "Lights/Desk lamps",
    "_root_category": "Default Category",
    "_product_websites": "base",
    "name": "Desk lamp",
    "description": "<p>Bright</p>",
    "short_description": "Bends",
    "manufacturer": "Acme",
    "socket": "E27",
    "color": "",
    "price": "34.0000",
    "special_price": "",
    "status": "1",
    "visibility": "4",
    "tax_class_id": "2",
    "weight": "1.2000",
    "image": "/l/a/lamp.jpg",
    "qty": "7.0000",
    "has_options": "0",
    "_links_related_sku": "",
    "_associated_sku": "",
    "_media_image": "/l/a/lamp.jpg",
    "_media_lable": "Front",
    "_media_is_disabled": "0",
    "_super_products_sku": "",
    "_super_attribute_code": "",
    "_super_attribute_option": "",
    "_super_attribute_price_corr": "",
    "_tier_price_price": "",
}


def lines(*rows: dict[str, str]) -> list[dict[str, str]]:
    return [{**dict.fromkeys(LAMP, ""), **row} for row in rows]


def write(tmp_path: Path, *rows: dict[str, str]) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(table(lines(*rows)), encoding="utf-8", newline="")
    return path


def test_a_product_is_its_row_and_those_without_sku_below_it(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        LAMP,
        {
            "_category": "Sale, small",
            "socket": "E14",
            "_media_image": "/l/a/back.jpg",
            "_media_lable": "Back",
        },
        {"_media_image": "/l/a/secret.jpg", "_media_is_disabled": "1", "_links_related_sku": "LAMP-2"},
        {"_store": "outlet", "name": "Lampe"},
        {"_store": "de", "name": "Schreibtischlampe"},
        {**LAMP, "sku": "LAMP-2", "name": "Spare", "visibility": "1", "status": "2", "_media_image": ""},
    )
    (built, other), reading = read(path)
    draft = built.draft
    assert reading.layout.format.code == "magento1"
    assert reading.rejections == []
    assert (draft.key, draft.title, draft.brand, draft.status) == (
        "magento:lamp-1", "Desk lamp", "Acme", "live",
    )  # fmt: skip
    assert draft.categories == (("Lights", "Desk lamps"), ("Sale, small",))
    assert draft.attributes == {"socket": ["E27", "E14"]}
    assert draft.product_type == "Light"
    assert [(image.source, image.alt) for image in draft.images] == [
        ("/l/a/lamp.jpg", ""),
        ("/l/a/back.jpg", "Back"),
    ]
    assert draft.translations == {"de": {"title": "Schreibtischlampe"}}
    assert [link.said for link in draft.links["accessory"]] == ["LAMP-2"]
    (variant,) = draft.variants
    assert (variant.sku, variant.prices[0].amount, variant.stock, variant.weight_g) == (
        "LAMP-1", 3400, {"": 7}, 1200,
    )  # fmt: skip
    assert draft.rows == (2, 3, 4, 5, 6)
    assert {problem.code for problem in built.warnings} == {"view_not_taken"}
    assert (other.draft.status, {problem.code for problem in other.warnings}) == ("draft", {"not_visible"})


def tee() -> list[dict[str, str]]:
    """A configurable product with two children; whose lists are not paired by row."""
    child = {**LAMP, "_type": "simple", "visibility": "1", "_media_image": "", "socket": "", "price": "1"}
    return [
        {**child, "sku": "TEE-R", "name": "Tee red", "color": "Red", "image": "/t/red.jpg"},
        {**child, "sku": "TEE-B", "name": "Tee blue", "color": "Blue", "image": "/t/blue.jpg", "price": "20"},
        {
            **LAMP, "sku": "TEE", "name": "Tee", "_type": "configurable", "price": "20.0000", "qty": "",
            "_media_image": "", "socket": "", "image": "/t/tee.jpg",
            "_super_products_sku": "TEE-R", "_super_attribute_code": "color",
            "_super_attribute_option": "Blue",
        },
        {
            "_super_products_sku": "TEE-B", "_super_attribute_code": "color",
            "_super_attribute_option": "Red", "_super_attribute_price_corr": "10%",
        },
    ]  # fmt: skip


def test_a_configurable_product_takes_its_children_and_gives_them_its_price(tmp_path: Path) -> None:
    (built,), reading = read(write(tmp_path, *tee()))
    assert reading.rejections == built.rejections == []
    found = [(each.sku, each.options, each.prices[0].amount, each.stock) for each in built.draft.variants]
    assert found == [
        ("TEE-R", {"Color": "Red"}, 2200, {"": 7}),
        ("TEE-B", {"Color": "Blue"}, 2000, {"": 7}),
    ]
    (told,) = [problem for problem in built.warnings if problem.code == "price_of_parent"]
    assert (told.row, told.value, told.params["taken"]) == (2, "1", "22")
    assert [(image.source, image.sku) for image in built.draft.images] == [
        ("/t/tee.jpg", ""), ("/t/red.jpg", "TEE-R"), ("/t/blue.jpg", "TEE-B"),
    ]  # fmt: skip


def test_a_group_is_told_and_its_parts_show_each_other(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        {**LAMP, "sku": "A"},
        {**LAMP, "sku": "B"},
        {**LAMP, "sku": "SET", "_type": "grouped", "price": "", "_associated_sku": "A"},
        {"_associated_sku": "B"},
    )
    built, _ = read(path)
    assert [problem.code for each in built for problem in each.rejections] == ["kind_grouped"]
    assert built[2].rejections[0].rows == (4, 5)
    assert [link.said for link in built[0].draft.links["accessory"]] == ["B"]


OLD = {
    "store": "shop",
    "websites": "base",
    "attribute_set": "Light",
    "type": "simple",
    "category_ids": "4,5",
    "sku": "LAMP-1",
    "name": "Desk lamp",
    "socket": "E27",
    "price": "34.0000",
    "status": "Enabled",
    "visibility": "Catalog, Search",
    "tax_class_id": "None",
    "qty": "7.0000",
    "product_type_id": "simple",
}


def test_the_older_profile_has_a_whole_row_for_each_store(tmp_path: Path) -> None:
    path = tmp_path / "export_all_products.csv"
    rows = [
        OLD,
        {**OLD, "store": "ko", "name": "책상 램프"},
        {**OLD, "sku": "LAMP-2", "status": "Disabled", "store": "admin", "name": "Floor lamp"},
        {**OLD, "sku": "LAMP-3", "type": "configurable", "store": "admin", "name": "Lamps"},
    ]
    path.write_text(table(rows), encoding="utf-8", newline="")
    built, reading = read(path)
    assert [(each.draft.title, each.draft.status, each.rejections) for each in built] == [
        ("Desk lamp", "live", []),
        ("Floor lamp", "draft", []),
        ("Lamps", "draft", []),
    ]
    assert built[0].draft.translations == {"ko": {"title": "책상 램프"}}
    assert {problem.code for problem in built[2].warnings} == {"no_variants"}
    assert reading.layout.ignored == ("category_ids",)


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("sku,store_view_code,attribute_set_code,product_type,name,price,url_key", "magento"),
        ("sku,_store,_attribute_set,product_type,categories,name,price", "magento1"),
        ("ID,Type,SKU,Name,Published,Regular price,Images", "woocommerce"),
        ("Handle,Title,Body (HTML),Vendor,Type,Variant SKU,Variant Price,Image Src", "shopify"),
    ],
)
def test_only_files_of_the_older_magento_are_read_as_such(header: str, code: str) -> None:
    assert detect(header).format.code == code


def test_magento_can_be_asked_for_by_either_name() -> None:
    header = "sku,_store,_attribute_set,_type,_category,name,price,socket"
    assert {detect(header, wanted).format.code for wanted in ("magento", "magento1")} == {"magento1"}


@pytest.mark.parametrize(
    ("more", "price"),
    [([], "20"), (["2.5000"], "22.5"), (["10%", "-1"], "21"), (["-25"], None), (["soon"], None)],
)
def test_mon_01_what_an_option_adds_is_added_exactly(more: list[str], price: str | None) -> None:
    assert numbers.raised("20.0000", more) == price


@pytest.mark.django_db
def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    make_shop()
    path = write(tmp_path, LAMP, {"_category": "Sale"}, *tee())
    status, report = run_import(path)
    assert (status, report["products"], report["variants"], report["created"]) == (0, 2, 3, 2)
    assert set(Variant.objects.values_list("sku", flat=True)) == {"LAMP-1", "TEE-R", "TEE-B"}
    assert Product.objects.get(slug="desk-lamp").brand == "Acme"
    status, report = run_import(path)
    assert (status, report["created"], report["updated"], report["unchanged"]) == (0, 0, 0, 2)
