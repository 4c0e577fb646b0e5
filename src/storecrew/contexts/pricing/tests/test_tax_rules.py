"""Where and how lines are taxed: without a database."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storecrew.contexts.pricing.rules.tax import Rate, Registration, decide, place, split
from storecrew.contexts.pricing.rules.tax_numbers import cleaned, well_formed
from storecrew.contexts.pricing.rules.territories import territory_of

DAY = dt.date(2026, 3, 1)
OLD = dt.date(2000, 1, 1)
RATES = [
    Rate("DE", "", "standard", 190_000, "standard", OLD),
    Rate("DE", "", "reduced", 70_000, "reduced", OLD),
    Rate("FR", "", "standard", 200_000, "standard", OLD),
    Rate("PT", "", "standard", 230_000, "standard", OLD),
    Rate("PT", "30", "standard", 220_000, "standard", OLD),
    Rate("GB", "", "standard", 200_000, "standard", OLD),
    Rate("FI", "", "standard", 240_000, "standard", OLD, dt.date(2024, 9, 1)),
    Rate("FI", "", "standard", 255_000, "standard", dt.date(2024, 9, 1)),
]
HOME = Registration("DE", "local", is_home=True)
OSS = Registration("DE", "oss")


def decided(country, *, region="", postal_code="", tax_class="standard", registrations=(), on=DAY, **more):
    return decide(place(country, region, postal_code), tax_class, RATES, registrations, on=on, **more)


def test_mon_03_the_split_of_16_at_19_percent():
    assert split(1600, 190_000, gross=True) == (1345, 255, 1600)
    assert split(1345, 190_000, gross=False) == (1345, 256, 1601)


@given(st.integers(-(10**12), 10**12), st.integers(0, 1_000_000), st.booleans())
def test_mon_01_net_and_tax_are_the_gross_exactly(amount, rate, gross):
    parts = split(amount, rate, gross=gross)
    assert parts.net + parts.tax == parts.gross
    assert (parts.gross if gross else parts.net) == amount
    assert abs(parts.tax) <= abs(parts.gross)
    # A refund of the same line is its exact mirror.
    assert split(-amount, rate, gross=gross) == tuple(-part for part in parts)


@given(st.integers(0, 10**12), st.integers(0, 1_000_000))
def test_mon_03_the_tax_is_within_half_a_minor_unit_of_the_exact_one(amount, rate):
    tax = split(amount, rate, gross=True).tax
    assert abs(2 * (tax * (1_000_000 + rate) - amount * rate)) <= 1_000_000 + rate
    tax = split(amount, rate, gross=False).tax
    assert abs(2 * (tax * 1_000_000 - amount * rate)) <= 1_000_000


def test_without_registrations_every_known_rate_is_collected():
    assert decided("DE") == (decided("DE"))
    assert (decided("DE").rate_ppm, decided("DE").treatment) == (190_000, "standard")
    assert decided("US").reason == "no_rate"
    assert decided("US").treatment == "not_collected"


def test_the_class_decides_and_an_unknown_one_is_standard():
    assert decided("DE", tax_class="reduced").rate_ppm == 70_000
    assert decided("FR", tax_class="reduced").rate_ppm == 200_000


def test_the_rate_of_the_day_counts():
    assert decided("FI", on=dt.date(2024, 8, 31)).rate_ppm == 240_000
    assert decided("FI", on=dt.date(2024, 9, 1)).rate_ppm == 255_000
    assert decided("FI", on=dt.date(1999, 1, 1)).reason == "no_rate"


def test_one_stop_shop_taxes_with_the_rate_of_the_destination():
    assert decided("FR", registrations=[HOME, OSS]).rate_ppm == 200_000


def test_without_it_neighbors_are_taxed_like_home():
    found = decided("FR", registrations=[HOME])
    assert (found.rate_ppm, found.reason, found.source) == (190_000, "table_home", "DE")
    assert decided("PT", postal_code="9000-001", registrations=[HOME]).rate_ppm == 190_000


def test_a_registration_in_the_country_itself_counts():
    assert decided("GB", registrations=[HOME, Registration("GB", "local")]).rate_ppm == 200_000


def test_goods_that_leave_are_exported():
    found = decided("GB", registrations=[HOME, OSS])
    assert (found.rate_ppm, found.treatment, found.reason) == (0, "export", "leaves_the_area")


def test_a_shop_without_home_does_not_collect_where_it_is_not_registered():
    found = decided("FR", registrations=[Registration("GB", "local")])
    assert (found.treatment, found.reason) == ("not_collected", "not_registered")


def test_a_company_in_another_member_state_owes_the_tax_itself():
    found = decided("FR", registrations=[HOME, OSS], tax_number="FR40303265045")
    assert (found.rate_ppm, found.treatment) == (0, "reverse_charge")


def test_a_company_at_home_or_outside_pays_as_usual():
    assert decided("DE", registrations=[HOME, OSS], tax_number="DE136695976").treatment == "standard"
    assert decided("GB", registrations=[HOME], tax_number="FR40303265045").treatment == "export"
    assert decided("FR", tax_number="FR40303265045").treatment == "standard"


@pytest.mark.parametrize(
    ("country", "region", "postal_code", "name"),
    [
        ("ES", "", "35001", "Canary Islands"),
        ("ES", "", "38 660", "Canary Islands"),
        ("ES", "Las Palmas", "", "Canary Islands"),
        ("ES", "", "51001", "Ceuta"),
        ("ES", "ES-ML", "", "Melilla"),
        ("DE", "", "27498", "Heligoland"),
        ("DE", "", "78266", "Büsingen"),
        ("FI", "", "22100", "Åland Islands"),
        ("AX", "", "22100", "Åland Islands"),
        ("IT", "", "23041", "Livigno"),
        ("FR", "", "97400", "Réunion"),
        ("RE", "", "97400", "Réunion"),
        ("GR", "", "63086", "Mount Athos"),
        ("IC", "", "", "Canary Islands"),
    ],
)
def test_places_outside_the_vat_area_are_exports(country, region, postal_code, name):
    found = decided(country, region=region, postal_code=postal_code, registrations=[HOME, OSS])
    assert (found.rate_ppm, found.treatment, found.source) == (0, "export", name)


@pytest.mark.parametrize(
    ("country", "region", "postal_code"),
    [
        ("ES", "Madrid", "28001"),
        ("DE", "", "27499"),
        ("FI", "", "00100"),
        ("FR", "", "75001"),
        ("IT", "", "23030"),
    ],
)
def test_ordinary_places_are_no_territory(country, region, postal_code):
    assert territory_of(country, region, postal_code) is None


def test_territories_with_rates_of_their_own_use_them():
    assert decided("PT", postal_code="9000-001").rate_ppm == 220_000
    assert decided("PT", region="PT-30").rate_ppm == 220_000
    assert decided("PT", postal_code="1000-001").rate_ppm == 230_000
    assert place("DE", "", "87567").country == "AT"
    assert place("AT", "", "6691").region == "KLEINWALSERTAL"


def test_northern_ireland_follows_eu_rules_for_goods_at_british_rates():
    assert place("GB", "", "BT1 5GS").in_eu
    assert decided("GB", postal_code="BT1 5GS", registrations=[HOME, OSS]).rate_ppm == 200_000
    assert decided("GB", postal_code="SW1A 1AA", registrations=[HOME, OSS]).treatment == "export"


def test_monaco_and_the_isle_of_man_are_taxed_like_their_neighbor():
    assert decided("MC", postal_code="98000").rate_ppm == 200_000
    assert place("MC", "", "98000").in_eu
    assert decided("IM").rate_ppm == 200_000
    assert not place("IM", "", "").in_eu


def test_vat_numbers_are_checked_by_form_and_digits():
    assert well_formed("DE136695976")
    assert well_formed("FR 40 303 265 045")
    assert not well_formed("DE136695975")
    assert not well_formed("XX1")


@pytest.mark.parametrize(
    ("typed", "country", "printed"),
    [
        ("DE 136695976", "DE", "DE136695976"),
        ("136695976", "DE", "DE136695976"),
        ("FR 40 303 265 045", "DE", "FR40303265045"),
        ("094259216", "GR", "EL094259216"),
        ("136695975", "DE", ""),
        ("1168800358", "KR", "116-88-00358"),
        ("000-00-00000", "KR", ""),
        ("00-1", "HK", "00-1"),
        ("none", "HK", ""),
    ],
)
def test_the_number_of_a_company_is_printed_as_its_country_writes_it(typed, country, printed):
    assert cleaned(typed, country) == printed
