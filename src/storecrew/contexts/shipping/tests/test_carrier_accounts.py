"""Contracts with carriers: sealed secrets, services, tables, and what they cost."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierAccount, CarrierService, ZoneRate
from storecrew.contexts.shipping.providers.simulator.carrier import SimulatorCarrier
from storecrew.contexts.shipping.queries.accounts import account_row, opened
from storecrew.contexts.shipping.tests.factories import (
    ACTOR,
    AT,
    PARCEL,
    RECIPIENT,
    SENDER,
    make_rate_sheet,
    make_simulator,
    simulate,
)
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db


def save(**changes) -> int:
    values = {"code": "sheet", "name": "Nordpost", "kind": "rate_sheet", "currency": "EUR"}
    return shipping.save_account(**(values | {"actor": ACTOR, "at": AT} | changes))


def rates(**changes) -> dict[str, shipping.RateQuote]:
    values = {"from_address": SENDER, "to_address": RECIPIENT, "parcels": [PARCEL]}
    found = shipping.rates(**(values | {"value": Money(5_000, "EUR"), "at": AT} | changes))
    return {quote.service_code: quote for quote in found}


def test_secrets_are_sealed_kept_when_empty_and_never_in_the_audit_trail():
    save(secret_values={"webhook_secret": "opensesame"})
    save(name="Other", secret_values={"webhook_secret": ""})
    row = CarrierAccount.objects.get()
    assert row.name == "Other"
    assert "opensesame" not in row.sealed_secrets
    assert opened(row).secrets == {"webhook_secret": "opensesame"}
    trail = audit.entries_for("shipping.carrier", "sheet")
    assert [entry.after["secrets_changed"] for entry in trail] == [[], ["webhook_secret"]]
    assert "opensesame" not in str([(entry.before, entry.after) for entry in trail])


def test_a_contract_of_another_kind_does_not_inherit_secrets():
    save(secret_values={"webhook_secret": "opensesame"})
    save(kind="simulator")
    assert opened(account_row("sheet")).secrets == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"code": "No Spaces"}, "code"),
        ({"name": " "}, "name"),
        ({"currency": "XXZ"}, "currency"),
        ({"settings": {"nonsense": "1"}}, "settings"),
        ({"secret_values": {"nonsense": "1"}}, "settings"),
        ({"settings": {"tracking_page": "http://x.example/{number}"}}, "tracking_page"),
        ({"settings": {"tracking_page": "https://x.example/"}}, "tracking_page"),
    ],
)
def test_a_wrong_field_is_named(changes, field):
    with pytest.raises(shipping.InvalidAccount) as caught:
        save(**changes)
    assert field in caught.value.details


def test_only_who_may_changes_contracts_and_only_known_kinds_exist():
    with pytest.raises(Denied):
        save(actor=Actor("staff", "1", "Ann", frozenset({"shipping.write"})))
    with pytest.raises(shipping.UnknownCarrierKind):
        save(kind="pigeon")
    with pytest.raises(shipping.UnknownAccount):
        shipping.set_account_active(code="none", active=True, actor=ACTOR, at=AT)


def test_the_simulator_is_for_the_demo_only(settings):
    settings.STORECREW_DEMO = False
    with pytest.raises(shipping.InvalidAccount):
        make_simulator()


def test_the_second_of_two_editors_hears_about_the_first():
    save()
    save(name="First", expected_version=1)
    with pytest.raises(shipping.AccountChanged):
        save(name="Second", expected_version=1)
    assert CarrierAccount.objects.get().name == "First"


def test_the_test_of_a_connection_is_kept():
    make_simulator()
    assert shipping.check_account(code="sim", actor=ACTOR, at=AT)
    simulate(failure="down")
    assert not shipping.check_account(code="sim", actor=ACTOR, at=AT)
    row = CarrierAccount.objects.get()
    assert (row.check_passed, row.check_message) == (False, "The carrier did not answer.")
    save(settings={"gs1_prefix": "abc"})
    assert not shipping.check_account(code="sheet", actor=ACTOR, at=AT)


def test_a_service_that_is_no_longer_named_is_switched_off_and_keeps_its_code():
    make_rate_sheet()
    row = shipping.ServiceRow("sheet-parcel", "Parcel")
    shipping.save_services(account="sheet", services=[row], actor=ACTOR, at=AT)
    assert list(CarrierService.objects.filter(active=True).values_list("code", flat=True)) == ["sheet-parcel"]
    make_simulator()
    with pytest.raises(shipping.InvalidAccount):
        shipping.save_services(account="sim", services=[row], actor=ACTOR, at=AT)
    with pytest.raises(shipping.InvalidAccount):
        wrong = replace(row, min_days=3, max_days=2)
        shipping.save_services(account="sheet", services=[wrong], actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    "zone",
    [
        shipping.ZoneRow("x"),
        shipping.ZoneRow("", ("DE",)),
        shipping.ZoneRow("x", ("Germany",)),
        shipping.ZoneRow("x", ("DE",), rates={"other": ((1, 1),)}),
        shipping.ZoneRow("x", ("DE",), rates={"sheet-parcel": ((0, 1),)}),
        shipping.ZoneRow("x", ("DE",), rates={"sheet-parcel": ((5, -1),)}),
        shipping.ZoneRow("x", ("DE",), rates={"sheet-parcel": ((5, 1), (5, 2))}),
    ],
)
def test_a_wrong_table_changes_nothing(zone):
    make_rate_sheet()
    before = list(ZoneRate.objects.values_list("pk", flat=True))
    with pytest.raises(shipping.InvalidAccount):
        shipping.save_zones(account="sheet", zones=[zone], actor=ACTOR, at=AT)
    assert list(ZoneRate.objects.values_list("pk", flat=True)) == before


def test_tables_price_each_parcel_by_its_weight_and_the_first_zone_that_fits():
    make_rate_sheet()
    assert rates()["sheet-parcel"].price == Money(410, "EUR")
    assert rates(parcels=[PARCEL, PARCEL])["sheet-parcel"].price == Money(820, "EUR")
    assert rates(parcels=[replace(PARCEL, weight_g=2_001)])["sheet-parcel"].price == Money(780, "EUR")
    island = rates(to_address=replace(RECIPIENT, postal_code="25980"))
    assert island["sheet-parcel"].price == Money(1_490, "EUR")
    assert island["sheet-express"].price is None
    assert island["sheet-express"].refusal
    vienna = rates(to_address=replace(RECIPIENT, country="AT", postal_code="1010"))
    assert vienna["sheet-parcel"].price == Money(990, "EUR")


def test_flt_11_a_silent_carrier_is_priced_by_its_table_and_the_price_says_so():
    make_simulator(services=2)
    zone = shipping.ZoneRow("1", ("DE",), rates={"sim-1": ((5_000, 600),)})
    shipping.save_zones(account="sim", zones=[zone], actor=ACTOR, at=AT)
    asked = rates()["sim-1"]
    assert (asked.price, asked.fallback) == (Money(570, "EUR"), False)
    simulate(failure="down")
    silent = rates()
    assert (silent["sim-1"].price, silent["sim-1"].fallback) == (Money(600, "EUR"), True)
    assert (silent["sim-2"].price, silent["sim-2"].fallback) == (None, False)
    assert "did not answer" in silent["sim-2"].refusal


def test_flt_11_a_fault_of_one_carriers_library_does_not_hide_the_others(monkeypatch):
    make_simulator()
    make_rate_sheet()
    monkeypatch.setattr(SimulatorCarrier, "rates", lambda *_: 1 / 0)
    found = rates()
    assert found["sim-1"].price is None
    assert found["sheet-parcel"].price


def test_secrets_that_cannot_be_opened_are_a_refusal_with_the_cure(settings):
    make_simulator()
    settings.SECRET_KEY = "x" * 60
    assert "cannot be opened" in rates()["sim-1"].refusal


def test_the_number_of_queries_does_not_grow_with_services(django_assert_max_num_queries):
    make_simulator(services=9)
    make_rate_sheet()
    with django_assert_max_num_queries(3):
        assert len(rates()) == 11
