"""Numbers as files write them, and cells that no spreadsheet runs."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.imports.rules import names
from storecrew.contexts.imports.rules.cells import join_list, plain_cell, safe_cell, split_list
from storecrew.contexts.imports.rules.numbers import (
    GRAMS,
    BadNumber,
    in_unit,
    minor_units,
    read_decimal,
    read_pieces,
    without_currency,
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", "12"),
        ("12.50", "12.50"),
        ("12,50", "12.50"),
        ("1,299.00", "1299.00"),
        ("1.299,00", "1299.00"),
        ("1 299,5", "1299.5"),
        ("1'299.50", "1299.50"),
        ("1,050,000", "1050000"),
        ("1.050.000", "1050000"),
        ("1,050", "1050"),
        ("+5", "5"),
        ("34.0000", "34.0000"),
        ("0", "0"),
        ("1.050", "1.050"),
        ("5,", "5.0"),
    ],
)
def test_prices_in_many_spellings(text: str, value: str) -> None:
    assert read_decimal(text) == Decimal(value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "abc",
        "1e5",
        "1e9999",
        "NaN",
        "inf",
        "１２",
        "1..2",
        "1,2,3",
        "1,23,456",
        "1.2,3.4",
        "--5",
        "5-",
        "0x1F",
        "12.",
        "1_000",
        ".5.5",
        "()",
        "1" * 60,
        "1,2.3,4",
    ],
)
def test_bad_12_what_is_no_number(text: str) -> None:
    with pytest.raises(BadNumber):
        read_decimal(text)


def test_bad_12_negative_and_doubtful_numbers_have_words_of_their_own() -> None:
    for text, code, places, comma in (
        ("-5", "negative", 2, False),
        ("−5", "negative", 2, False),
        ("1,050", "two_readings", 3, False),
        ("1.050", "two_readings", 2, True),
        ("1,050", "two_readings", 2, True),
    ):
        with pytest.raises(BadNumber) as caught:
            read_decimal(text, places=places, decimal_comma=comma)
        assert caught.value.code == code


def test_minor_units_round_once() -> None:
    assert minor_units(Decimal("12.5"), 2) == (1250, False)
    assert minor_units(Decimal("12.345"), 2) == (1235, True)
    assert minor_units(Decimal("19.99"), 0) == (20, True)
    assert minor_units(Decimal("1.5000"), 3) == (1500, False)
    with pytest.raises(BadNumber):
        minor_units(Decimal(10) ** 20, 2)


def test_currencies_beside_numbers() -> None:
    assert without_currency("12.50 EUR") == ("12.50", "EUR")
    assert without_currency("USD12") == ("12", "USD")
    assert without_currency("₩1,050") == ("1,050", "KRW")
    assert without_currency("$5") == ("5", "")
    assert without_currency("$5", "CAD") == ("5", "CAD")
    assert without_currency("$5", "EUR") == ("5", "USD")
    assert without_currency("5 ¥", "CNY") == ("5", "CNY")
    assert without_currency("1e5") == ("1e5", "")


def test_pieces_and_measures() -> None:
    assert [read_pieces(text) for text in ("5", "5.0000", "-3", "+2", "0")] == [5, 5, -3, 2, 0]
    for text in ("1.5", "NaN", "１", "1e9", "", "9223372036854775808", "100000000"):
        with pytest.raises(BadNumber):
            read_pieces(text)
    assert in_unit("1.5", "lbs", GRAMS) == 680
    with pytest.raises(BadNumber):
        in_unit("1", "stone", GRAMS)


FORMULAS = [
    "=1+1",
    "+82-10-1234-5678",
    "-2+3",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "'quoted",
    "''",
    "%x",
    "|cmd",
    " =1",
    "\ufeff=1",
    "\n=1",
]


@pytest.mark.parametrize("text", FORMULAS)
def test_bad_10_formulas_are_inert_and_come_back(text: str) -> None:
    assert safe_cell(text)[0] == "'"
    assert plain_cell(safe_cell(text)) == text


@given(st.text())
def test_bad_10_any_text_comes_back_through_a_csv(text: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerow([safe_cell(text), "x"])
    (row,) = csv.reader(io.StringIO(out.getvalue(), newline=""))
    assert plain_cell(row[0]) == text.replace("\x00", "")
    assert row[1] == "x"


def test_bad_10_phones_and_numbers_stay_what_they_are() -> None:
    assert safe_cell("-5") == "-5"
    assert safe_cell("0821234") == "0821234"
    assert safe_cell("a\x00b") == "ab"
    assert plain_cell(safe_cell("+49 30 1234")) == "+49 30 1234"


@given(st.lists(st.text(min_size=1), min_size=1))
def test_lists_in_a_cell_come_back(parts: list[str]) -> None:
    assert split_list(join_list(parts)) == parts


def test_a_text_without_escapes_that_ends_in_a_backslash() -> None:
    assert split_list("a|b\\") == ["a", "b\\"]
    assert split_list("C:\\dir|b") == ["C:\\dir", "b"]
    assert split_list("") == []


def test_names_are_stable() -> None:
    assert names.made_sku("shirt", ["Größe M", "Rot"]) == "shirt-grösse-m-rot"
    long = names.made_sku("x" * 150, ["y"])
    assert (len(long), long) == (100, names.made_sku("x" * 150, ["y"]))
    assert long != names.made_sku("x" * 150, ["z"])
    assert names.slug_of("???").startswith("product-")
    assert names.slug_of("  ") == ""
    assert names.sku_text("'0012  A") == "0012 A"
    assert names.made_sku("a", ["!!!"]) != names.made_sku("a", ["???"])


@pytest.mark.parametrize(
    ("text", "value"), [(".5", "0.5"), (",75", "0.75"), (".125", "0.125"), (",500", "0.500")]
)
@pytest.mark.parametrize("decimal_comma", [False, True])
def test_bad_03_a_number_without_its_zero_is_read(text: str, value: str, decimal_comma: bool) -> None:
    assert read_decimal(text, decimal_comma=decimal_comma) == Decimal(value)


@pytest.mark.parametrize("text", [".", ",", "..5", ".5.5", "-.5x", ".a"])
def test_bad_03_a_point_alone_is_no_number(text: str) -> None:
    with pytest.raises(BadNumber):
        read_decimal(text)
