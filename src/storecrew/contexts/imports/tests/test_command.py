"""The command from file to shop: counts, exit status, dry run, repetition."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from storecrew.contexts.catalog.models import Category, Listing, Product, Variant
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.imports.tests.factories import AT, make_shop, run_import
from storecrew.contexts.imports.tests.files import ROWS, write
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing

pytestmark = pytest.mark.django_db


def test_a_file_becomes_products_prices_and_stock(tmp_path: Path) -> None:
    channel = make_shop()
    status, report = run_import(write(tmp_path))
    assert status == 0
    assert {
        name: report[name]
        for name in (
            "products",
            "variants",
            "images",
            "categories",
            "created",
            "updated",
            "unchanged",
            "rejected",
        )
    } == {
        "products": 2,
        "variants": 3,
        "images": 1,
        "categories": 2,
        "created": 2,
        "updated": 0,
        "unchanged": 0,
        "rejected": 0,
    }
    shirt = Product.objects.get(slug="shirt")
    assert (shirt.status, shirt.description, shirt.source_key) == ("live", "<p>Soft</p>", "shopify:shirt")
    ids = dict(Variant.objects.values_list("sku", "id"))
    assert set(ids) == {"S-1", "shirt-m", "C-1"}
    prices = pricing.prices_for(list(ids.values()), channel=channel, at=AT)
    assert prices[ids["S-1"]].price.amount == 2000
    assert pricing.costs_for([ids["S-1"]], currency="EUR")[ids["S-1"]].amount == 800
    stock = inventory.available_to_promise(ids.values(), channel_id=channel.id)
    assert [stock[ids[sku]].available for sku in ("S-1", "shirt-m", "C-1")] == [3, 4, 1]
    assert list(Listing.objects.values_list("product__slug", "published")) == [("shirt", True)]
    assert set(Category.objects.values_list("url_path", flat=True)) == {"tops", "hats"}


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    make_shop()
    path = write(tmp_path)
    run_import(path)
    before = list(Product.objects.values_list("id", "version"))
    status, report = run_import(path)
    assert (status, report["created"], report["updated"], report["unchanged"]) == (0, 0, 0, 2)
    assert list(Product.objects.values_list("id", "version")) == before


@pytest.mark.parametrize(
    ("row", "column", "value"),
    [
        (0, "Title", "Linen shirt"),
        (1, "Variant Price", "22"),
        (1, "Variant Inventory Qty", "9"),
        (0, "Cost per item", "7"),
        (0, "Vendor", "Other"),
    ],
)
def test_a_changed_cell_is_one_changed_product(tmp_path: Path, row: int, column: str, value: str) -> None:
    make_shop()
    run_import(write(tmp_path))
    rows = [dict(each) for each in ROWS]
    rows[row][column] = value
    path = write(tmp_path, rows)
    _, dry = run_import(path, "--dry-run")
    _, report = run_import(path)
    for each in (dry, report):
        assert (each["created"], each["updated"], each["unchanged"]) == (0, 1, 1)
    run = ImportRun.objects.first()
    assert run.report["changes"][0]["changes"][0][-1] in {
        value, f"{value} (25)", f"{value}.00", f"{value}.00 EUR", 9,
    }  # fmt: skip


def test_bad_12_a_dry_run_writes_nothing(tmp_path: Path) -> None:
    make_shop()
    _, report = run_import(write(tmp_path), "--dry-run")
    assert report["created"] == 2
    assert not Product.objects.exists()
    assert not Category.objects.exists()
    assert not ImportRun.objects.exists()


def test_bad_12_rejected_rows_give_status_1_and_the_others_come_in(tmp_path: Path) -> None:
    make_shop()
    rows = [dict(each) for each in ROWS]
    rows[1]["Variant Price"] = "free"
    rows[2]["Variant Price"] = "-1"
    status, report = run_import(write(tmp_path, rows))
    assert status == 1
    assert (report["products"], report["variants"], report["rejected"]) == (1, 1, 2)
    first, second = report["rejections"]
    assert (first["row"], first["column"], first["value"], first["code"]) == (
        3,
        "Variant Price",
        "free",
        "price_not_a_number",
    )
    assert (second["row"], second["reason"]) == (4, "The price is negative.")
    assert all(each["suggestion"] for each in report["rejections"])


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", "Handle,Title\n".encode("utf-32")])
def test_bad_12_a_file_that_cannot_be_read_gives_status_2(tmp_path: Path, content: bytes) -> None:
    make_shop()
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    status, report = run_import(path)
    assert status == 2
    assert report["reason"]


def test_status_2_without_json_says_why(tmp_path: Path) -> None:
    make_shop()
    with pytest.raises(CommandError, match=r"none\.csv") as refused:
        call_command("import_catalog", str(tmp_path / "none.csv"))
    assert refused.value.returncode == 2


def test_the_report_in_words(tmp_path: Path) -> None:
    make_shop()
    rows = [{**ROWS[0], "Variant Price": "x"}]
    out = io.StringIO()
    with pytest.raises(SystemExit):
        call_command(
            "import_catalog", str(write(tmp_path, rows)), "--images", "none", "--dry-run", stdout=out
        )
    assert "Nothing was written" in out.getvalue()
    assert "row 2, Variant Price: The price is not a number." in out.getvalue()


def test_prices_are_in_the_currency_of_the_channel(tmp_path: Path) -> None:
    make_shop()
    korea = make_channel("kr", currency="KRW", countries=["KR"])
    run_import(write(tmp_path), "--channel", "kr")
    ids = list(Variant.objects.values_list("id", flat=True))
    prices = pricing.prices_for(ids, channel=korea, at=AT)
    assert {price.price.amount for price in prices.values()} == {20, 21, 9}
    assert pricing.prices_for(ids, channel=channels.facts("eu"), at=AT) == {}


def test_an_unknown_channel_gives_status_2(tmp_path: Path) -> None:
    make_shop()
    assert run_import(write(tmp_path), "--channel", "nope")[0] == 2


def test_stock_below_what_is_promised_stays_and_is_told(tmp_path: Path) -> None:
    channel = make_shop()
    run_import(write(tmp_path))
    variant = Variant.objects.get(sku="S-1")
    inventory.reserve(
        "a" * 32, [(variant.id, 2)], channel_id=channel.id, until=AT + timedelta(minutes=10), at=AT
    )
    rows = [{**ROWS[0], "Variant Inventory Qty": "1"}, *ROWS[1:]]
    _, report = run_import(write(tmp_path, rows))
    assert [(each["code"], each["sku"]) for each in report["warnings"]] == [("stock_committed", "S-1")]
    assert inventory.level(variant.id).on_hand == 3
    assert report["unchanged"] == 2


def test_products_of_two_platforms_do_not_overwrite_each_other(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path))
    woo = [
        {
            "Type": "simple",
            "SKU": "OTHER",
            "Name": "Shirt",
            "Published": "1",
            "Visibility in catalog": "visible",
            "Regular price": "5",
            "Images": "",
        }
    ]
    _, report = run_import(write(tmp_path, woo))
    assert (report["created"], report["warnings"][-1]["code"]) == (1, "slug_repeated")
    assert Product.objects.get(slug="shirt").title == "Shirt"
    assert Product.objects.count() == 3
    assert run_import(write(tmp_path, woo))[1]["unchanged"] == 1


def test_the_same_goods_from_another_platform_are_recognized_by_sku(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path))
    woo = [
        {
            "Type": "simple",
            "SKU": "C-1",
            "Name": "Baseball cap",
            "Published": "1",
            "Visibility in catalog": "visible",
            "Regular price": "9",
            "Images": "",
        }
    ]
    _, report = run_import(write(tmp_path, woo))
    assert (report["created"], report["updated"]) == (0, 1)
    assert Product.objects.get(slug="cap").title == "Baseball cap"


def test_a_sku_of_another_product_of_the_same_platform_is_told_apart(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path))
    hat = [
        {"Handle": "hat", "Title": "Hat", "Variant SKU": "C-1", "Variant Price": "7", "Option1 Name": "Title"}
    ]
    _, report = run_import(write(tmp_path, hat))
    assert [each["code"] for each in report["warnings"] if each["code"].startswith("sku")] == ["sku_taken"]
    assert Variant.objects.filter(sku="C-1-hat").exists()
    assert run_import(write(tmp_path, hat))[1]["unchanged"] == 1


def test_rows_without_a_title_change_known_products_only(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path))
    rows = [
        {"Handle": "cap", "Option1 Name": "", "Variant SKU": "C-1", "Variant Price": "11"},
        {"Handle": "nobody", "Variant SKU": "N-1", "Variant Price": "1"},
    ]
    status, report = run_import(write(tmp_path, rows))
    assert (status, report["updated"], [each["code"] for each in report["rejections"]]) == (
        1,
        1,
        ["title_missing"],
    )
    assert Product.objects.get(slug="cap").title == "Cap"


def test_hod_7_what_cannot_be_sold_stays_a_draft_with_a_warning_and_goes_live_with_its_price(
    tmp_path: Path,
) -> None:
    make_shop()
    one = {name: value for name, value in ROWS[0].items() if not name.startswith("Variant Compare")}
    bare = write(tmp_path, [{**one, "Variant Price": ""}], "bare.csv")
    _status, first = run_import(bare)
    assert Product.objects.get().status == "draft"
    assert [each for each in first["warnings"] if "stays a draft" in each["reason"]]
    _status, again = run_import(bare)
    assert (again["updated"], again["unchanged"]) == (0, 1)
    assert [each for each in again["warnings"] if "stays a draft" in each["reason"]]
    run_import(write(tmp_path, [{**one, "Variant Price": "20"}], "priced.csv"))
    assert Product.objects.get().status == "live"
