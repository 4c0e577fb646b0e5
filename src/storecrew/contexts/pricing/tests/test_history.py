"""The lowest price of the 30 days before a reduction: without a database."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.pricing.rules.history import (
    DAYS,
    RowHistory,
    Step,
    lowest_between,
    public_price,
    reduction,
    shown_strike,
)
from storecrew.contexts.pricing.rules.price_lists import changes_public_terms, rewrites_past
from storecrew.contexts.pricing.rules.resolver import ListTerms

DAY = dt.timedelta(days=1)
START = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)


def day(number: int) -> dt.datetime:
    return START + number * DAY


def base(*steps: tuple) -> RowHistory:
    return RowHistory(
        ListTerms(1, "base", "Base", "base", "EUR"), tuple(Step(day(n), *rest) for n, *rest in steps)
    )


def sale(amount: int, starts: int | None, ends: int | None, *, made: int = 0, list_id: int = 2) -> RowHistory:
    terms = ListTerms(
        list_id, "sale", "Sale", "sale", "EUR",
        starts_at=None if starts is None else day(starts), ends_at=None if ends is None else day(ends),
    )  # fmt: skip
    return RowHistory(terms, (Step(day(made), amount),))


def test_a_price_before_its_first_step_or_outside_its_window_is_none():
    assert public_price([base((5, 1000))], day(4)) is None
    assert public_price([sale(800, 3, 5)], day(5)) is None
    assert public_price([sale(800, 3, 5)], day(3)).won.amount == 800
    assert public_price([base((0, 1000), (2, None))], day(3)) is None


def test_the_prior_price_of_a_sale_is_the_lowest_of_the_30_days_before_it():
    histories = [base((0, 1200), (50, 1000), (70, 1100)), sale(800, 90, 100)]
    found = reduction(histories, day(95))
    assert found == (day(90), 1000)


def test_a_lower_price_more_than_30_days_before_does_not_count():
    histories = [base((0, 500), (10, 1000)), sale(800, 90, 100)]
    assert reduction(histories, day(95)).lowest == 1000


def test_a_price_that_was_left_exactly_30_days_before_does_not_count_and_one_left_later_does():
    assert reduction([base((0, 500), (60, 1000)), sale(800, 90, 100)], day(95)).lowest == 1000
    assert reduction([base((0, 500), (61, 1000)), sale(800, 90, 100)], day(95)).lowest == 500


def test_an_earlier_sale_within_30_days_makes_the_prior_price_low():
    histories = [base((0, 1000)), sale(700, 60, 70, list_id=2), sale(800, 90, 100, list_id=3)]
    assert reduction(histories, day(95)).lowest == 700


def test_a_deeper_cut_is_measured_against_the_price_just_before():
    histories = [base((0, 1000), (40, 800, 1000), (50, 600, 1000))]
    assert reduction(histories, day(55)) == (day(50), 800)


def test_a_long_sale_keeps_the_prior_price_of_its_beginning():
    histories = [base((0, 1000)), sale(800, 40, None)]
    assert reduction(histories, day(200)) == (day(40), 1000)


def test_a_strike_price_added_later_counts_from_that_moment():
    histories = [base((0, 800), (60, 800, 1000))]
    found = reduction(histories, day(61))
    assert found == (day(60), 800)
    assert shown_strike(800, 1000, found.lowest) == (None, None)


def test_without_any_earlier_price_the_lowest_is_unknown():
    assert reduction([base((0, 800, 1000))], day(1)) == (day(0), None)
    assert reduction([], day(1)) == (None, None)


def test_a_strike_is_shown_only_beside_a_true_reduction():
    assert shown_strike(800, None, 900) == (None, None)
    assert shown_strike(800, 800, 900) == (None, None)
    assert shown_strike(800, 1000, None) == (1000, 1000)
    assert shown_strike(800, 1000, 900) == (1000, 900)
    assert shown_strike(800, 1000, 800) == (None, None)
    assert shown_strike(800, 1000, 1200) == (1000, 1200)


@given(
    st.lists(
        st.tuples(st.integers(0, 120), st.integers(1, 2000)), min_size=1, max_size=8, unique_by=lambda s: s[0]
    ),
    st.integers(1, 130),
)
def test_the_lowest_between_is_the_lowest_of_every_hour(steps, until):
    history = [base(*sorted(steps))]
    since, end = day(until) - DAYS, day(until)
    hours = [since + dt.timedelta(hours=n) for n in range(30 * 24)]
    seen = [found.won.amount for at in hours if (found := public_price(history, at))]
    assert lowest_between(history, since, end) == min(seen, default=None)


NOW = day(10)


def test_the_future_of_a_window_may_change_and_its_past_may_not():
    assert not rewrites_past((day(5), day(20)), (day(5), day(20)), at=NOW)
    assert not rewrites_past((day(5), day(20)), (day(5), day(30)), at=NOW)
    assert not rewrites_past((day(5), None), (day(5), day(10)), at=NOW)
    assert not rewrites_past((day(11), day(20)), (day(12), None), at=NOW)
    assert not rewrites_past((None, None), (None, day(12)), at=NOW)
    assert rewrites_past((day(5), day(20)), (day(6), day(20)), at=NOW)
    assert rewrites_past((day(5), day(20)), (day(11), day(20)), at=NOW)
    assert rewrites_past((day(11), None), (day(9), None), at=NOW)
    assert rewrites_past((None, None), (day(12), None), at=NOW)
    assert rewrites_past((day(5), day(20)), (day(5), day(9)), at=NOW)
    assert rewrites_past((day(5), day(8)), (day(5), day(12)), at=NOW)


def test_terms_of_a_public_list_are_final_and_those_of_a_private_one_are_not():
    terms = dict.fromkeys(("currency", "market_id", "channel_id", "segment", "company"), "") | {"priority": 0}
    private, public = terms | {"kind": "segment"}, terms | {"kind": "sale"}
    assert changes_public_terms(public, public | {"priority": 1})
    assert not changes_public_terms(public, public)
    assert not changes_public_terms(private, private | {"priority": 1})
    assert changes_public_terms(private, public)
