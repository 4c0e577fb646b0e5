"""The command from file to shop: counts, exit status, dry run, repetition, pictures, export."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from PIL import Image

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Category, Listing, Product, ProductImage, Variant
from storecrew.contexts.channels import public as channels
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.imports.models import ImportImage, ImportRun
from storecrew.contexts.imports.operations import fetching
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop, run_import, table
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.kernel import outgoing

pytestmark = pytest.mark.django_db

ROWS = [
    {
        "Handle": "shirt",
        "Title": "Shirt",
        "Body (HTML)": '<p onclick="x()">Soft<script>alert(1)</script></p>',
        "Vendor": "Acme",
        "Type": "Tops",
        "Published": "true",
        "Option1 Name": "Size",
        "Option1 Value": "S",
        "Variant SKU": "S-1",
        "Variant Price": "20",
        "Variant Compare At Price": "25",
        "Variant Inventory Qty": "3",
        "Cost per item": "8",
        "Image Src": "https://cdn.example.com/a.jpg",
        "Status": "active",
    },
    {"Handle": "shirt", "Option1 Value": "M", "Variant Price": "21", "Variant Inventory Qty": "4"},
    {
        "Handle": "cap",
        "Title": "Cap",
        "Type": "Hats",
        "Published": "false",
        "Variant SKU": "C-1",
        "Variant Price": "9",
        "Variant Inventory Qty": "1",
        "Status": "draft",
    },
]


def write(tmp_path: Path, rows: list[dict] | None = None, name: str = "file.csv") -> Path:
    path = tmp_path / name
    path.write_text(table(rows if rows is not None else ROWS), encoding="utf-8", newline="")
    return path


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
    assert run.report["changes"][0]["changes"][0][-1] in {value, f"{value} (25)", f"{value}.00", 9, 700}


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


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", "Handle,Title\n".encode("utf-16")])
def test_bad_12_a_file_that_cannot_be_read_gives_status_2(tmp_path: Path, content: bytes) -> None:
    make_shop()
    path = tmp_path / "x.csv"
    path.write_bytes(content)
    status, report = run_import(path)
    assert status == 2
    assert report["reason"]


def test_status_2_without_json_says_why(tmp_path: Path) -> None:
    make_shop()
    out = io.StringIO()
    with pytest.raises(SystemExit) as end:
        call_command("import_catalog", str(tmp_path / "none.csv"), stderr=out)
    assert end.value.code == 2
    assert "none.csv" in out.getvalue()


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


# --- pictures ------------------------------------------------------------------------------


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "red").save(out, "JPEG")
    return out.getvalue()


def with_pictures(path: Path, *options: str) -> dict:
    out = io.StringIO()
    call_command("import_catalog", str(path), "--json", *options, stdout=out)
    return json.loads(out.getvalue())


def test_pictures_come_from_a_folder(tmp_path: Path) -> None:
    make_shop()
    folder = tmp_path / "pics"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "A.JPG").write_bytes(picture())
    report = with_pictures(write(tmp_path), "--images", str(folder))
    image = ProductImage.objects.get()
    assert (image.product.slug, image.source_url) == ("shirt", "https://cdn.example.com/a.jpg")
    assert report["warnings"] == []
    assert with_pictures(write(tmp_path), "--images", str(folder))["unchanged"] == 2
    assert ProductImage.objects.count() == 1


def test_pictures_come_from_an_archive(tmp_path: Path) -> None:
    make_shop()
    archive = tmp_path / "pics.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("x/a.jpg", picture())
    with_pictures(write(tmp_path), "--images", str(archive))
    assert ProductImage.objects.count() == 1


def test_pictures_come_with_the_table_in_one_archive(tmp_path: Path) -> None:
    make_shop()
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as out:
        out.writestr("products.csv", table(ROWS))
        out.writestr("a.jpg", picture())
    with_pictures(archive)
    assert ProductImage.objects.count() == 1


def test_bad_11_a_link_in_a_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(picture())
    folder = tmp_path / "pics"
    folder.mkdir()
    (folder / "a.jpg").symlink_to(secret)
    library = fetching.Library(folder)
    assert library.find("https://x.example.com/a.jpg") is None
    assert library.find("../secret.jpg") is None
    assert library.find("a\x00.jpg") is None


@pytest.mark.parametrize(
    "failure", [outgoing.Unreachable(reason="status", status=404), outgoing.Refused(reason="redirect")]
)
def test_a_picture_that_cannot_be_fetched_is_a_warning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, failure: Exception
) -> None:
    make_shop()

    def fail(*args: object, **kwargs: object) -> None:
        raise failure

    monkeypatch.setattr(outgoing, "fetch", fail)
    report = with_pictures(write(tmp_path))
    assert (report["rejected"], report["created"]) == (0, 2)
    assert [each["code"] for each in report["warnings"]] == ["image_failed"]
    assert ImportImage.objects.get().state == "failed"
    monkeypatch.setattr(outgoing, "fetch", lambda *a, **k: outgoing.Fetched(picture(), "image/jpeg", ""))
    report = with_pictures(write(tmp_path))
    assert (report["unchanged"], ProductImage.objects.count()) == (2, 1), "the next import tries again"


def test_plain_http_is_asked_for_over_https_and_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_shop()
    asked = []
    monkeypatch.setattr(
        outgoing,
        "fetch",
        lambda url, **more: asked.append(url) or outgoing.Fetched(picture(), "image/jpeg", url),
    )
    rows = [{**ROWS[0], "Image Src": "http://cdn.example.com/a.jpg"}]
    report = with_pictures(write(tmp_path, rows))
    assert asked == ["https://cdn.example.com/a.jpg"]
    assert [each["code"] for each in report["warnings"]] == ["image_plain_http"]


def test_a_silent_host_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_shop()
    asked = []

    def fail(url: str, **more: object) -> None:
        asked.append(url)
        raise outgoing.Unreachable(reason="connection")

    monkeypatch.setattr(outgoing, "fetch", fail)
    rows = [
        ROWS[0],
        *({"Handle": "shirt", "Image Src": f"https://cdn.example.com/{n}.jpg"} for n in range(60)),
    ]
    report = with_pictures(write(tmp_path, rows))
    assert len(asked) <= 16
    assert len([each for each in report["warnings"] if each["code"] == "image_failed"]) == 61


def test_what_is_no_picture_is_a_warning(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_shop()
    monkeypatch.setattr(
        outgoing, "fetch", lambda url, **more: outgoing.Fetched(b"<svg onload=x>", "image/svg+xml", url)
    )
    report = with_pictures(write(tmp_path))
    assert [each["code"] for each in report["warnings"]] == ["image_failed"]
    assert not ProductImage.objects.exists()


def test_pictures_beyond_the_time_wait_for_the_background(tmp_path: Path) -> None:
    make_shop()
    rows = [
        ROWS[0],
        *({"Handle": "shirt", "Image Src": f"https://cdn.example.com/{n}.jpg"} for n in range(60)),
    ]
    report = with_pictures(write(tmp_path, rows), "--image-seconds", "0", "--images", str(tmp_path))
    assert report["warnings"][-1]["code"] == "images_later"
    assert ImportImage.objects.filter(state="waiting").exists()


# --- export --------------------------------------------------------------------------------


def test_bad_10_the_export_reads_back_without_a_difference(tmp_path: Path) -> None:
    make_shop()
    make_channel("kr", currency="KRW", countries=["KR"])
    rows = [dict(each) for each in ROWS]
    rows[0] |= {
        "Title": "=HYPERLINK(1)",
        "Vendor": "+82-10-1234",
        "Tags": "a, b",
        "SEO Title": "'quoted|bar\\",
        "Body (HTML)": "<p>Two\nlines, “quoted” &amp; 한글</p>",
        "Type": "Tops & <tails>",
        "Color (product.metafields.custom.color_tone)": "red; |blue",
        "Variant Grams": "250",
        "Product Category": "A > B",
    }
    rows[0]["Option1 Name"], rows[0]["Option1 Value"] = "Size=x", "-S|1"
    run_import(write(tmp_path, rows))
    run_import(write(tmp_path, rows), "--channel", "kr")
    out = tmp_path / "out.csv"
    call_command("export_catalog", str(out), stdout=io.StringIO())
    text = out.read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "price:eu-eur" in text
    status, report = run_import(out)
    assert (status, report["products"], report["unchanged"]) == (0, 2, 2), report
    assert report["rejections"] == []
    assert Product.objects.get(slug="shirt").title == "=HYPERLINK(1)"
    assert Variant.objects.get(sku="S-1").options == {"Size=x": "-S|1"}


def test_an_export_into_another_shop_makes_the_same_catalog(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path))
    out = tmp_path / "out.csv"
    call_command("export_catalog", str(out), stdout=io.StringIO())
    first = out.read_text(encoding="utf-8-sig")
    inventory.forget_import(
        list(Variant.objects.values_list("id", flat=True)),
        document=f"import-{ImportRun.objects.get().pk}",
        actor=ACTOR,
        at=AT,
    )
    Product.objects.all().delete()
    status, report = run_import(out)
    assert (status, report["created"]) == (0, 2)
    call_command("export_catalog", str(out), stdout=io.StringIO())
    assert out.read_text(encoding="utf-8-sig") == first


def test_it_16_a_price_on_request_goes_out_and_comes_back(tmp_path: Path) -> None:
    channel = make_shop()
    run_import(write(tmp_path))
    ids = catalog.variant_ids_by_sku(["S-1", "S-2"])
    asked = [pricing.PriceRow(ids["S-1"], None, on_request=True)]
    pricing.set_prices(rows=asked, channel=channel, actor=ACTOR, at=AT)
    out = tmp_path / "out.csv"
    call_command("export_catalog", str(out), stdout=io.StringIO())
    assert ",on request," in out.read_text(encoding="utf-8-sig")
    status, report = run_import(out)
    assert (status, report["unchanged"]) == (0, 2), report
    back = [pricing.PriceRow(ids["S-1"], 2000)]
    pricing.set_prices(rows=back, channel=channel, actor=ACTOR, at=AT)
    status, report = run_import(out)
    assert (status, report["updated"]) == (0, 1), report
    assert pricing.offers_for(list(ids.values()), channel=channel, at=AT).on_request == {ids["S-1"]}


def test_a_cell_edited_in_our_own_file_changes_and_empties(tmp_path: Path) -> None:
    make_shop()
    run_import(write(tmp_path))
    out = tmp_path / "out.csv"
    call_command("export_catalog", str(out), stdout=io.StringIO())
    out.write_text(
        out.read_text(encoding="utf-8-sig").replace("Acme", "").replace("Cap", "Flat cap"), encoding="utf-8"
    )
    _, report = run_import(out)
    assert (report["updated"], report["created"]) == (2, 0)
    assert Product.objects.get(slug="shirt").brand == ""
    assert Product.objects.get(slug="cap").title == "Flat cap"


def test_the_export_to_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    make_shop()
    call_command("export_catalog", "-")
    assert capsys.readouterr().out.startswith("slug,title,")


def test_a_packed_file_counts_the_same(tmp_path: Path) -> None:
    make_shop()
    path = tmp_path / "file.csv.gz"
    path.write_bytes(gzip.compress(table(ROWS).encode()))
    assert run_import(path)[1]["products"] == 2
