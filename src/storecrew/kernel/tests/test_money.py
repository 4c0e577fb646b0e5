"""Money: exact, one rounding point, parts that sum to the whole (MON-01, MON-02)."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel.money import (
    MINUS,
    CurrencyMismatch,
    InvalidAmount,
    Money,
    UnknownCurrency,
    allocate,
    exponent,
    round_half_up,
    total,
)

AMOUNTS = st.integers(-(10**12), 10**12)


@pytest.mark.parametrize(("currency", "digits"), [("KRW", 0), ("JPY", 0), ("EUR", 2), ("KWD", 3), ("BHD", 3)])
def test_mon_02_the_exponent_follows_iso_4217(currency, digits):
    assert exponent(currency) == digits


@pytest.mark.parametrize("currency", ["", "eur", "XXX", "BTC", "EURO"])
def test_an_unknown_currency_is_refused(currency):
    with pytest.raises(UnknownCurrency) as refused:
        exponent(currency)
    assert "ISO 4217" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "currency", "amount"),
    [("12.50", "EUR", 1250), ("58000", "KRW", 58000), ("1000.00", "KRW", 1000), ("1.005", "KWD", 1005),
     (" 7 ", "EUR", 700), ("-3.1", "EUR", -310), ("1e3", "EUR", 100000)],
)  # fmt: skip
def test_mon_02_amounts_are_read_in_the_currencys_own_units(text, currency, amount):
    assert Money.parse(text, currency) == Money(amount, currency)


@pytest.mark.parametrize(
    "text",
    ["", "abc", "1,50", "１２", "NaN", "Infinity", "1e9999", "1e-9999", "1.234", "1_000", "9" * 41, "٣"],
)
def test_bad_03_what_is_not_an_amount_is_refused(text):
    with pytest.raises(InvalidAmount):
        Money.parse(text, "EUR")


def test_won_have_no_decimals():
    with pytest.raises(InvalidAmount) as refused:
        Money.parse("10.5", "KRW")
    assert "at most 0 decimals" in str(refused.value)


@pytest.mark.parametrize("amount", [1.5, "3", True, None])
def test_only_whole_numbers_become_money(amount):
    with pytest.raises(InvalidAmount):
        Money(amount, "EUR")


def test_an_amount_beyond_64_bits_is_refused():
    assert Money(2**63 - 1, "EUR").amount == 2**63 - 1
    with pytest.raises(InvalidAmount):
        Money(2**63, "EUR")


@given(AMOUNTS, st.lists(st.integers(0, 10**6), min_size=1, max_size=30))
def test_mon_01_parts_sum_to_the_whole_and_stay_within_one_unit(amount, weights):
    parts = allocate(amount, weights)
    assert sum(parts) == amount
    if sum(weights):
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part - Fraction(amount * weight, sum(weights))) < 1


@given(AMOUNTS, st.integers(1, 10**6))
def test_rounding_is_to_the_nearest_and_halves_go_away_from_zero(numerator, denominator):
    exact = Fraction(numerator, denominator)
    rounded = round_half_up(numerator, denominator)
    assert abs(rounded - exact) <= Fraction(1, 2)
    assert round_half_up(-numerator, denominator) == -rounded


@given(AMOUNTS, st.sampled_from(["KRW", "EUR", "KWD"]))
def test_mon_02_the_decimal_form_reads_back_to_the_same_amount(amount, currency):
    money = Money(amount, currency)
    assert Money.parse(str(money.decimal), currency) == money


def test_allocation_without_weights_is_a_mistake():
    for weights in ([], [-1, 2]):
        with pytest.raises(ValueError, match="weights"):
            allocate(10, weights)
    assert allocate(10, [0, 0, 0]) == [10, 0, 0]


def test_arithmetic_stays_within_one_currency():
    euro, won = Money(100, "EUR"), Money(100, "KRW")
    assert euro + euro == Money(200, "EUR")
    assert euro - Money(30, "EUR") == Money(70, "EUR")
    assert 3 * euro == euro * 3 == Money(300, "EUR")
    assert -euro < euro
    assert euro >= Money(100, "EUR")
    for combine in (lambda: euro + won, lambda: euro - won, lambda: euro < won):
        with pytest.raises(CurrencyMismatch):
            combine()
    with pytest.raises(TypeError):
        euro * 1.5


def test_shares_in_basis_points_round_once():
    assert Money(1999, "EUR").percent(1900) == Money(380, "EUR")
    assert Money(1999, "EUR").allocate([1, 1]) == [Money(1000, "EUR"), Money(999, "EUR")]


def test_amounts_are_written_as_people_of_the_locale_do():
    assert Money(123456, "EUR").format("en") == "€1,234.56"
    assert Money(58000, "KRW").format("ko") == "₩58,000"


@pytest.mark.parametrize("locale", ["en", "ko", "de", "fr", "ja"])
def test_less_than_nothing_has_a_minus_in_every_language_and_can_be_typed_back(locale):
    text = Money(-123456, "EUR").format(locale)
    assert text.count(MINUS) == 1
    assert "-" not in text
    assert MINUS not in Money(123456, "EUR").format(locale)
    assert Money.parse(f"{MINUS}12.50", "EUR") == Money(-1250, "EUR")
    assert Money(1005, "KWD").as_json() == {"amount": 1005, "currency": "KWD"}
    assert total([], "EUR") == Money.zero("EUR")
    assert not Money.zero("EUR")
