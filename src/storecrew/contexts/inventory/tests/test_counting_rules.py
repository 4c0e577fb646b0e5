"""What is counted, how often, and what a count means."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.inventory.rules import counting as rules

AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)


def test_articles_are_classed_by_their_value_of_movement():
    assert rules.abc({1: 700, 2: 150, 3: 100, 4: 50, 5: 0}) == {1: "A", 2: "A", 3: "B", 4: "C", 5: "C"}
    assert rules.abc({}) == {}
    assert rules.abc({1: 0, 2: -5}) == {1: "C", 2: "C"}
    assert rules.abc({1: 5}) == {1: "A"}


@given(st.dictionaries(st.integers(1, 50), st.integers(0, 10_000), max_size=30))
def test_a_and_b_make_up_at_least_their_share(values):
    found = rules.abc(values)
    assert set(found) == set(values)
    total = sum(values.values())
    if total:
        assert sum(values[key] for key, name in found.items() if name == "A") * 100 >= 80 * total
        assert sum(values[key] for key, name in found.items() if name != "C") * 100 >= 95 * total
    order = [name for key, name in sorted(found.items(), key=lambda item: (-values[item[0]], item[0]))]
    assert order == sorted(order)


@pytest.mark.parametrize(("name", "days"), [("A", 30), ("B", 90), ("C", 180)])
def test_each_class_has_its_rhythm(name, days):
    assert rules.is_due(name, None, AT)
    assert not rules.is_due(name, AT - dt.timedelta(days=days - 1), AT)
    assert rules.is_due(name, AT - dt.timedelta(days=days), AT)


@pytest.mark.parametrize(
    ("seen", "numbers", "word"),
    [(5, [5], "equal"), (5, [4], "again"), (5, [4, 5], "equal"), (5, [4, 4], "confirmed"),
     (5, [4, 3], "again"), (5, [4, 3, 4], "confirmed"), (5, [4, 3, 2], "disputed"), (5, [4, 3, 5], "equal")],
)  # fmt: skip
def test_a_difference_is_believed_when_it_is_counted_twice(seen, numbers, word):
    assert rules.verdict(seen, numbers) == word


@pytest.mark.parametrize(
    ("seen", "counted", "cost", "needed"),
    [(100, 96, 100, False), (100, 94, 100, True), (100, 96, 2_000, True), (100, 96, None, False),
     (0, 1, 1, True), (10, 10, 9_999_999, False)],
)  # fmt: skip
def test_large_differences_need_another_person(seen, counted, cost, needed):
    assert rules.needs_approval(seen, counted, cost, rules.Limits(5_000, 5)) is needed


def test_accuracy_is_a_share_of_bins_and_of_units():
    figure = rules.Accuracy(counted=8, exact=7, units=200, apart=5)
    assert (figure.bins_percent, figure.units_percent) == (87, 98)
    assert rules.Accuracy(0, 0, 0, 0).bins_percent is None
    assert rules.Accuracy(1, 0, 0, 3).units_percent is None
