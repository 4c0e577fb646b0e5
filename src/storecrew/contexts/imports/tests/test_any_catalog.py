"""BAD-10: whatever stands in the cells of a file, the catalog goes out and comes back the same."""

from __future__ import annotations

import io
import tempfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.catalog.models import Variant
from storecrew.contexts.imports.tests.factories import make_shop, run_import, table

pytestmark = pytest.mark.django_db
# What parts, quotes, escapes and runs in some program, beside letters of several scripts.
SIGNS = "aB1 =+-@'\"|\\>,;:/%&<\n\t\u00a0\u200b“é한글か🙂．＝"
WORDS = st.text(SIGNS, min_size=1, max_size=12)
MAYBE = st.just("") | WORDS
ROW = st.fixed_dictionaries(
    {
        "Handle": st.sampled_from(["one", "two", "three"]),
        "Title": MAYBE,
        "Body (HTML)": MAYBE,
        "Vendor": MAYBE,
        "Type": MAYBE,
        "Tags": MAYBE,
        "Product Category": MAYBE,
        "Option1 Name": MAYBE,
        "Option1 Value": MAYBE,
        "Option2 Name": MAYBE,
        "Option2 Value": MAYBE,
        "Variant SKU": MAYBE,
        "Variant Price": st.sampled_from(["5", "0", "1,050.00", "", "x"]),
        "Variant Inventory Qty": st.sampled_from(["3", "-2", "", "1.5"]),
        "Variant Requires Shipping": st.sampled_from(["true", "false"]),
        "SEO Title": MAYBE,
        "Note (product.metafields.custom.note)": MAYBE,
        "Cut (variant.metafields.custom.cut)": MAYBE,
        "Status": st.sampled_from(["active", "draft", "archived"]),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, min_size=1, max_size=6))
def test_bad_10_any_catalog_goes_out_and_comes_back_without_a_difference(rows: list[dict[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder, transaction.atomic():
        make_shop()
        path, out, again = (Path(folder) / name for name in ("file.csv", "out.csv", "again.csv"))
        path.write_text(table(rows), encoding="utf-8", newline="")
        _status, first = run_import(path)
        assert first["variants"] == Variant.objects.count()
        _status, second = run_import(path)
        assert (second["created"], second["updated"], second["rejections"]) == (0, 0, first["rejections"])
        call_command("export_catalog", str(out), stdout=io.StringIO())
        status, back = run_import(out)
        assert (status, back["unchanged"]) == (0, first["products"]), back
        assert back["variants"] == first["variants"]
        call_command("export_catalog", str(again), stdout=io.StringIO())
        assert again.read_bytes() == out.read_bytes()
        transaction.set_rollback(True)
