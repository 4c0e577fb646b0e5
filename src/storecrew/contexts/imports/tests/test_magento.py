"""Reading Magento's files."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product, Variant
from storecrew.contexts.imports.providers.formats import magento_values as values
from storecrew.contexts.imports.tests.factories import make_shop, read, run_import, table
from storecrew.contexts.pricing import public as pricing

BAG = {
    "sku": "BAG-1",
    "store_view_code": "",
    "attribute_set_code": "Bag",
    "product_type": "simple",
    "categories": "Default Category/Gear,Default Category/Gear/Bags, cases",
    "product_websites": "base,eu",
    "name": "Day bag",
    "description": "<p>Roomy</p>",
    "weight": "1.2",
    "product_online": "1",
    "visibility": "Catalog, Search",
    "price": "34.0000",
    "special_price": "",
    "url_key": "day-bag",
    "base_image": "/b/a/bag.jpg",
    "base_image_label": "Front",
    "additional_images": "/b/a/bag.jpg,/b/a/back.jpg",
    "additional_image_labels": "Image,Back",
    "qty": "100.0000",
    "configurable_variations": "",
    "additional_attributes": "material=Canvas|Cotton,note=Big, light and blue,manufacturer=Acme",
}


def child(size: str, color: str, **more: str) -> dict[str, str]:
    return {
        **BAG,
        "sku": f"TEE-{size}-{color}",
        "name": f"Tee-{size}-{color}",
        "url_key": "",
        "qty": "5",
        "visibility": "Not Visible Individually",
        "additional_attributes": f"color={color},size={size}",
        "base_image": f"/t/e/{color}.jpg",
        "additional_images": "",
        **more,
    }


def tee(variations: str, **more: str) -> dict[str, str]:
    return {
        **BAG,
        "sku": "TEE",
        "product_type": "configurable",
        "name": "Tee",
        "url_key": "",
        "qty": "0",
        "additional_attributes": "pattern=Solid",
        "configurable_variations": variations,
        **more,
    }


def write(tmp_path: Path, *rows: dict, **more: object) -> Path:
    path = tmp_path / "products.csv"
    path.write_text(table(rows, **more), encoding="utf-8", newline="")
    return path


def test_a_simple_product(tmp_path: Path) -> None:
    (built,), reading = read(write(tmp_path, BAG))
    draft = built.draft
    assert reading.layout.format.code == "magento"
    assert (draft.key, draft.slug, draft.product_type, draft.brand) == (
        "magento:bag-1",
        "day-bag",
        "Bag",
        "Acme",
    )
    assert draft.categories == (("Gear",), ("Gear", "Bags, cases"))
    assert draft.attributes == {"material": ["Canvas", "Cotton"], "note": ["Big, light and blue"]}
    assert [(image.source, image.alt) for image in draft.images] == [
        ("/b/a/bag.jpg", "Front"),
        ("/b/a/back.jpg", "Back"),
    ]
    variant = draft.variants[0]
    assert (variant.sku, variant.weight_g, variant.stock, variant.prices[0].amount) == (
        "BAG-1",
        1200,
        {"": 100},
        3400,
    )
    assert [problem.code for problem in reading.warnings] == ["weights_without_unit"]


def test_children_are_variants_and_omitted_options_are_completed(tmp_path: Path) -> None:
    parts = "|".join(f"sku=TEE-{size}-{color},size={size}" for size in "SM" for color in ("Red", "Blue"))
    rows = [child(size, color) for size in "SM" for color in ("Red", "Blue")]
    (built,), _ = read(write(tmp_path, *rows, tee(parts)))
    draft = built.draft
    assert (draft.title, draft.slug, draft.status) == ("Tee", "tee", "live")
    assert [variant.options for variant in draft.variants] == [
        {"Size": "S", "Color": "Red"},
        {"Size": "S", "Color": "Blue"},
        {"Size": "M", "Color": "Red"},
        {"Size": "M", "Color": "Blue"},
    ]
    assert draft.attributes == {"pattern": ["Solid"]}
    assert [image.source for image in draft.images] == [
        "/b/a/bag.jpg",
        "/b/a/back.jpg",
        "/t/e/Red.jpg",
        "/t/e/Blue.jpg",
    ]


def test_labels_of_options_are_used_and_skus_are_compared_without_case(tmp_path: Path) -> None:
    row = tee(
        'sku=tee-s-red,size=S|sku="TEE-M-Red",size="M"', configurable_variation_labels="size=Shirt size"
    )
    (built,), _ = read(write(tmp_path, row, child("S", "Red"), child("M", "Red")))
    assert [variant.options for variant in built.draft.variants] == [{"Shirt size": "S"}, {"Shirt size": "M"}]


def test_a_child_that_has_no_row_is_left_to_the_shop(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, tee("sku=TEE-S-Red,size=S|sku=GONE,size=M"), child("S", "Red")))
    assert [(each.sku, each.in_shop, each.options) for each in built.draft.variants] == [
        ("TEE-S-Red", False, {"Size": "S"}),
        ("GONE", True, {"Size": "M"}),
    ]
    assert built.rejections == []


def test_a_configurable_product_without_children_comes_in_as_a_draft(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, tee("")))
    assert (built.draft.status, built.draft.variants) == ("draft", [])
    assert "no_variants" in [problem.code for problem in built.warnings]


@pytest.mark.parametrize("visibility", ["Not Visible Individually", "1"])
def test_a_hidden_product_without_parent_is_not_lost(tmp_path: Path, visibility: str) -> None:
    (built,), _ = read(write(tmp_path, child("S", "Red", visibility=visibility)))
    assert (built.draft.status, len(built.draft.variants)) == ("draft", 1)
    assert [problem.code for problem in built.warnings] == ["not_visible"]


def test_store_views_translate_or_override_and_empty_cells_inherit(tmp_path: Path) -> None:
    rows = [
        BAG,
        {"sku": "BAG-1", "store_view_code": "de_de", "name": "Tasche", "description": ""},
        {"sku": "BAG-1", "store_view_code": "default", "description": "<p>Better</p>"},
        {"sku": "BAG-1", "store_view_code": "b2b_store", "name": "Box", "price": "3"},
    ]
    (first,), _ = read(write(tmp_path, *rows))
    assert (first.draft.title, first.draft.description) == ("Day bag", "<p>Better</p>")
    assert first.draft.translations == {"de": {"title": "Tasche"}}
    assert [problem.code for problem in first.warnings] == ["view_not_taken", "view_price"]


@pytest.mark.django_db
def test_a_file_of_store_views_alone_translates_what_the_shop_has_and_makes_nothing_new(
    tmp_path: Path,
) -> None:
    make_shop()
    run_import(write(tmp_path, tee("sku=TEE-S-Red,size=S"), child("S", "Red"), BAG))
    views = tmp_path / "views.csv"
    rows = [("BAG-1", "Tasche"), ("TEE", "Hemd"), ("TEE-S-Red", "Rotes"), ("NEW", "Nichts")]
    views.write_text(
        "sku,store_view_code,name,description\n" + "".join(f"{sku},de_de,{name},\n" for sku, name in rows)
    )
    status, report = run_import(views)
    assert (status, report["created"], report["updated"]) == (1, 0, 2)
    assert [(each["code"], each["row"]) for each in report["rejections"]] == [("base_row_missing", 5)]
    titles = [product.translations["de"]["title"] for product in Product.objects.order_by("slug")]
    assert titles == ["Tasche", "Hemd"]
    assert (Product.objects.count(), Variant.objects.count()) == (2, 2)
    assert "price_missing" not in {each["code"] for each in report["warnings"]}
    assert run_import(views)[1]["updated"] == 0


@pytest.mark.django_db
def test_a_file_that_was_written_for_the_default_view_alone_is_read(tmp_path: Path) -> None:
    make_shop()
    rows = [tee("sku=TEE-S-Red,size=S"), child("S", "Red"), BAG]
    path = write(tmp_path, *({**row, "store_view_code": "default"} for row in rows))
    status, report = run_import(path)
    assert (status, report["products"], report["variants"]) == (0, 2, 2)


def test_quotes_around_values_are_no_part_of_them() -> None:
    said = 'material="Canvas"|"Cotton, raw",note="12"" wide",screen=24",color="Red|Blue"'
    assert values.attributes(said) == {
        "material": ["Canvas", "Cotton, raw"],
        "note": ['12" wide'],
        "screen": ['24"'],
        "color": ["Red", "Blue"],
    }


@pytest.mark.parametrize("kind", ["grouped", "bundle", "giftcard"])
def test_kinds_that_are_not_sold_are_reported(tmp_path: Path, kind: str) -> None:
    (built,), _ = read(write(tmp_path, {**BAG, "product_type": kind}))
    assert built.draft is None
    assert built.rejections[0].column == "product_type"


def test_con_12_a_downloadable_product_comes_in_as_codes(tmp_path: Path) -> None:
    (built,), _ = read(write(tmp_path, {**BAG, "product_type": "downloadable", "qty": "100"}))
    [variant] = built.draft.variants
    assert (variant.digital, variant.stock) == (True, {})
    told = [problem.code for problem in built.warnings]
    assert "kind_digital" in told
    assert "pieces_of_codes" in told


def test_a_special_price_is_the_price_while_it_runs(tmp_path: Path) -> None:
    rows = [
        {**BAG, "special_price": "30", "special_price_from_date": "2/1/26, 2:10 AM"},
        {
            **BAG,
            "sku": "B",
            "url_key": "b",
            "special_price": "30",
            "special_price_to_date": "2020-01-01 00:00:00",
        },
        {**BAG, "sku": "C", "url_key": "c", "special_price": "34"},
    ]
    prices = [each.draft.variants[0].prices[0] for each in read(write(tmp_path, *rows))[0]]
    assert [(price.amount, price.compare_at) for price in prices] == [
        (3000, 3400),
        (3400, None),
        (3400, None),
    ]


def test_values_packed_into_a_cell() -> None:
    assert values.attributes('a=1,b="x, y",c=p|q,d=') == {"a": ["1"], "b": ["x, y"], "c": ["p", "q"], "d": []}
    assert values.variations("sku=A,size=S|M|sku=B,size=L") == [("A", {"size": "S|M"}), ("B", {"size": "L"})]
    assert values.paths("R/A,R,R/B\\/C") == [("R", "A"), ("R",), ("R", "B/C")]
    assert values.paths('"R/A","R/B"') == [("R", "A"), ("R", "B")]
    assert [values.language(view) for view in ("de_de", "default", "b2b_fr", "ko", "en-US")] == [
        "de",
        "",
        "fr",
        "ko",
        "en",
    ]
    assert values.day("13/45/16") is None
    assert values.complete_options([({"s": "1"}, {}), ({"s": "1"}, {})]) == []


UPDATE_HEADER = ("sku", "store_view_code", "price", "special_price", "qty")


def catalog_of_bags(tmp_path: Path) -> None:
    child = {**BAG, "visibility": "Not Visible Individually"}
    rows = [
        {**child, "sku": "BAG-R", "name": "Bag red", "url_key": "bag-red"},
        {**child, "sku": "BAG-B", "name": "Bag blue", "url_key": "bag-blue"},
        {
            **BAG, "sku": "BAG", "name": "Bag", "url_key": "bag", "product_type": "configurable", "price": "",
            "configurable_variations": "sku=BAG-R,color=Red|sku=BAG-B,color=Blue",
        },
        {**BAG, "sku": "HAT", "name": "Hat", "url_key": "hat"},
    ]  # fmt: skip
    path = tmp_path / "all.csv"
    path.write_text(table(rows), encoding="utf-8")
    assert run_import(path)[1]["created"] == 2


@pytest.mark.django_db
@pytest.mark.parametrize("with_parent", [False, True])
def test_a_file_of_new_prices_changes_nothing_else(tmp_path: Path, *, with_parent: bool) -> None:
    make_shop()
    catalog_of_bags(tmp_path)
    before = list(
        Product.objects.order_by("id").values("title", "slug", "status", "description", "source_key")
    )
    rows = [{"sku": "BAG-R", "price": "7", "qty": "2"}, {"sku": "BAG-B", "price": "8", "qty": "3"}]
    rows += [{"sku": "HAT", "price": "9", "qty": "4"}, *([{"sku": "BAG"}] if with_parent else [])]
    path = tmp_path / "prices.csv"
    path.write_text(table([dict.fromkeys(UPDATE_HEADER, "") | row for row in rows]), encoding="utf-8")
    status, report = run_import(path)
    assert (status, report["updated"], report["created"], report["variants"]) == (0, 2, 0, 3), report
    assert not [each for each in report["warnings"] if each["code"] in {"title_from_sku", "no_variants"}]
    after = list(
        Product.objects.order_by("id").values("title", "slug", "status", "description", "source_key")
    )
    assert after == before
    skus = catalog.variant_ids_by_sku(["BAG-R", "BAG-B", "HAT"])
    assert Variant.objects.count() == 3
    amounts = {row.variant_id: row.amount for row in pricing.stored_prices(list(skus.values()))}
    assert [amounts[skus[sku]] for sku in ("BAG-R", "BAG-B", "HAT")] == [700, 800, 900]
    assert run_import(path)[1]["unchanged"] == 2


@pytest.mark.django_db
def test_a_new_product_without_a_name_is_called_by_its_sku(tmp_path: Path) -> None:
    make_shop()
    path = tmp_path / "x.csv"
    path.write_text(
        table([dict.fromkeys(UPDATE_HEADER, "") | {"sku": "NEW", "price": "7"}]), encoding="utf-8"
    )
    status, report = run_import(path)
    assert (status, Product.objects.get().title) == (0, "NEW")
    assert "title_from_sku" in [each["code"] for each in report["warnings"]]


def test_pictures_that_are_hidden_on_the_page_of_the_product_stay_out(tmp_path: Path) -> None:
    shown = {"additional_images": "/b/a/bag.jpg,/b/a/back.jpg,/b/a/old.jpg"}
    hidden = {"hide_from_product_page": "/b/a/bag.jpg, /b/a/old.jpg"}
    (built,), _ = read(write(tmp_path, {**BAG, **shown, **hidden}))
    assert [image.source for image in built.draft.images] == ["/b/a/bag.jpg", "/b/a/back.jpg"]
