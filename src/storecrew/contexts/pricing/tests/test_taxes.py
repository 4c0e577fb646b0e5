"""Tax of lines over the tables, and keeping the tables."""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
from itertools import pairwise
from pathlib import Path

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import TaxClass, TaxRate
from storecrew.contexts.pricing.tests.factories import ACTOR, AT, seed_taxes
from storecrew.kernel.money import CurrencyMismatch, Money
from storecrew.kernel.outbox.models import OutboxEvent
from storecrew.kernel.sentence import said

pytestmark = pytest.mark.django_db
EU = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()
HOME = dt.date(2020, 1, 1)


@pytest.fixture
def rates(db):
    seed_taxes()


def lines(*amounts, currency="EUR", tax_class="standard"):
    return [
        pricing.TaxableLine(str(n), Money(amount, currency), tax_class) for n, amount in enumerate(amounts)
    ]


def tax(given_lines, country="DE", **more):
    return pricing.tax_for(given_lines, **({"country": country, "tax_display": "gross", "at": AT} | more))


def test_prices_that_contain_the_tax(rates):
    found = tax(lines(1190, 2380))
    assert [line.tax.amount for line in found.lines.values()] == [190, 380]
    assert (found.total_net.amount, found.total_tax.amount, found.total_gross.amount) == (3000, 570, 3570)
    line = found.lines["0"]
    assert (line.rate_ppm, line.treatment, line.country, line.on) == (190_000, "standard", "DE", AT.date())
    assert line.reason == "19% in Germany on 1 Mar 2026."


def test_prices_without_tax(rates):
    found = tax(lines(1000), tax_display="net")
    assert (found.total_net.amount, found.total_tax.amount, found.total_gross.amount) == (1000, 190, 1190)


def test_an_empty_cart_has_no_tax(rates):
    assert tax([], currency="EUR").total_tax == Money(0, "EUR")


def test_mixed_currencies_are_refused(rates):
    with pytest.raises(CurrencyMismatch):
        tax([*lines(1), *lines(1, currency="KRW")])


def test_mon_03_many_small_lines_are_each_rounded_once(rates):
    one, many = tax(lines(*[10] * 10)), tax(lines(100))
    assert (one.total_tax.amount, many.total_tax.amount) == (20, 16)
    assert one.total_gross == many.total_gross


CURRENCIES = st.sampled_from(["EUR", "KRW", "JPY", "KWD"])
AMOUNTS = st.lists(
    st.tuples(st.integers(0, 10**9), st.sampled_from(["standard", "reduced", "books", "odd"])),
    min_size=1,
    max_size=12,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(
    drawn=AMOUNTS,
    currency=CURRENCIES,
    country=st.sampled_from(["DE", "FR", "FI", "KR", "US", "CH", "BR"]),
    display=st.sampled_from(["gross", "net"]),
    shuffler=st.randoms(),
)
def test_mon_01_mon_02_lines_sum_to_totals_in_any_currency_and_order(
    rates, drawn, currency, country, display, shuffler: random.Random
):
    cart = [
        pricing.TaxableLine(str(n), Money(amount, currency), tax_class)
        for n, (amount, tax_class) in enumerate(drawn)
    ]
    found = tax(cart, country, tax_display=display)
    shown = sum(line.amount.amount for line in cart)
    assert (found.total_gross if display == "gross" else found.total_net).amount == shown
    assert found.total_net + found.total_tax == found.total_gross
    assert sum(line.tax.amount for line in found.lines.values()) == found.total_tax.amount
    assert all(line.net + line.tax == line.gross and line.tax.amount >= 0 for line in found.lines.values())
    mixed = cart[:]
    shuffler.shuffle(mixed)
    assert tax(mixed, country, tax_display=display) == found


def test_the_day_is_that_of_the_channel(rates):
    midnight_in_helsinki = dt.datetime(2024, 8, 31, 22, 0, tzinfo=dt.UTC)
    assert tax(lines(100), "FI", at=midnight_in_helsinki).lines["0"].rate_ppm == 240_000
    local = tax(lines(100), "FI", at=midnight_in_helsinki, timezone="Europe/Helsinki").lines["0"]
    assert (local.rate_ppm, local.on) == (255_000, dt.date(2024, 9, 1))


@pytest.mark.parametrize(
    ("country", "postal_code", "treatment", "reason"),
    [
        ("ES", "35001", "export", "Canary Islands lies outside the VAT area, so the delivery is an export."),
        ("CH", "8001", "export", "The goods leave for Switzerland, so the delivery is an export."),
        ("FR", "75001", "standard", "20% in France on 1 Mar 2026."),
        ("PT", "9000-001", "standard", "22% in Madeira on 1 Mar 2026."),
    ],
)
def test_the_reason_names_the_place(rates, country, postal_code, treatment, reason):
    for scheme, home in (("local", True), ("oss", False)):
        pricing.save_registration(
            country="DE", scheme=scheme, is_home=home, valid_from=HOME, actor=ACTOR, at=AT
        )
    found = tax(lines(1000), country, postal_code=postal_code).lines["0"]
    assert (found.treatment, found.reason) == (treatment, reason)


def test_reverse_charge_needs_a_well_formed_number(rates):
    pricing.save_registration(country="DE", is_home=True, valid_from=HOME, actor=ACTOR, at=AT)
    found = tax(lines(1000), "FR", tax_number="FR40303265045", tax_display="net").lines["0"]
    assert (found.treatment, found.tax.amount) == ("reverse_charge", 0)
    assert found.reason == "A company in France with a VAT number owes the tax itself."
    with pytest.raises(pricing.InvalidTaxNumber):
        tax(lines(1000), "FR", tax_number="FR00000000000")


def test_the_home_rate_and_missing_registrations_have_reasons(rates):
    pricing.save_registration(country="DE", is_home=True, valid_from=HOME, actor=ACTOR, at=AT)
    assert tax(lines(1), "FR").lines["0"].reason == (
        "19% of Germany, because the shop taxes France like its home country."
    )


def test_a_country_without_registration_or_rate(rates):
    assert tax(lines(1), "BR").lines["0"].reason == "No rate is known for Brazil on 1 Mar 2026."
    pricing.save_registration(country="KR", valid_from=HOME, actor=ACTOR, at=AT)
    assert tax(lines(1), "BR").lines["0"].reason == "The shop is not registered for tax in Brazil."


def test_two_queries_whatever_the_cart(rates, django_assert_num_queries):
    with django_assert_num_queries(2):
        tax(lines(*range(1, 30)))


def test_the_seed_has_a_standard_rate_for_every_member_state_and_repeats_harmlessly(rates):
    today = TaxRate.objects.filter(tax_class_id="standard", region="", valid_to=None)
    assert set(EU) <= set(today.values_list("country", flat=True))
    assert {"GB", "CH", "NO", "KR", "US"} <= set(today.values_list("country", flat=True))
    assert pricing.seed_tax_rates(actor=ACTOR, at=AT) == 0
    for country, percent in (("DE", "19"), ("FI", "25.5"), ("LU", "17"), ("RO", "21"), ("KR", "10")):
        assert pricing.percent_text(today.get(country=country).rate_ppm) == percent


def test_the_seed_leaves_own_rates_alone(db):
    TaxClass.objects.create(code="standard", name="Standard")
    pricing.set_tax_rate(country="DE", tax_class="standard", rate_ppm=1, valid_from=HOME, actor=ACTOR, at=AT)
    seed_taxes()
    assert TaxRate.objects.get(country="DE", tax_class_id="standard").rate_ppm == 1


def test_the_rows_of_the_seed_neither_overlap_nor_leave_gaps(rates):
    by_key: dict[tuple, list[TaxRate]] = {}
    for row in TaxRate.objects.order_by("valid_from"):
        by_key.setdefault((row.country, row.region, row.tax_class_id), []).append(row)
    for rows in by_key.values():
        for earlier, later in pairwise(rows):
            assert earlier.valid_to == later.valid_from
        assert rows[-1].valid_to is None


@pytest.mark.skipif("STORECREW_SAMPLE_DATA" not in os.environ, reason="needs the public sample data")
def test_the_seed_agrees_with_a_public_table(rates):
    path = Path(os.environ["STORECREW_SAMPLE_DATA"]) / "tax" / "vat_rates.csv"
    current = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if not row["stop_date"]:
                for code in row["territory_codes"].split("\n"):
                    current[code.strip()] = row["rate"]
    for country in EU:
        row = TaxRate.objects.get(country=country, region="", tax_class_id="standard", valid_to=None)
        assert f"{row.rate_ppm / 1_000_000:g}" == current[country], country


def test_a_new_rate_ends_the_one_before_and_stops_where_a_planned_one_starts(rates):
    def put(day, ppm):
        return pricing.set_tax_rate(
            country="de", tax_class="standard", rate_ppm=ppm, valid_from=day, actor=ACTOR, at=AT
        )

    put(dt.date(2028, 1, 1), 200_000)
    put(dt.date(2027, 1, 1), 195_000)
    rows = TaxRate.objects.filter(country="DE", region="", tax_class_id="standard").order_by("valid_from")
    assert [(row.valid_from.year, row.rate_ppm, row.valid_to and row.valid_to.year) for row in rows][-3:] == [
        (2021, 190_000, 2027), (2027, 195_000, 2028), (2028, 200_000, None),
    ]  # fmt: skip
    put(dt.date(2028, 1, 1), 210_000)
    assert rows.last().rate_ppm == 210_000
    assert OutboxEvent.objects.filter(name="pricing.TaxRatesChanged").count() == 3


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"country": "Germany"}, "country"),
        ({"region": "x" * 17}, "region"),
        ({"tax_class": "odd"}, "tax_class"),
        ({"rate_ppm": -1}, "rate"),
        ({"rate_ppm": 1_000_001}, "rate"),
        ({"treatment": "odd"}, "treatment"),
    ],
)
def test_each_wrong_field_of_a_rate_is_named(rates, changes, field):
    values = {"country": "DE", "tax_class": "standard", "rate_ppm": 1, "valid_from": HOME}
    with pytest.raises(pricing.InvalidTaxRate) as caught:
        pricing.set_tax_rate(**(values | changes), actor=ACTOR, at=AT)
    assert list(caught.value.details) == [field]


def test_only_a_rate_that_has_not_begun_can_be_taken_away(rates):
    planned = pricing.set_tax_rate(
        country="DE",
        tax_class="standard",
        rate_ppm=200_000,
        valid_from=dt.date(2027, 1, 1),
        actor=ACTOR,
        at=AT,
    )
    pricing.remove_tax_rate(rate_id=planned, actor=ACTOR, at=AT)
    current = TaxRate.objects.get(country="DE", region="", tax_class_id="standard", valid_to=None)
    assert current.rate_ppm == 190_000
    with pytest.raises(pricing.InvalidTaxRate):
        pricing.remove_tax_rate(rate_id=current.pk, actor=ACTOR, at=AT)
    with pytest.raises(pricing.UnknownTaxRate):
        pricing.remove_tax_rate(rate_id=planned, actor=ACTOR, at=AT)


def test_there_is_one_home(rates):
    for country in ("DE", "FR"):
        pricing.save_registration(country=country, is_home=True, valid_from=HOME, actor=ACTOR, at=AT)
    from storecrew.contexts.pricing.models import TaxRegistration

    assert list(TaxRegistration.objects.filter(is_home=True).values_list("country", flat=True)) == ["FR"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"country": "X"}, "country"), ({"scheme": "odd"}, "scheme"), ({"valid_to": HOME}, "valid_to")],
)
def test_each_wrong_field_of_a_registration_is_named(changes, field):
    with pytest.raises(pricing.InvalidTaxRate) as caught:
        pricing.save_registration(**({"country": "DE", "valid_from": HOME} | changes), actor=ACTOR, at=AT)
    assert list(caught.value.details) == [field]


def test_tax_classes_are_named(db):
    pricing.save_tax_class(code="toys", name="Toys", actor=ACTOR, at=AT)
    pricing.save_tax_class(code="toys", name="Games", actor=ACTOR, at=AT)
    assert TaxClass.objects.get(code="toys").name == "Games"
    for code, name in (("No Good", "x"), ("ok", " ")):
        with pytest.raises(pricing.InvalidTaxRate):
            pricing.save_tax_class(code=code, name=name, actor=ACTOR, at=AT)


def test_m16_a_reason_is_read_in_the_language_of_its_reader(rates):
    reason = tax(lines(1), "DE").lines["0"].reason
    assert reason == "19% in Germany on 1 Mar 2026."
    with override("ko"):
        assert said(reason.words, "") == "2026년 3월 1일 기준 독일 세율 19%입니다."
    stored = {"by": "pricing.tax", "with": reason.words["with"] | {"rate": "5.5"}}
    with override("de"):
        assert said(stored, "").startswith("5,5\xa0% in Deutschland")
    assert said({"by": "pricing.tax", "with": {"why": "gone"}}, "as it was") == "as it was"
