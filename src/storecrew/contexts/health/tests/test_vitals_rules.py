"""The arithmetic of page speed."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.health.rules.vitals import MEASURES, good_share, percentile


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
def test_steps_grow_and_end_at_the_limits(measure):
    assert list(measure.ends) == sorted(set(measure.ends))
    assert {measure.good, measure.poor} <= set(measure.ends)
    assert [measure.verdict(v) for v in (measure.good, measure.good + 1, measure.poor, measure.poor + 1)] == [
        "good",
        "fair",
        "fair",
        "poor",
    ]


@pytest.mark.parametrize("measure", MEASURES.values(), ids=MEASURES)
@given(data=st.data())
def test_the_percentile_lies_in_the_step_of_the_true_one(measure, data):
    views = data.draw(st.lists(st.integers(0, measure.most), min_size=1, max_size=60))
    counts: dict[int, int] = {}
    for view in views:
        counts[measure.step(view)] = counts.get(measure.step(view), 0) + 1
    true = sorted(views)[math.ceil(len(views) * 0.75) - 1]
    found = percentile(measure, counts)
    assert found is not None
    assert measure.step(found) == measure.step(true)
    assert measure.verdict(found) == measure.verdict(true), "the limits end steps, so the verdict is exact"
    assert good_share(measure, counts) == sum(view <= measure.good for view in views) * 100 // len(views)


def test_without_views_there_is_no_percentile():
    assert percentile(MEASURES["lcp"], {}) is None
    assert good_share(MEASURES["lcp"], {}) == 0
