"""Sampling plans, against cells of the published tables (ISO 2859-1:1999, tables 1 and 2-A)."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from storecrew.contexts.inventory.rules import sampling


@pytest.mark.parametrize(
    ("lot", "level", "letter"),
    [(8, "II", "A"), (9, "II", "B"), (50, "II", "D"), (280, "II", "G"), (500, "II", "H"), (1_200, "II", "J"),
     (3_200, "II", "K"), (1_000, "I", "G"), (1_000, "III", "K"), (1_000, "S-1", "C"), (1_000, "S-4", "F"),
     (600_000, "II", "Q"), (600_000, "III", "R")],
)  # fmt: skip
def test_the_code_letter_follows_the_size_of_the_lot(lot, level, letter):
    assert sampling.letter(lot, level) == letter


@pytest.mark.parametrize(
    ("lot", "aql", "sample", "accept"),
    [
        (1_000, "1.0", 80, 2),
        (1_000, "2.5", 80, 5),
        (1_000, "4.0", 80, 7),
        (3_000, "2.5", 125, 7),
        (5_000, "4.0", 200, 14),
        (5_000, "0.65", 200, 3),
        (400, "1.0", 50, 1),
        # arrows: letter G at 1.0 points down to H, letter F up to E, letter A down to E
        (200, "1.0", 50, 1),
        (120, "1.0", 13, 0),
        (60, "1.0", 13, 0),
        (10, "6.5", 2, 0),
        (20, "6.5", 8, 1),
        # a sample as large as the lot is the whole lot
        (5, "0.10", 5, 0),
        (5, "10", 5, 1),
        # below the staircase the largest acceptance number stays
        (600_000, "10", 125, 21),
        (600_000, "0.010", 1_250, 0),
    ],
)
def test_plans_of_level_two_equal_the_published_table(lot, aql, sample, accept):
    plan = sampling.plan(lot, "II", aql)
    assert (plan.sample, plan.accept, plan.reject) == (sample, accept, accept + 1)


@example(600_000, "III", "0.015")
@given(st.integers(1, 2_000_000), st.sampled_from(sampling.LEVELS), st.sampled_from(sampling.LIMITS))
def test_every_lot_has_a_plan_that_looks_at_some_of_it(lot, level, aql):
    plan = sampling.plan(lot, level, aql)
    assert 1 <= plan.sample <= max(lot, 1)
    assert 0 <= plan.accept <= 21


def test_only_levels_and_limits_of_the_standard_are_known():
    assert sampling.known("II", "1.0") and not sampling.known("IV", "1.0") and not sampling.known("II", "3")
