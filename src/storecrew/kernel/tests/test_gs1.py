"""GS1 codes, with samples built as the General Specifications build theirs."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.kernel import gs1

TODAY = dt.date(2026, 3, 1)
GTIN = "09506000134352"


def parse(code):
    return gs1.parse(code, today=TODAY)


def test_an_element_string_is_read_with_and_without_parentheses():
    wanted = gs1.Scan(
        gtin=GTIN, lot="ABC123", serial="12345", expires_on=dt.date(2027, 1, 31), count=24,
        elements={"01": GTIN, "17": "270131", "10": "ABC123", "37": "24", "21": "12345"},
    )  # fmt: skip
    assert parse("(01)09506000134352(17)270131(10)ABC123(37)24(21)12345") == wanted
    assert parse("]C101095060001343521727013110ABC123\x1d3724\x1d2112345") == wanted
    assert parse("\x1d01095060001343521727013110ABC123\x1d3724\x1d2112345") == wanted
    assert parse("]d201095060001343521727013110ABC123\x1d3724\x1d2112345\r\n") == wanted


@pytest.mark.parametrize(
    ("code", "gtin"),
    [("4006381333931", "04006381333931"), ("96385074", "00000096385074"), ("036000291452", "00036000291452"),
     ("]E04006381333931", "04006381333931"), ("09506000134352", GTIN)],
)  # fmt: skip
def test_a_plain_gtin_is_known_by_its_check_digit(code, gtin):
    assert parse(code).gtin == gtin


@pytest.mark.parametrize("code", ["MUG-RED", "4006381333932", "A-01-03", "", "12345678", "01TEE"])
def test_other_codes_stay_as_they_are(code):
    scan = parse(code)
    assert (scan.plain, scan.gtin) == (code, "")


def test_a_code_without_marks_that_starts_with_a_gtin_is_read():
    assert parse("010950600013435215260930").best_before == dt.date(2026, 9, 30)
    assert parse("(00)395011015300000011") == parse("00395011015300000011")


def test_serial_shipping_codes_weights_and_dates():
    scan = parse("(00)395011015300000011(11)260101(13)260102(3103)001250(30)12")
    assert scan.sscc == "395011015300000011"
    assert (scan.produced_on, scan.packed_on) == (dt.date(2026, 1, 1), dt.date(2026, 1, 2))
    assert (scan.weight_g, scan.count) == (1250, 12)


@pytest.mark.parametrize(
    ("value", "date"),
    [("260200", dt.date(2026, 2, 28)), ("280200", dt.date(2028, 2, 29)), ("770101", dt.date(1977, 1, 1)),
     ("760101", dt.date(2076, 1, 1))],
)  # fmt: skip
def test_days_of_00_and_centuries_follow_the_standard(value, date):
    assert parse(f"(17){value}").expires_on == date
    assert parse(f"(15){value}").until == date


@pytest.mark.parametrize(
    "code",
    ["(01)09506000134353", "(01)0950600013435", "(17)261301", "(17)260231", "(98765)1", "(10)", "(01",
     "(30)x", "(10)A(10)B", "]C1zz", "(10)" + "x" * 21],
)  # fmt: skip
def test_broken_codes_say_so(code):
    with pytest.raises(gs1.UnreadableCode):
        parse(code)


def test_a_gtin_is_looked_up_in_every_length_it_may_be_written_in():
    assert gs1.spellings("00036000291452") == ("00036000291452", "0036000291452", "036000291452")
    assert gs1.spellings("00000096385074")[-1] == "96385074"
    assert gs1.spellings("19506000134359") == ("19506000134359",)


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused_in_words(text):
    try:
        parse(text)
    except gs1.UnreadableCode as error:
        assert str(error)


@given(
    st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-/", min_size=1, max_size=20),
    st.dates(dt.date(2000, 1, 1), dt.date(2049, 12, 31)),
    st.integers(1, 99_999_999),
)
def test_what_is_written_is_read_back(lot, day, count):
    code = f"]C101{GTIN}17{day:%y%m%d}10{lot}\x1d37{count}"
    scan = parse(code)
    assert (scan.lot, scan.expires_on, scan.count, scan.gtin) == (lot, day, count, GTIN)
