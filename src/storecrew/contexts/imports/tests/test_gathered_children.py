"""Configurable products of Magento whose children lie in another file, or are in the shop (ADR 0245)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile

from storecrew.contexts.catalog.facts import VariantRow
from storecrew.contexts.catalog.models import Product, ProductImage, Variant
from storecrew.contexts.catalog.tests.factories import make_product
from storecrew.contexts.imports import public as imports
from storecrew.contexts.imports.models import ImportImage, ImportRun
from storecrew.contexts.imports.operations import runs, undoing
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop, run_import, table
from storecrew.contexts.imports.tests.test_magento import BAG, child, tee, write
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
WHO: dict[str, Any] = {"actor": ACTOR, "at": AT}
SIMPLES = [child("S", "Red"), child("M", "Red")]
WHOLE = tee("sku=TEE-S-Red,size=S|sku=TEE-M-Red,size=M", configurable_variation_labels="size=Shirt size")


def codes(problems: list[dict[str, Any]]) -> set[str]:
    return {each["code"] for each in problems}


def on_screen(*rows: dict[str, str]) -> int:
    content = ContentFile(table(rows).encode(), "goods.csv")
    run_id = imports.upload(file=content, name="goods.csv", **WHO)
    imports.begin_preview(run_id=run_id, **WHO)
    runs.preview(run_id=run_id, **WHO)
    imports.confirm(run_id=run_id, **WHO)
    runs.take(run_id=run_id, **WHO)
    return run_id


def undo(run_id: int) -> ImportRun:
    imports.begin_undo(run_id=run_id, **WHO)
    undoing.undo(run_id=run_id, **WHO)
    return imports.find_run(run_id)


def picture_of(product: Product, source: str) -> ProductImage:
    from wagtail.images import get_image_model

    image = get_image_model().objects.create(title="p", file="p.jpg", width=10, height=10)
    return ProductImage.objects.create(product=product, image=image, source_url=source)


def test_children_of_an_earlier_file_become_variants_of_their_product(tmp_path: Path) -> None:
    """What was a product of its own ends, its variant keeps its id, price and stock."""
    channel = make_shop()
    run_import(write(tmp_path, *SIMPLES))
    ids = dict(Variant.objects.values_list("sku", "id"))
    alone = Product.objects.get(source_key="magento:tee-s-red")
    status, report = run_import(write(tmp_path, WHOLE))
    assert (status, report["created"], report["variants"], report["rejected"]) == (0, 1, 2, 0)
    assert "gathered" in codes(report["warnings"])
    whole = Product.objects.get(source_key="magento:tee")
    assert whole.status == "live"
    assert dict(whole.variants.values_list("sku", "id")) == ids
    assert [each.options for each in whole.variants.all()] == [{"Shirt size": "S"}, {"Shirt size": "M"}]
    prices = pricing.prices_for(list(ids.values()), channel=channel, at=AT)
    assert {price.price.amount for price in prices.values() if price.price} == {3400}
    stock = inventory.available_to_promise(ids.values(), channel_id=channel.id)
    assert {each.available for each in stock.values()} == {5}
    alone.refresh_from_db()
    assert (alone.status, alone.source_key, alone.variants.count()) == ("end_of_life", "", 0)
    assert AuditEntry.objects.filter(action="catalog.variant_moved").count() == 2


def test_a_preview_says_the_same_and_moves_nothing(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path, *SIMPLES))
    before = list(Variant.objects.values_list("sku", "product_id"))
    status, report = run_import(write(tmp_path, WHOLE), "--dry-run")
    assert (status, report["created"], report["variants"], report["rejected"]) == (0, 1, 2, 0)
    assert codes(report["warnings"]) == {"gathered", "weights_without_unit"}
    assert list(Variant.objects.values_list("sku", "product_id")) == before


def test_each_file_brought_again_changes_nothing(tmp_path: Path) -> None:
    make_shop()
    simples, whole = write(tmp_path, *SIMPLES), tmp_path / "whole.csv"
    whole.write_text(table([WHOLE]), encoding="utf-8")
    run_import(simples)
    run_import(whole)
    before = list(Product.objects.order_by("id").values_list("id", "version", "status"))
    for path, unchanged in ((whole, 1), (simples, 1)):
        status, report = run_import(path)
        assert (status, report["created"], report["updated"], report["unchanged"]) == (0, 0, 0, unchanged)
        assert "gathered" not in codes(report["warnings"])
    assert list(Product.objects.order_by("id").values_list("id", "version", "status")) == before


def test_options_that_the_configurable_does_not_name_come_from_its_children(tmp_path: Path) -> None:
    make_shop()
    rows = [child(size, color) for size in "SM" for color in ("Red", "Blue")]
    run_import(write(tmp_path, *rows))
    named = "|".join(f"sku={row['sku']},size={row['sku'][4]}" for row in rows)
    run_import(write(tmp_path, tee(named)))
    assert {tuple(each.options.items()) for each in Variant.objects.all()} == {
        (("Size", size), ("Color", color)) for size in "SM" for color in ("Red", "Blue")
    }


def test_a_whole_file_after_its_simple_products_gathers_them_too(tmp_path: Path) -> None:
    """Before, each child became a second variant under a made-up SKU."""
    make_shop()
    run_import(write(tmp_path, *SIMPLES))
    status, report = run_import(write(tmp_path, {**SIMPLES[0], "price": "30"}, SIMPLES[1], WHOLE))
    assert (status, report["variants"], report["rejected"]) == (0, 2, 0)
    assert set(Variant.objects.values_list("sku", flat=True)) == {"TEE-S-Red", "TEE-M-Red"}
    assert Variant.objects.values("product_id").distinct().count() == 1


def test_children_that_nobody_knows_are_named_with_the_order_of_files(tmp_path: Path) -> None:
    make_shop()
    status, report = run_import(write(tmp_path, WHOLE))
    assert (status, report["products"]) == (1, 0)
    (problem,) = report["rejections"]
    assert (problem["code"], problem["row"]) == ("child_unknown", 2)
    assert "TEE-S-Red, TEE-M-Red" in problem["reason"]
    assert "first, then this file again" in problem["suggestion"]


def test_those_that_are_known_come_in_and_the_others_are_told(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path, SIMPLES[0]))
    status, report = run_import(write(tmp_path, WHOLE))
    assert (status, report["products"], report["variants"]) == (1, 1, 1)
    assert [(each["code"], each["value"]) for each in report["rejections"]] == [
        ("child_unknown", "TEE-M-Red")
    ]
    run_import(write(tmp_path, *SIMPLES))
    status, report = run_import(write(tmp_path, WHOLE))
    assert (status, report["updated"], report["variants"]) == (0, 1, 2)


def test_a_child_that_is_on_sale_stays_where_it_is(tmp_path: Path) -> None:
    """Its address, reviews and whatever else points to its product would be lost."""
    make_shop()
    run_import(write(tmp_path, {**SIMPLES[0], "visibility": "Catalog, Search"}, SIMPLES[1]))
    sold = Product.objects.get(source_key="magento:tee-s-red")
    assert sold.status == "live"
    status, report = run_import(write(tmp_path, WHOLE))
    assert (status, report["products"], report["variants"]) == (1, 1, 1)
    (problem,) = report["rejections"]
    assert (problem["code"], problem["value"]) == ("child_elsewhere", "TEE-S-Red")
    assert sold.title in problem["reason"]
    assert sold.variants.get().sku == "TEE-S-Red"


def test_a_product_that_people_made_gives_no_variant_away(tmp_path: Path) -> None:
    make_shop()
    for sku in ("TEE-S-Red", "TEE-M-Red"):
        make_product(sku.lower(), variants=(VariantRow(sku=sku),), status="draft")
    status, report = run_import(write(tmp_path, WHOLE))
    assert status == 1
    assert [each["code"] for each in report["rejections"]] == ["child_elsewhere", "child_elsewhere"]
    assert Variant.objects.values("product_id").distinct().count() == 2


def test_a_child_of_two_configurable_products_belongs_to_the_first(tmp_path: Path) -> None:
    make_shop()
    other = {**WHOLE, "sku": "TEE-2", "name": "Second tee"}
    status, report = run_import(write(tmp_path, *SIMPLES, WHOLE, other))
    assert (status, report["products"]) == (1, 1)
    assert {(each["code"], each["row"]) for each in report["rejections"]} == {("child_elsewhere", 5)}


def test_pictures_are_shown_at_both(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path, *SIMPLES))
    for product in Product.objects.all():
        picture_of(product, f"/own/{product.slug}.jpg")
        picture_of(product, "/shared.jpg")
    ImportImage.objects.create(product=Product.objects.first(), source="/later.jpg")
    path = write(tmp_path, WHOLE)
    run_import(path)
    whole = Product.objects.get(source_key="magento:tee")
    shown = [(each.source_url, each.variant and each.variant.sku) for each in whole.images.all()]
    assert shown[:1] == [("/own/tee-s-red.jpg", "TEE-S-Red")]
    assert sorted(source for source, _sku in shown) == [
        "/own/tee-m-red.jpg",
        "/own/tee-s-red.jpg",
        "/shared.jpg",
    ]


def test_imp_an_undo_gives_the_variants_back(tmp_path: Path) -> None:
    """What the children were before is there again: products, options, prices, stock."""
    make_shop()
    first = on_screen(*SIMPLES)
    fields = ("id", "slug", "status", "source_key", "title")
    before = list(Product.objects.order_by("id").values_list(*fields))
    variants = list(Variant.objects.order_by("id").values_list("id", "product_id", "options", "weight_g"))
    second = on_screen({**SIMPLES[0], "weight": "9", "price": "1"}, WHOLE)
    assert Product.objects.count() == 3
    with pytest.raises(imports.GatheredSince):
        imports.begin_undo(run_id=first, **WHO)
    run = undo(second)
    undone = run.report["undo"]
    assert (undone["removed"], undone["restored"], undone["kept"]) == (1, 2, [])
    assert list(Product.objects.order_by("id").values_list(*fields)) == before
    now = list(Variant.objects.order_by("id").values_list("id", "product_id", "options", "weight_g"))
    assert now == variants
    assert {row.amount for row in pricing.stored_prices([each[0] for each in variants])} == {3400}
    undo(first)
    assert not Product.objects.exists()


def test_an_undo_leaves_what_cannot_go_back(tmp_path: Path) -> None:
    make_shop()
    on_screen(*SIMPLES)
    second = on_screen(WHOLE)
    Product.objects.get(slug="tee-s-red").delete()
    run = undo(second)
    assert ["TEE-S-Red", "product"] in run.report["undo"]["kept"]
    whole = Product.objects.get(source_key="magento:tee")
    assert (whole.status, [each.sku for each in whole.variants.all()]) == ("end_of_life", ["TEE-S-Red"])
    assert Product.objects.get(slug="tee-m-red").variants.get().sku == "TEE-M-Red"


def test_an_undo_of_a_product_that_was_there_takes_the_gathered_out_again(tmp_path: Path) -> None:
    make_shop()
    on_screen(SIMPLES[0], {**WHOLE, "configurable_variations": "sku=TEE-S-Red,size=S"})
    on_screen(SIMPLES[1])
    run = undo(on_screen(tee("sku=TEE-S-Red,size=S|sku=TEE-M-Red,size=M")))
    assert run.report["undo"]["kept"] == []
    assert [each.sku for each in Product.objects.get(source_key="magento:tee").variants.all()] == [
        "TEE-S-Red"
    ]
    assert Product.objects.get(source_key="magento:tee-m-red").status == "draft"


def test_names_of_a_configurable_change_without_its_children(tmp_path: Path) -> None:
    """A file of configurables alone updates their texts; their variants stay as they are."""
    make_shop()
    run_import(write(tmp_path, *SIMPLES, WHOLE))
    status, report = run_import(write(tmp_path, {**WHOLE, "name": "Summer tee"}))
    assert (status, report["updated"], report["rejected"]) == (0, 1, 0)
    assert Product.objects.get().title == "Summer tee"
    assert [each.options for each in Variant.objects.all()] == [{"Shirt size": "S"}, {"Shirt size": "M"}]


def test_a_configurable_with_one_child_stays_a_product(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path, BAG, SIMPLES[0]))
    status, report = run_import(write(tmp_path, tee("sku=TEE-S-Red,size=S")))
    assert (status, report["created"], report["variants"]) == (0, 1, 1)
    assert Product.objects.get(source_key="magento:tee").title == "Tee"


def test_an_import_that_was_uploaded_before_and_confirmed_after_gathers_too() -> None:
    content = ContentFile(table([WHOLE]).encode(), "whole.csv")
    make_shop()
    whole = imports.upload(file=content, name="whole.csv", **WHO)
    imports.begin_preview(run_id=whole, **WHO)
    runs.preview(run_id=whole, **WHO)
    simples = on_screen(*SIMPLES)
    imports.confirm(run_id=whole, **WHO)
    runs.take(run_id=whole, **WHO)
    with pytest.raises(imports.GatheredSince, match=r"whole\.csv"):
        imports.begin_undo(run_id=simples, **WHO)
