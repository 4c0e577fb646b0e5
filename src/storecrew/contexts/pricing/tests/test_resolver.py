"""Which row wins: without a database."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.pricing.rules.resolver import Candidate, ListTerms, Wanted, refusal, resolve

AT = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)
WANTED = Wanted("EUR", market_id=1, channel_id=2, at=AT, segments=("gold",), company="acme")


def terms(list_id: int, kind: str = "base", **changes) -> ListTerms:
    return ListTerms(list_id, f"list-{list_id}", f"List {list_id}", kind, "EUR", **changes)


def row(list_id: int, amount: int, kind: str = "base", *, quantity: int = 1, **changes) -> Candidate:
    return Candidate(list_id * 100 + quantity, terms(list_id, kind, **changes), quantity, amount)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"market_id": 1, "channel_id": 2, "segment": "gold", "company": "acme"}, ""),
        ({"market_id": 9}, "other_market"),
        ({"channel_id": 9}, "other_channel"),
        ({"segment": "silver"}, "other_segment"),
        ({"company": "globex"}, "other_company"),
        ({"starts_at": AT}, ""),
        ({"starts_at": AT + HOUR}, "not_started"),
        ({"ends_at": AT}, "ended"),
        ({"ends_at": AT + HOUR}, ""),
    ],
)
def test_a_list_counts_only_where_to_whom_and_when_it_says(changes, code):
    assert refusal(terms(1, **changes), WANTED) == code


def test_a_list_in_another_currency_does_not_count():
    assert refusal(ListTerms(1, "a", "A", "base", "KRW"), WANTED) == "other_currency"


def test_one_base_price_wins_as_base():
    found = resolve([row(1, 1000)], 1)
    assert (found.won.amount, found.why, found.strike) == (1000, "base", None)


def test_a_price_whose_quantity_is_not_reached_is_no_price():
    assert resolve([row(1, 1000, quantity=10)], 9) is None
    assert resolve([], 1) is None
    assert resolve([row(1, 1000, quantity=10), row(1, 900, quantity=20)], 9) is None


def test_the_largest_quantity_step_that_is_reached_wins():
    rows = [row(1, 1000), row(1, 900, quantity=10), row(1, 800, quantity=100)]
    assert [resolve(rows, quantity).won.amount for quantity in (1, 9, 10, 99, 100)] == [
        1000, 1000, 900, 900, 800,
    ]  # fmt: skip
    assert {c.min_quantity: why for c, why in resolve(rows, 10).lost} == {
        1: "larger_quantity_step",
        100: "quantity_not_reached",
    }


def test_the_narrower_base_price_wins_even_when_it_is_higher():
    rows = [row(1, 1000), row(2, 1100, market_id=1), row(3, 1200, channel_id=2)]
    found = resolve(rows, 1)
    assert found.won.amount == 1200
    assert {why for _, why in found.lost} == {"wider_base"}


def test_a_base_list_with_priority_wins_over_a_narrower_one():
    rows = [row(1, 1000, priority=5), row(3, 1200, channel_id=2)]
    found = resolve(rows, 1)
    assert found.won.amount == 1000
    assert [why for _, why in found.lost] == ["lower_priority"]


def test_of_equal_priority_the_lower_price_wins():
    found = resolve([row(1, 1000), row(2, 800, "sale"), row(3, 900, "company", company="acme")], 1)
    assert (found.won.amount, found.why) == (800, "lower")
    assert found.strike == 1000


def test_a_sale_above_the_base_price_is_ignored():
    found = resolve([row(1, 1000), row(2, 1500, "sale")], 1)
    assert (found.won.amount, found.why) == (1000, "base")
    assert [why for _, why in found.lost] == ["higher_price"]


def test_priority_beats_the_lower_price():
    found = resolve([row(1, 1000), row(2, 1500, "company", priority=10)], 1)
    assert (found.won.amount, found.why, found.strike) == (1500, "priority", None)


def test_equal_prices_are_decided_by_the_list_made_first():
    found = resolve([row(3, 800, "sale"), row(2, 800, "sale"), row(1, 1000)], 1)
    assert found.won.terms.id == 2
    assert ("same_price" in {why for _, why in found.lost}) is True


def test_a_list_alone_without_base_price_wins_as_the_only_one():
    assert resolve([row(1, 700, "segment")], 1).why == "only_price"
    assert (
        resolve([row(1, 700, "segment", quantity=1), row(1, 600, "segment", quantity=5)], 1).why
        == "only_price"
    )


def test_a_strike_price_of_the_row_goes_before_the_base_price():
    base = row(1, 1000)
    sale = Candidate(5, terms(2, "sale"), 1, 800, 1200)
    assert resolve([base, sale], 1).strike == 1200


def test_a_strike_price_that_is_not_above_the_price_is_none():
    assert resolve([Candidate(1, terms(1), 1, 800, 800)], 1).strike is None


CANDIDATES = st.lists(
    st.tuples(
        st.integers(1, 6),
        st.sampled_from(["base", "sale", "segment", "company"]),
        st.integers(0, 3),
        st.sampled_from([1, 5, 10]),
        st.integers(0, 5000),
    ),
    min_size=1,
    max_size=12,
    unique_by=lambda each: (each[0], each[3]),
)


@given(CANDIDATES, st.integers(1, 20), st.randoms())
def test_the_answer_does_not_depend_on_the_order_of_the_rows(drawn, quantity, shuffler: random.Random):
    kinds = {list_id: (kind, priority) for list_id, kind, priority, _, _ in drawn}
    rows = [
        row(list_id, amount, kinds[list_id][0], quantity=minimum, priority=kinds[list_id][1])
        for list_id, _, _, minimum, amount in drawn
    ]
    mixed = rows[:]
    shuffler.shuffle(mixed)
    one, other = resolve(rows, quantity), resolve(mixed, quantity)
    assert (one and (one.won, one.why)) == (other and (other.won, other.why))
    if one is not None:
        # Every row is explained exactly once: it won, or it lost for one reason.
        assert (
            sorted([one.won.price_id, *(lost.price_id for lost, _ in one.lost)])
            == sorted(each.price_id for each in rows)
            or len(rows) == 1
        )
        assert one.won.min_quantity <= quantity


def asked(list_id: int, kind: str = "base", **changes) -> Candidate:
    return Candidate(list_id * 100, terms(list_id, kind, **changes), 1, 0, on_request=True)


def test_it_16_a_price_on_request_is_an_answer_without_an_amount():
    found = resolve([asked(1)], 1)
    assert (found.won.on_request, found.why, found.strike) == (True, "on_request", None)


def test_it_16_an_amount_of_the_same_priority_wins_over_on_request():
    found = resolve([asked(1), row(2, 5000, "company", company="acme")], 1)
    assert (found.won.amount, found.why) == (5000, "lower")
    assert [(each.terms.id, code) for each, code in found.lost] == [(1, "amount_wins")]


def test_it_16_on_request_wins_over_a_lower_priority_and_over_a_wider_base():
    assert resolve([asked(1, "sale", priority=5), row(2, 5000)], 1).won.on_request
    found = resolve([asked(1, channel_id=2), row(2, 5000)], 1)
    assert found.won.on_request and found.lost[0][1] == "wider_base"
