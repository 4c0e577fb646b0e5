"""Many products as a spreadsheet."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from storecrew.contexts.catalog import public as catalog
from storecrew.contexts.catalog.models import Product
from storecrew.contexts.catalog.tests.factories import ACTOR, AT

pytestmark = pytest.mark.django_db
GRID = "/admin/products/grid/?attr=volume&attr=glaze&attr=unknown"


def text_of(answer: Any) -> str:
    return re.sub(r"\s+", " ", answer.content.decode())


def posted(client: Client, **cells: str) -> dict[str, str]:
    """The whole grid as it was opened, with some cells changed."""
    data = {}
    for row in client.get(GRID).context["rows"]:
        data[f"v-{row.product.pk}"] = str(row.version)
        for cell in row.cells:
            if cell.there:
                data[f"was-{row.product.pk}-{cell.name}"] = cell.stored
                data[f"cell-{row.product.pk}-{cell.name}"] = cell.stored
    return data | {f"cell-{name}": value for name, value in cells.items()}


def test_the_grid_follows_the_filters_of_the_list(seller: Client, tee: int, draft: int) -> None:
    page = seller.get(GRID + "&f.status=draft")
    assert [row.product.pk for row in page.context["rows"]] == [draft]
    assert "not in this type" in text_of(seller.get(GRID))


def test_a_preview_then_one_operation(seller: Client, tee: int, draft: int) -> None:
    cells = {f"{tee}-title": "Shirt", f"{draft}-attr-volume": "350", f"{draft}-attr-glaze": "matte, glossy"}
    data = posted(seller, **cells)
    shown = seller.post(GRID, data | {"preview": "1"})
    assert shown.context["may_apply"]
    for part in ("<del>Tee</del> → <ins>Shirt</ins>", "<ins>350</ins>", "Change 2 products"):
        assert part in text_of(shown)
    assert Product.objects.get(pk=tee).title == "Tee"
    done = seller.post(GRID, data | {"apply": "1"}, follow=True)
    assert "2 products changed" in text_of(done)
    assert Product.objects.get(pk=tee).title == "Shirt"
    assert Product.objects.get(pk=draft).attributes == {"volume": 350, "glaze": ["matte", "glossy"]}
    seller.post(GRID, posted(seller, **{f"{draft}-attr-volume": ""}) | {"apply": "1"})
    assert "volume" not in Product.objects.get(pk=draft).attributes


def test_rows_that_cannot_be_written_are_named_and_nothing_is_written(
    seller: Client, tee: int, draft: int
) -> None:
    data = posted(seller, **{f"{tee}-title": "Shirt", f"{draft}-status": "live", f"{draft}-attr-volume": "x"})
    answer = seller.post(GRID, data | {"apply": "1"})
    assert not answer.context["may_apply"]
    assert "This must be a number" in text_of(answer)
    assert Product.objects.get(pk=tee).title == "Tee"
    nothing = seller.post(GRID, posted(seller) | {"preview": "1"})
    assert "Nothing was changed" in text_of(nothing)


def test_con_13_a_row_that_somebody_else_changed_stops_the_whole(
    seller: Client, tee: int, draft: int
) -> None:
    data = posted(seller, **{f"{tee}-title": "Shirt", f"{draft}-brand": "Acme"})
    catalog.update_product(
        product_id=tee, expected_version=None, changes={"brand": "Bolt"}, actor=ACTOR, at=AT
    )
    answer = seller.post(GRID, data | {"apply": "1"})
    assert "Nothing was written" in text_of(answer)
    assert Product.objects.get(pk=draft).brand == ""
    row = next(row for row in answer.context["rows"] if row.product.pk == tee)
    assert row.problem
    assert [cell.name for cell in row.changed] == ["title"], "their brand is not undone"
    data[f"v-{tee}"] = str(row.version)
    seller.post(GRID, data | {"apply": "1"})
    changed = Product.objects.get(pk=tee)
    assert (changed.title, changed.brand) == ("Shirt", "Bolt")


def test_u067_texts_in_other_languages_are_columns_too(seller: Client, tee: int) -> None:
    grid = "/admin/products/grid/?attr=ko:title&attr=ko:seo_title"
    before = Product.objects.get(pk=tee)
    row = next(row for row in seller.get(grid).context["rows"] if row.product.pk == tee)
    data = {
        f"v-{tee}": str(row.version),
        f"was-{tee}-text-ko:title": "",
        f"cell-{tee}-text-ko:title": "티셔츠",
        f"was-{tee}-text-ko:seo_title": "",
        f"cell-{tee}-text-ko:seo_title": "",
    }
    assert "<del>–</del> → <ins>티셔츠</ins>" in text_of(seller.post(grid, data | {"preview": "1"}))
    assert "1 product changed" in text_of(seller.post(grid, data | {"apply": "1"}, follow=True))
    after = Product.objects.get(pk=tee)
    assert after.translations == {**before.translations, "ko": {"title": "티셔츠"}}
    assert after.title == before.title
    again = {
        f"v-{tee}": str(after.version),
        f"was-{tee}-text-ko:title": "티셔츠",
        f"cell-{tee}-text-ko:title": "",
    }
    seller.post(grid, again | {"apply": "1"})
    assert "ko" not in Product.objects.get(pk=tee).translations
