"""What goes out comes back without a difference."""

from __future__ import annotations

import gzip
import io
from pathlib import Path

import pytest
from django.core.management import call_command

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Attribute, Product, ProductType, Variant
from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.imports.models import ImportRun
from storecrew.contexts.imports.operations import undoing
from storecrew.contexts.imports.tests.factories import ACTOR, AT, make_shop, run_import, table
from storecrew.contexts.imports.tests.files import ROWS, write
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import PriceChange, PriceList

pytestmark = pytest.mark.django_db


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


def test_bad_10_the_export_fills_an_empty_shop_without_a_warning(tmp_path: Path) -> None:
    """The base price list is made with its first price, and an attribute belongs to some types only."""
    channel = make_shop()
    rows = [dict(each) for each in ROWS]
    rows[0]["Material (product.metafields.custom.material)"] = "Cotton; Linen"
    rows[-1]["Type"], rows[-1]["Material (product.metafields.custom.material)"] = "Tops", "Cotton"
    rows.append({"Handle": "mug", "Title": "Mug", "Type": "Mugs", "Variant Price": "3", "Status": "draft"})
    run_import(write(tmp_path, rows))
    out, again = tmp_path / "out.csv", tmp_path / "again.csv"
    call_command("export_catalog", str(out), stdout=io.StringIO())
    undoing.undo(run_id=ImportRun.objects.get().pk, actor=ACTOR, at=AT)
    Attribute.objects.all().delete()
    ProductType.objects.all().delete()
    PriceChange.objects.all().delete()
    PriceList.objects.all().delete()
    status, report = run_import(out)
    assert (status, report["created"], report["warnings"]) == (0, 3, [])
    ids = catalog.variant_ids_by_sku(["S-1"])
    assert pricing.prices_for([ids["S-1"]], channel=channel, at=AT)[ids["S-1"]].price.amount == 2000
    call_command("export_catalog", str(again), stdout=io.StringIO())
    assert again.read_text(encoding="utf-8-sig") == out.read_text(encoding="utf-8-sig")
