"""Numbers for the eye: a minus that does not break off, a plus where something grew."""

from __future__ import annotations

import pytest
from django.utils import translation

from storecrew.surfaces.ui.backoffice.templatetags.backoffice import audit_value, cell
from storecrew.surfaces.ui.numbers import number, percent, rate, signed


@pytest.mark.parametrize(
    ("value", "words"), [(3, "+3"), (-12, "−12"), (0, "±0"), (1200, "+1,200"), (-1200, "−1,200")]
)
def test_a_change_has_its_sign_and_never_a_hyphen(value, words):
    assert signed(value) == words
    assert cell(value, "signed") == words


def test_a_number_below_zero_has_a_minus_in_every_cell():
    assert number(-1234) == "−1,234"
    assert cell(-4, "number") == "−4"
    assert cell(4, "number") == "4"


@pytest.mark.parametrize(
    ("part", "whole", "digits", "words"),
    [
        (1, 8, 1, "12.5%"),
        (3, 3, 1, "100.0%"),
        (3, 3, 0, "100%"),
        (19_000, 1_000_000, 2, "1.90%"),
        (-0.123, 1, 1, "−12.3%"),
        (-0.00001, 1, 1, "0.0%"),
        (12_345, 100, 0, "12,345%"),
        (None, 100, 1, "–"),
        (1, 0, 1, "–"),
    ],
)
def test_what_is_measured_stands_under_each_other_in_percent(part, whole, digits, words):
    assert percent(part, whole, digits) == words


@pytest.mark.parametrize(("part", "words"), [(10, "+10%"), (-10, "−10%"), (0, "0%"), (0.001, "0%")])
def test_a_change_in_percent_has_its_sign(part, words):
    assert percent(part, 100, 0, signed=True) == words


@pytest.mark.parametrize(
    ("basis_points", "words"), [(1250, "12.5%"), (700, "7%"), (1, "0.01%"), (0, "0%"), (None, "–")]
)
def test_what_was_agreed_has_the_decimals_it_has(basis_points, words):
    assert rate(basis_points) == words


def test_percent_reads_the_same_in_korean():
    with translation.override("ko"):
        assert (percent(1, 8), rate(9750)) == ("12.5%", "97.5%")


def test_the_audit_trail_shows_a_minus_for_amounts_but_leaves_other_text_alone():
    assert audit_value(-4) == "−4"
    assert audit_value({"on hand": "-4"}).endswith("−4")
    assert audit_value("-4-x") == "-4-x"
    assert audit_value("2026-01-02") == "2 Jan 2026"
    assert audit_value("2026-13-02") == "2026-13-02"


def test_signs_are_the_same_in_korean():
    with translation.override("ko"):
        assert (signed(-1200), signed(5)) == ("−1,200", "+5")
