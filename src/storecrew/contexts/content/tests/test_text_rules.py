"""What may stand in the place of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.content import text_rules
from storecrew.contexts.content.errors import (
    EmptyText,
    MissingPlaceholder,
    StrayBrace,
    TagsChanged,
    TextTooLong,
    UnknownPlaceholder,
    UnwritableSign,
)
from storecrew.kernel.errors import DomainError

ORIGINAL = "Thank you for your order %(number)s."


def test_it_14_words_are_written_with_braces_and_stored_as_the_source_has_them():
    assert text_rules.for_editor("%(n)d of 100%% and %s") == "{n} of 100% and {}"
    assert list(text_rules.names_in("%(a)s %(b)d %%")) == ["{a}", "{b}"]
    assert (
        text_rules.from_editor(' Thanks! {number} is "ours". ', ORIGINAL) == "Thanks! %(number)s is “ours”."
    )
    assert text_rules.from_editor("It's 5% off {number}", ORIGINAL) == "It’s 5%% off %(number)s"
    assert text_rules.from_editor("Now <b>5%</b>", "Was <b>10%</b>") == "Now <b>5%</b>"
    assert text_rules.from_editor("one", "%(n)s text", "%(n)s texts", may_lack=True) == "one"
    assert text_rules.from_editor("b", " a ") == " b "


@pytest.mark.parametrize(
    ("typed", "original", "refusal"),
    [
        ("  ", ORIGINAL, EmptyText),
        ("x" * 2_001, "a", TextTooLong),
        ("Order {nummer}", ORIGINAL, UnknownPlaceholder),
        ("Thank you.", ORIGINAL, MissingPlaceholder),
        ("{number} {", ORIGINAL, StrayBrace),
        ("<script>alert(1)</script> {number}", ORIGINAL, TagsChanged),
        ("a < b {number}", ORIGINAL, TagsChanged),
        ("plain", "<b>bold</b>", TagsChanged),
        ("5% off", "Cheap", UnwritableSign),
        ("back\\slash", "Cheap", UnwritableSign),
        ("bell\x07", "Cheap", UnwritableSign),
    ],
)
def test_it_14_what_cannot_stand_there_is_refused(typed: str, original: str, refusal: type[DomainError]):
    with pytest.raises(refusal):
        text_rules.from_editor(typed, original)


def test_it_14_the_refusal_says_which_placeholders_exist():
    with pytest.raises(UnknownPlaceholder, match=r"no placeholder \{nummer\} here. These exist: \{number\}"):
        text_rules.from_editor("Order {nummer}", ORIGINAL)
    with pytest.raises(MissingPlaceholder, match=r"\{number\} is missing"):
        text_rules.from_editor("Order", ORIGINAL)


def test_stored_words_that_do_not_fit_are_known():
    assert text_rules.fits(ORIGINAL, "", ["Hello %(number)s"])
    assert not text_rules.fits(ORIGINAL, "", ["Hello"])
    assert not text_rules.fits(ORIGINAL, "", [])
    assert not text_rules.fits(ORIGINAL, "", ['" onclick=%(number)s'])
    assert not text_rules.fits("Cheap", "", ["5%"])
    assert text_rules.fits("%(n)s text", "%(n)s texts", ["one", "%(n)s"])
    assert text_rules.is_editable(ORIGINAL)
    assert not text_rules.is_editable("{x}")
    assert not text_rules.is_editable("%s of %d")


@given(st.text(max_size=80))
def test_whatever_is_typed_is_refused_or_can_be_filled_in_and_ends_no_attribute(typed: str):
    try:
        kept = text_rules.from_editor(f"{typed} {{number}}", ORIGINAL)
    except DomainError:
        return
    filled = kept % {"number": 7}
    assert "7" in filled
    assert not set('<>"\\') & set(kept)
    assert text_rules.fits(ORIGINAL, "", [kept])
