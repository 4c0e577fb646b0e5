"""Products that go with others: what the platforms call upsells, cross-sells, related or complementary."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command

from storecrew.contexts.catalog.models import Product, ProductRelation
from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.imports.operations import undoing
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop, run_import
from storecrew.contexts.imports.tests.files import write

pytestmark = pytest.mark.django_db


def woo(number: int, sku: str, **more: str) -> dict[str, str]:
    return {
        "ID": str(number), "Type": "simple", "SKU": sku, "Name": f"The {sku.casefold() or number}",
        "Published": "1", "Visibility in catalog": "visible", "Regular price": "5", "Parent": "",
        "Upsells": "", "Cross-sells": "", "Grouped products": "", **more,
    }  # fmt: skip


def magento(sku: str, **more: str) -> dict[str, str]:
    return {
        "sku": sku, "product_type": "simple", "attribute_set_code": "Default", "name": f"The {sku}",
        "url_key": f"the-{sku.casefold()}", "price": "5", "visibility": "Catalog, Search",
        "product_online": "1", "related_skus": "", "crosssell_skus": "", "upsell_skus": "",
        "associated_skus": "", "configurable_variations": "", **more,
    }  # fmt: skip


def shopify(handle: str, **more: str) -> dict[str, str]:
    space = "product.metafields.shopify--discovery--product_recommendation"
    return {
        "Handle": handle, "Title": handle.title(), "Vendor": "V", "Option1 Name": "Title",
        "Option1 Value": "Default Title", "Variant SKU": handle.upper(), "Variant Price": "5",
        f"Complementary products ({space}.complementary_products)": more.get("goes_with", ""),
        f"Related products ({space}.related_products)": more.get("instead", ""),
    }  # fmt: skip


def links(slug: str) -> tuple[list[str], list[str]]:
    """The accessories and the substitutes of a product."""
    rows = ProductRelation.objects.filter(product__slug=slug).order_by("position")
    return tuple(  # type: ignore[return-value]
        [row.other.slug for row in rows.select_related("other") if row.kind == kind]
        for kind in ("accessory", "substitute")
    )


def test_woocommerce_names_what_comes_later_by_sku_number_or_variation(tmp_path: Path) -> None:
    make_shop()
    rows = [
        woo(1, "MUG", **{"Upsells": "id:5, JUG", "Cross-sells": "TEA-G, id:2, MUG"}),
        woo(2, "JUG"),
        woo(3, "TEA", Type="variable"),
        woo(4, "TEA-G", **{"Type": "variation", "Parent": "id:3"}),
        woo(5, ""),
    ]
    status, report = run_import(write(tmp_path, rows))
    assert (status, report["warnings"][0]["code"]) == (0, "no_quantities"), report
    assert links("the-mug") == (["the-tea", "the-jug"], ["the-5", "the-jug"])


def test_the_parts_of_a_group_come_in_and_show_each_other(tmp_path: Path) -> None:
    make_shop()
    rows = [
        woo(1, "SET", **{"Type": "grouped", "Grouped products": "CUP, id:3, BOWL"}),
        woo(2, "CUP", **{"Cross-sells": "BOWL"}),
        woo(3, "DISH"),
        woo(4, "BOWL"),
    ]
    status, report = run_import(write(tmp_path, rows))
    assert (status, [each["code"] for each in report["rejections"]]) == (1, ["kind_grouped"])
    assert links("the-cup") == (["the-bowl", "the-dish"], [])
    assert links("the-dish") == (["the-cup", "the-bowl"], [])


def test_magento_names_children_as_their_product(tmp_path: Path) -> None:
    make_shop()
    variations = "sku=BAG-R,color=Red|sku=BAG-B,color=Blue"
    rows = [
        magento("hat", related_skus="bag-r,SOCK", crosssell_skus="SOCK", upsell_skus="Cap"),
        magento("BAG-R", visibility="Not Visible Individually"),
        magento("BAG-B", visibility="Not Visible Individually"),
        magento("BAG", product_type="configurable", configurable_variations=variations, price=""),
        magento("SOCK"),
        magento("CAP"),
        magento("KIT", product_type="grouped", associated_skus="SOCK=2.0000,CAP=1.0000"),
    ]
    run_import(write(tmp_path, rows))
    assert links("the-hat") == (["the-bag", "the-sock"], ["the-cap"])
    assert links("the-cap") == (["the-sock"], [])


def test_shopify_names_handles(tmp_path: Path) -> None:
    make_shop()
    rows = [shopify("tee", goes_with="cap; belt", instead="shirt"), shopify("cap"), shopify("shirt")]
    status, report = run_import(write(tmp_path, rows))
    assert links("tee") == (["cap"], ["shirt"])
    told = next(each for each in report["warnings"] if each["code"] == "link_unknown")
    assert status == 0
    assert (told["row"], told["value"], told["product"]) == (2, "belt", "Tee")
    assert told["column"].startswith("Complementary products")


def test_links_that_nobody_knows_take_nothing_away(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path, [shopify("tee", goes_with="cap"), shopify("cap")]))
    run_import(write(tmp_path, [shopify("tee", goes_with="unknown")]))
    assert links("tee") == (["cap"], [])
    run_import(write(tmp_path, [shopify("tee")]))
    assert links("tee") == (["cap"], []), "a blank cell of another platform changes nothing"


def test_the_same_file_twice_changes_nothing_and_the_preview_says_so(tmp_path: Path) -> None:
    make_shop()
    plain = [shopify("tee"), shopify("cap")]
    linked = [shopify("tee", goes_with="cap"), shopify("cap")]
    _status, report = run_import(write(tmp_path, linked), "--dry-run")
    assert (report["created"], report["warnings"]) == (2, run_import(write(tmp_path, plain))[1]["warnings"])
    for options in (["--dry-run"], []):
        _status, report = run_import(write(tmp_path, linked), *options)
        assert (report["updated"], report["unchanged"]) == (1, 1)
    changes = ImportRun.objects.latest("id").report["changes"]
    assert [(each["title"], each["changes"]) for each in changes] == [("Tee", [["accessories", "", "cap"]])]
    versions = list(Product.objects.values_list("version", flat=True))
    _status, report = run_import(write(tmp_path, linked))
    assert (report["updated"], report["unchanged"]) == (0, 2)
    assert list(Product.objects.values_list("version", flat=True)) == versions


def test_undo_takes_links_back_unless_somebody_changed_them(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path, [shopify("tee", goes_with="cap"), shopify("cap"), shopify("belt")]))
    run_import(
        write(
            tmp_path,
            [
                shopify("tee", goes_with="belt", instead="belt"),
                shopify("cap", goes_with="belt"),
                shopify("new", goes_with="tee"),
            ],
        )
    )
    assert links("tee") == (["belt"], ["belt"])
    ProductRelation.objects.filter(product__slug="cap").delete()
    run = ImportRun.objects.latest("id")
    ImportRun.objects.filter(pk=run.pk).update(state="undoing")
    result = undoing.undo(run_id=run.pk, actor=ACTOR, at=AT)
    assert links("tee") == (["cap"], [])
    assert result.restored == 1
    assert not Product.objects.filter(slug="new").exists()
    assert ("cap", "accessories") in result.kept


def test_bad_10_links_go_out_and_come_back_without_a_difference(tmp_path: Path) -> None:
    make_shop()
    rows = [shopify("tee", goes_with="cap; belt", instead="cap"), shopify("cap"), shopify("belt")]
    run_import(write(tmp_path, rows))
    out = tmp_path / "out.csv"
    call_command("export_catalog", str(out), stdout=io.StringIO())
    assert run_import(out)[1]["unchanged"] == 3
    ProductRelation.objects.all().delete()
    assert run_import(out)[1]["updated"] == 1
    assert links("tee") == (["cap", "belt"], ["cap"])
    out.write_text(out.read_text(encoding="utf-8-sig").replace("cap|belt", ""), encoding="utf-8")
    run_import(out)
    assert links("tee") == ([], ["cap"]), "in our own file a blank cell empties its field"
