"""Policy of the catalog, without a database."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.catalog.facts import AttributeSchema
from storecrew.contexts.catalog.rules import attributes as typed
from storecrew.contexts.catalog.rules.barcodes import InvalidBarcode, clean_barcode
from storecrew.contexts.catalog.rules.collections import InvalidRule, Subject, clean_rules, matches
from storecrew.contexts.catalog.rules.completeness import PARTS, Parts, blocks_sale, missing_parts, score
from storecrew.contexts.catalog.rules.statuses import STATUSES, may_move
from storecrew.contexts.catalog.rules.text import (
    attribute_code,
    clean_html,
    clean_line,
    normalize_sku,
    plain_text,
    slugify,
)


def attribute(kind: str, *, unit: str = "", choices: list[Any] | None = None, **more: Any) -> AttributeSchema:
    cleaned = tuple(typed.clean_choices(kind, choices or []))
    return AttributeSchema("code", "Name", kind, unit, cleaned, True, False, False, 0, "general", **more)


RED = {"value": "red", "label": "Red", "swatch": "#CC0000", "translations": {"ko": "빨강"}}


@pytest.mark.parametrize(
    ("kind", "given_value", "stored"),
    [
        ("text", "  two\twords ", "two words"),
        ("text", 12, "12"),
        ("number", "12", 12),
        ("number", "12.5", 12.5),
        ("number", "12,5", 12.5),
        ("number", "-3", -3),
        ("number", 2.0, 2),
        ("number", 2.5, 2.5),
        ("number", "12 kg", 12),
        ("boolean", True, True),
        ("boolean", "Yes", True),
        ("boolean", "아니요", False),
        ("date", dt.date(2026, 3, 1), "2026-03-01"),
        ("date", dt.datetime(2026, 3, 1, 8), "2026-03-01"),
        ("date", "2026-03-01", "2026-03-01"),
        ("choice", "anything", "anything"),
        ("choice", ["b", "a", "b"], ["b", "a"]),
        ("choice", ["b"], "b"),
        ("color", "#AABBCC", "#aabbcc"),
        (
            "file",
            "https://example.com/a/manual.pdf",
            {"name": "manual.pdf", "url": "https://example.com/a/manual.pdf"},
        ),
        ("file", {"url": "/media/x.pdf", "name": "X"}, {"name": "X", "url": "/media/x.pdf"}),
        ("text", "", None),
        ("number", None, None),
        ("choice", [], None),
    ],
)
def test_values_are_stored_in_one_form(kind: str, given_value: Any, stored: Any) -> None:
    unit = "kg" if kind == "number" else ""
    assert typed.clean_value(attribute(kind, unit=unit), given_value) == stored


@pytest.mark.parametrize(
    ("kind", "value", "code"),
    [
        ("text", {"a": 1}, "not_text"),
        ("text", "x" * 2_001, "too_long"),
        ("number", "twelve", "not_a_number"),
        ("number", True, "not_a_number"),
        ("number", float("nan"), "not_a_number"),
        ("number", float("inf"), "not_a_number"),
        ("number", "１２", "not_a_number"),
        ("number", "1e9", "not_a_number"),
        ("number", [1], "not_a_number"),
        ("choice", ["a", ""], "empty"),
        ("choice", ["x"] * 51, "too_many"),
        ("choice", "x" * 201, "too_long"),
        ("boolean", "maybe", "not_yes_or_no"),
        ("date", "31.03.2026", "not_a_date"),
        ("date", "2026-02-30", "not_a_date"),
        ("file", 5, "not_a_file"),
        ("file", {"name": "x"}, "not_a_file"),
        ("file", "javascript:alert(1)", "not_a_file"),
        ("file", "http://example.com/x", "not_a_file"),
        ("file", "//evil.example/x", "not_a_file"),
        ("file", "/media/../secret", "not_a_file"),
        ("file", "/\\evil.example", "not_a_file"),
        ("video", "x", "unknown_kind"),
    ],
)
def test_wrong_values_are_refused_with_a_code_in_both_languages(kind: str, value: Any, code: str) -> None:
    schema = AttributeSchema("code", "Name", kind, "", (), True, False, False, 0, "general")
    for locale in ("en", "ko"):
        with translation.override(locale), pytest.raises(typed.InvalidValue) as refusal:
            typed.clean_value(schema, value)
        assert refusal.value.code == code
        assert str(refusal.value)


def test_closed_choices_are_found_by_value_or_label_and_nothing_else() -> None:
    schema = attribute("color", choices=[RED, "blue"])
    assert typed.clean_value(schema, "RED") == "red"
    assert typed.clean_value(schema, "Blue") == "blue"
    with pytest.raises(typed.InvalidValue) as refusal:
        typed.clean_value(schema, "pink")
    assert refusal.value.code == "not_a_choice"


def test_several_values_are_sorted_into_right_and_wrong() -> None:
    schema = {"weight": attribute("number", unit="kg")}
    right, wrong = typed.clean_values(schema, {"weight": "2", "length": "3"})
    assert right == {"weight": 2}
    assert wrong["length"].code == "unknown_attribute"
    right, wrong = typed.clean_values(schema, {"weight": "heavy"})
    assert (right, wrong["weight"].code) == ({}, "not_a_number")


def test_values_are_shown_in_the_shoppers_language() -> None:
    color = attribute("color", choices=[RED], translations={"ko": {"name": "색상"}})
    assert typed.label_of(color, "ko") == "색상"
    assert typed.label_of(color, "en") == "Name"
    assert typed.display(color, "red", "ko") == "빨강"
    assert typed.display(color, "red", "en") == "Red"
    assert typed.swatch_of(color, "red") == "#cc0000"
    assert typed.swatch_of(color, "#112233") == "#112233"
    assert typed.swatch_of(attribute("color"), "Navy") == "#14284b"
    assert typed.swatch_of(attribute("color"), "unheard of") == ""
    assert typed.swatch_of(attribute("text"), "red") == ""
    assert typed.display(attribute("number", unit="kg"), 12.5, "en") == "12.5 kg"
    assert typed.display(attribute("number"), 12_345_678, "en") == "12345678"
    assert typed.display(attribute("choice"), ["a", "b"], "en") == "a, b"
    assert typed.display(attribute("boolean"), True, "en") == "Yes"
    assert typed.display(attribute("file"), {"name": "Manual"}, "en") == "Manual"
    open_words = attribute("choice", translations={"ko": {"values": {"cotton": "면"}}})
    assert typed.display(open_words, "cotton", "ko") == "면"


@pytest.mark.parametrize(
    ("kind", "choices", "code"),
    [
        ("text", ["a"], "no_choices"),
        ("choice", [""], "bad_choice"),
        ("choice", ["a", "a"], "choice_twice"),
        ("color", [{"value": "a", "swatch": "red"}], "bad_swatch"),
    ],
)
def test_wrong_choices_are_refused(kind: str, choices: list[Any], code: str) -> None:
    with pytest.raises(typed.InvalidValue) as refusal:
        typed.clean_choices(kind, choices)
    assert refusal.value.code == code


@pytest.mark.parametrize("code", ["4006381333931", "96385074", "036000291452", "10012345000017"])
def test_gtins_of_every_length(code: str) -> None:
    assert clean_barcode(code) == code


def test_barcodes_from_spreadsheets() -> None:
    assert clean_barcode("'036000291452") == "036000291452"
    assert clean_barcode(" 4006381-333931 ") == "4006381333931"
    assert clean_barcode("") == ""


@pytest.mark.parametrize(
    "code", ["4006381333930", "123", "ABC", "４００６３８１３３３９３１", "40063813339311111"]
)
def test_wrong_barcodes(code: str) -> None:
    with pytest.raises(InvalidBarcode):
        clean_barcode(code)


def test_bad_04_identifiers_are_text_with_one_normal_form() -> None:
    assert normalize_sku("01234") != normalize_sku("1234")
    assert normalize_sku(" ＡＢ-1\u00a0 ") == "AB-1"
    assert normalize_sku("ab-1") != normalize_sku("AB-1")
    assert normalize_sku("A\x00B\tC") == "AB C"


@given(st.text(max_size=80))
def test_bad_04_cleaning_twice_changes_nothing(text: str) -> None:
    for clean in (clean_line, normalize_sku, slugify, clean_html):
        assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("html", "gone"),
    [
        ("<script>alert(1)</script>x", "alert"),
        ("<img src=x onerror=alert(1)>", "onerror"),
        ("<a href='javascript:alert(1)'>x</a>", "javascript"),
        ("<svg onload=alert(1)>", "onload"),
        ("<p style='position:fixed' onclick='x()'>x</p>", "onclick"),
        ("<iframe src='//evil'></iframe>", "iframe"),
        ("<h1 onmouseover=x>t</h1>", "onmouseover"),
    ],
)
def test_bad_05_descriptions_are_inert(html: str, gone: str) -> None:
    assert gone not in clean_html(html)


def test_harmless_markup_stays() -> None:
    assert clean_html("<h1>T</h1><p>a <b>b</b></p>") == "<h2>T</h2><p>a <b>b</b></p>"
    assert 'rel="noopener nofollow"' in clean_html('<a href="https://a.example">a</a>')
    assert clean_html("plain") == "plain"
    assert clean_html("") == ""
    assert plain_text("<p>a</p><p>b&amp;c</p>") == "a b&c"


def test_bad_09_text_rules_are_fast_on_adversarial_input() -> None:
    for text in ("<" * 100_000, "-" * 100_000, " " * 100_000, "a&" * 50_000, "<a " * 30_000):
        for clean in (clean_line, slugify, plain_text, normalize_sku):
            started = time.perf_counter()
            clean(text)
            assert time.perf_counter() - started < 0.5


def test_addresses_keep_letters_of_any_script() -> None:
    assert slugify("Men's Café Shoes!") == "mens-café-shoes"
    assert slugify("여성 셔츠") == "여성-셔츠"
    assert slugify("--") == ""
    assert attribute_code("Shoe size") == "shoe_size"


def test_every_status_move() -> None:
    moves = {(old, new) for old in STATUSES for new in STATUSES if old != new and may_move(old, new)}
    assert moves == {
        ("idea", "draft"),
        ("draft", "idea"),
        ("draft", "approved"),
        ("draft", "live"),
        ("draft", "end_of_life"),
        ("approved", "draft"),
        ("approved", "live"),
        ("approved", "end_of_life"),
        ("live", "draft"),
        ("live", "end_of_life"),
        ("end_of_life", "draft"),
        ("end_of_life", "live"),
    }
    assert all(may_move(status, status) for status in STATUSES)
    assert not may_move("draft", "gone")


def parts(**changes: Any) -> Parts:
    values: dict[str, Any] = {
        "title": "T", "description_text": "d" * 80, "brand": "B", "seo_description": "s", "image_alts": ["a"],
        "has_category": True, "required": ["material"], "filled": ["material"], "active_weights": [100],
    }  # fmt: skip
    return Parts(**(values | changes))


def test_completeness_weights_add_up_to_a_hundred() -> None:
    assert sum(weight for _code, _label, weight in PARTS) == 100
    assert score(missing_parts(parts())) == 100


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"title": ""}, "title"),
        ({"description_text": "short"}, "description"),
        ({"image_alts": []}, "images"),
        ({"image_alts": ["a", ""]}, "alt_texts"),
        ({"has_category": False}, "category"),
        ({"filled": []}, "attributes"),
        ({"active_weights": []}, "variants"),
        ({"active_weights": [100, None]}, "weights"),
        ({"seo_description": ""}, "seo"),
        ({"brand": ""}, "brand"),
    ],
)
def test_each_missing_part_is_named(change: dict[str, Any], missing: str) -> None:
    codes = missing_parts(parts(**change))
    assert missing in codes
    assert score(codes) < 100
    assert bool(blocks_sale(codes)) == (missing in {"title", "attributes", "variants"})


SUBJECT = Subject(
    type_code="shirt", title="Linen Shirt", brand="Acme", tags=["summer"], category_paths=["women/shirts"],
    age_days=5, values={"color": ["red", "blue"], "weight": [120], "organic": [True]},
)  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "holds"),
    [
        (("type", "is", "Shirt"), True),
        (("type", "is_not", "shirt"), False),
        (("brand", "is", ["Bolt", "ACME"]), True),
        (("brand", "starts_with", "ac"), True),
        (("title", "contains", "linen"), True),
        (("title", "contains", "wool"), False),
        (("tag", "is", "summer"), True),
        (("tag", "is_not", "summer"), False),
        (("category", "is", "women"), True),
        (("category", "is", "wom"), False),
        (("category", "is_not", "men"), True),
        (("age_days", "at_most", 30), True),
        (("age_days", "at_least", 30), False),
        (("attribute.color", "is", "blue"), True),
        (("attribute.weight", "at_least", 100), True),
        (("attribute.weight", "at_most", 100), False),
        (("attribute.organic", "is", True), True),
        (("attribute.organic", "is_set", None), True),
        (("attribute.missing", "is_set", None), False),
        (("attribute.missing", "is_not", "x"), True),
    ],
)
def test_each_condition_of_a_collection(rule: tuple[str, str, Any], holds: bool) -> None:
    name, op, value = rule
    cleaned = clean_rules({"rules": [{"field": name, "op": op, "value": value}]})
    assert matches(cleaned, SUBJECT) is holds


def test_all_and_any_and_none() -> None:
    yes, no = {"field": "brand", "op": "is", "value": "acme"}, {"field": "brand", "op": "is", "value": "bolt"}
    assert not matches(clean_rules({"match": "all", "rules": [yes, no]}), SUBJECT)
    assert matches(clean_rules({"match": "any", "rules": [yes, no]}), SUBJECT)
    assert not matches(clean_rules({}), SUBJECT)


@pytest.mark.parametrize(
    ("rules", "index"),
    [
        ("x", -1),
        ({"match": "none"}, -1),
        ({"rules": [{}] * 21}, -1),
        ({"rules": ["x"]}, 0),
        ({"rules": [{"field": 1, "op": "is", "value": "x"}]}, 0),
        ({"rules": [{"field": "price", "op": "is", "value": "x"}]}, 0),
        ({"rules": [{"field": "attribute.", "op": "is", "value": "x"}]}, 0),
        ({"rules": [{"field": "brand", "op": "at_least", "value": 1}]}, 0),
        ({"rules": [{"field": "age_days", "op": "at_most", "value": "x"}]}, 0),
        ({"rules": [{"field": "brand", "op": "is", "value": []}]}, 0),
        ({"rules": [{"field": "brand", "op": "is", "value": {"a": 1}}]}, 0),
        ({"rules": [{"field": "brand", "op": "is", "value": ""}]}, 0),
    ],
)
def test_wrong_rules_are_named_by_their_place(rules: Any, index: int) -> None:
    with pytest.raises(InvalidRule) as refusal:
        clean_rules(rules)
    assert refusal.value.index == index
