"""Files as strangers bring them: headers in another order, words of spreadsheets, exports of another kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from storecrew.contexts.imports.errors import UnknownFormat
from storecrew.contexts.imports.providers.formats import magento_values as values
from storecrew.contexts.imports.providers.formats.woocommerce_columns import column_name
from storecrew.contexts.imports.tests.factories import read, table


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Name von Attribut 1", "attribute:1:name"),
        ("Wert(e) von Attribut 2", "attribute:2:values"),
        ("Nom de l’attribut numéro 3", "attribute:3:name"),
        ("Attribute 1 default", None),
        ("Attribut 1 Standardwert", None),
        ("Attribute 1 visible", None),
        ("Attribute 1 global", None),
    ],
)
def test_headers_of_attributes_are_read_in_any_order(header: str, name: str | None) -> None:
    """Before, their values were left out as if the shop had no use for them."""
    assert column_name(header) == name


@pytest.mark.parametrize(("word", "status"), [("WAHR", "live"), ("FAUX", "draft"), ("VERDADERO", "live")])
def test_truth_in_the_words_of_a_spreadsheet(tmp_path: Path, word: str, status: str) -> None:
    path = tmp_path / "file.csv"
    row = {"Handle": "mug", "Title": "Mug", "Published": word, "Variant SKU": "M-1", "Variant Price": "9"}
    path.write_text(table([row]), encoding="utf-8")
    (built,), _ = read(path)
    assert built.draft.status == status


@pytest.mark.parametrize(
    ("header", "word"),
    [
        ("Type,Identification,Field,Locale,Market,Status,Default content,Translated content", "translations"),
        ("Redirect from,Redirect to", "redirects"),
        ("<!DOCTYPE html><html><head><title>Sign in</title>", "web page"),
    ],
)
def test_other_files_of_a_platform_are_called_by_name(tmp_path: Path, header: str, word: str) -> None:
    path = tmp_path / "file.csv"
    path.write_text(f"{header}\n" + "x," * header.count(",") + "x\n", encoding="utf-8")
    with pytest.raises(UnknownFormat, match=word):
        read(path)


def test_prices_of_markets_are_told_apart_from_unknown_columns(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    row = {
        "Handle": "mug", "Title": "Mug", "Variant SKU": "M-1", "Variant Price": "9",
        "Included / Germany": "true", "Price / Germany": "10", "Compare At Price / Germany": "12",
        "Season": "x",
    }  # fmt: skip
    path.write_text(table([row]), encoding="utf-8")
    _, reading = read(path)
    told = {problem.code: problem.value for problem in reading.warnings if problem.code.startswith("columns")}
    assert told == {
        "columns_market": "Price / Germany, Compare At Price / Germany",
        "columns_ignored": "Season",
        "columns_unused": "Included / Germany",
    }


def test_children_in_one_cell_as_magmi_writes_them(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    plain = {"attribute_set": "Default", "store": "admin", "websites": "base", "status": "1", "price": "5"}
    kid = {**plain, "type": "simple", "visibility": "1", "qty": "2"}
    rows = [
        {**kid, "sku": "Q-1", "name": "Q S", "size": "S"},
        {**kid, "sku": "Q-2", "name": "Q M", "size": "M"},
        {
            **plain, "sku": "Q", "type": "configurable", "name": "Q", "visibility": "4",
            "simples_skus": "Q-1, Q-2", "configurable_attributes": "size",
        },
    ]  # fmt: skip
    path.write_text(table(rows), encoding="utf-8")
    (built,), reading = read(path)
    assert reading.layout.format.code == "magento1"
    assert [(each.sku, each.options) for each in built.draft.variants] == [
        ("Q-1", {"Size": "S"}),
        ("Q-2", {"Size": "M"}),
    ]
    assert not built.rejections


@pytest.mark.parametrize(
    ("view", "language"),
    [("german", "de"), ("uk", ""), ("uk_en", "en"), ("uk_ua", "uk"), ("b2b_fr", "fr"), ("b2b", "")],
)
def test_store_views_are_called_by_language(view: str, language: str) -> None:
    """A view “uk” of the United Kingdom became a translation into Ukrainian."""
    assert values.language(view) == language
