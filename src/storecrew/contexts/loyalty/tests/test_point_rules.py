"""What is earned, what expires first, what a return takes back."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.loyalty.rules import codes, points
from storecrew.contexts.loyalty.rules.points import Booking

MAY, JUNE, JULY = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7))


@pytest.mark.parametrize(
    ("base", "bonus", "units"), [(0, 10_000, 0), (99, 10_000, 0), (1999, 10_000, 19), (1999, 15_000, 29)]
)
def test_mkt_22_points_are_earned_in_whole_units_rounded_down(base, bonus, units):
    assert points.earned(base, per=100, bonus_bp=bonus) == units


def test_mon_10_points_and_bought_vouchers_earn_no_points():
    assert points.earning_base(10_000, total=10_000, in_points=2_500, in_vouchers=2_000) == 6_000
    assert points.earning_base(10_000, total=10_000, in_points=10_000, in_vouchers=0) == 0
    assert points.earning_base(0, total=0, in_points=0, in_vouchers=0) == 0


def test_mon_10_what_expires_first_is_spent_first():
    found = points.lots([Booking(1, 100, JULY), Booking(2, 50, MAY), Booking(3, 10), Booking(4, -70)])
    assert [(lot.id, lot.left) for lot in found] == [(1, 80), (3, 10)]
    assert points.next_expiry(found) == JULY
    assert points.spent_until(found, 80) == JULY
    assert points.spent_until(found, 81) is None


def test_an_expiry_takes_its_own_lot_and_a_return_its_own_earning():
    found = points.lots([Booking(1, 100, JUNE), Booking(2, 100, MAY), Booking(3, -100, lot=1)])
    assert [(lot.id, lot.left) for lot in found] == [(2, 100)]
    assert points.due(found, MAY) == found
    assert points.due(found, MAY.replace(month=4)) == []


def test_a_debt_is_paid_by_what_comes_next():
    found = points.lots([Booking(1, 10), Booking(2, -10), Booking(3, -30), Booking(4, 100, JULY)])
    assert [(lot.id, lot.left) for lot in found] == [(4, 70)]


@given(
    st.lists(
        st.tuples(st.integers(-50, 80).filter(bool), st.sampled_from([None, MAY, JUNE, JULY])), max_size=30
    )
)
def test_mon_10_lots_are_the_sum_of_the_entries(changes):
    found = points.lots([Booking(place, *change) for place, change in enumerate(changes)])
    total = sum(amount for amount, _until in changes)
    assert sum(lot.left for lot in found) >= max(total, 0)
    if total >= 0 and all(amount > 0 for amount, _until in changes):
        assert sum(lot.left for lot in found) == total


@given(st.integers(1, 10_000), st.lists(st.integers(0, 4_000), max_size=6))
def test_mon_10_returns_in_any_partition_take_back_what_was_earned(paid, parts):
    returned, taken, whole = 0, 0, points.earned(paid, per=7)
    for part in [*parts, paid]:
        returned = min(returned + part, paid)
        still = points.earned(points.after_return(paid, paid=paid, returned=returned), per=7)
        assert still <= whole - taken
        taken = whole - still
    assert taken == whole


@given(st.integers(1, 500), st.integers(1, 5_000), st.lists(st.integers(1, 2_000), max_size=6))
def test_mon_09_points_come_back_in_parts_and_never_more_than_paid(units, paid, parts):
    returned = given_back = 0
    for part in [*parts, paid]:
        returned = min(returned + part, paid)
        back = points.units_back(units, paid=paid, returned=returned)
        assert given_back <= back <= units
        given_back = back
    assert given_back == units


def test_points_pay_at_most_what_is_due():
    assert points.units_for(1_003, worth=5, most=1_000) == 200
    assert points.units_for(1_003, worth=5, most=7) == 7
    assert points.units_for(1_003, worth=0, most=7) == 0
    assert points.units_for(1_003, worth=5, most=-7) == 0


def test_mkt_21_a_tier_is_reached_by_the_spend_in_one_currency():
    tiers = [(1, {}), (2, {"EUR": 50_000, "KRW": 700_000}), (3, {"EUR": 150_000})]
    assert points.tier_of({}, tiers) == 1
    assert points.tier_of({"EUR": 49_999, "KRW": 699_999}, tiers) == 1
    assert points.tier_of({"KRW": 700_000}, tiers) == 2
    assert points.tier_of({"EUR": 150_000}, tiers) == 3
    assert points.tier_of({"EUR": 1}, tiers[1:]) is None


def test_abu_02_codes_have_more_than_sixty_random_bits():
    assert len(codes.ALPHABET) ** codes.RANDOM >= 2**60
    assert len(set(codes.ALPHABET)) == 32


@given(st.integers(0, 31), st.integers(0, 14), st.integers(0, 31))
def test_mkt_23_a_wrong_character_is_seen(seed, place, other):
    code = codes.generate(lambda alphabet: alphabet[seed])
    assert codes.normalize(codes.written(code).lower()) == code
    wrong = code[:place] + codes.ALPHABET[other] + code[place + 1 :]
    if other % 31 != seed % 31:
        assert codes.normalize(wrong) == ""
    assert codes.normalize(code[:-1]) == ""
    assert codes.normalize("0" + code[1:]) == ""
