"""Labels: once per key, never inside a transaction, and no answer is an answer."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest
from django.db import transaction

from storecrew.contexts.customers.public import AddressFacts
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping import tasks
from storecrew.contexts.shipping.models import Label, LabelDocument, SimulatedParcel
from storecrew.contexts.shipping.providers.simulator.carrier import SimulatorCarrier
from storecrew.contexts.shipping.rules import labels as rules
from storecrew.contexts.shipping.tests.factories import (
    ACTOR,
    AT,
    PARCEL,
    RECIPIENT,
    SENDER,
    buy,
    make_rate_sheet,
    make_simulator,
    simulate,
)
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied
from storecrew.kernel.money import Money
from storecrew.kernel.outbox.models import OutboxEvent

pytestmark = pytest.mark.django_db
LATER = AT + dt.timedelta(minutes=10)


def published(name: str) -> list[dict]:
    return [row.payload for row in OutboxEvent.objects.filter(name=f"shipping.{name}").order_by("pk")]


def test_a_label_has_its_number_cost_and_files_and_is_announced():
    make_simulator()
    label = buy()
    assert (label.state, label.status, label.carrier, label.service_code) == (
        "bought",
        "pending",
        "SIM",
        "sim-1",
    )
    assert label.tracking_number.startswith("SIM")
    assert label.cost == Money(570, "EUR")
    assert label.label_pdf.startswith(b"%PDF-")
    assert "김서연 Doe" in label.label_zpl
    assert shipping.label_file(label.id, "pdf") == label.label_pdf
    [event] = published("LabelBought")
    assert event == {
        "label_id": label.id,
        "key": "parcel/1",
        "order_ref": "SC-1001",
        "carrier": "SIM",
        "tracking_number": label.tracking_number,
    }
    [of_order] = shipping.labels_of(["SC-1001"])["SC-1001"]
    assert of_order == replace(label, label_pdf=b"", label_zpl="")


def test_con_14_the_same_key_buys_once_and_brings_the_same_label():
    make_simulator()
    first, second = buy(), buy()
    assert first == second
    assert SimulatedParcel.objects.count() == Label.objects.count() == len(published("LabelBought")) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"order_ref": "SC-2"},
        {"to_address": replace(RECIPIENT, street="Elsewhere 1")},
        {"parcels": [replace(PARCEL, weight_g=1)]},
        {"service": "sim-2"},
    ],
)
def test_con_14_a_key_is_not_used_for_another_parcel(changes):
    make_simulator(services=2)
    buy()
    with pytest.raises(shipping.LabelKeyReused):
        buy(**changes)
    assert Label.objects.count() == 1


def test_a_carrier_is_never_called_inside_a_transaction():
    make_simulator()
    with transaction.atomic(), pytest.raises(RuntimeError):
        buy()
    assert not Label.objects.exists()


def test_who_may_not_ship_buys_nothing():
    make_simulator()
    with pytest.raises(Denied):
        buy(actor=Actor("staff", "1", "Ann", frozenset({"shipping.write"})))


@pytest.mark.parametrize(
    "changes",
    [
        {"parcels": []},
        {"parcels": [replace(PARCEL, weight_g=0)]},
        {"to_address": replace(RECIPIENT, street="")},
        {"to_address": AddressFacts("", "Street 1", country="DE")},
        {"from_address": replace(SENDER, country="")},
        {"key": ""},
    ],
)
def test_an_incomplete_request_never_reaches_a_carrier(changes):
    make_simulator()
    with pytest.raises(shipping.InvalidLabel):
        buy(**changes)
    assert not Label.objects.exists()


def test_a_service_that_is_unknown_or_switched_off_is_refused():
    make_simulator()
    with pytest.raises(shipping.UnknownService):
        buy(service="other")
    shipping.set_account_active(code="sim", active=False, actor=ACTOR, at=AT)
    with pytest.raises(shipping.UnknownService):
        buy()


@pytest.mark.parametrize("failure", ["refused", "bad_address"])
def test_a_refusal_says_the_carriers_words_and_the_key_may_try_again(failure):
    make_simulator(failure=failure)
    with pytest.raises(shipping.CarrierRefused) as caught:
        buy()
    assert caught.value.details["carrier_code"] == failure
    assert str(caught.value).startswith(caught.value.details["answer"])
    assert shipping.label_by_key("parcel/1").state == "refused"
    simulate()
    again = buy(to_address=replace(RECIPIENT, street="Unter den Linden 6"))
    assert again.state == "bought"
    assert Label.objects.get().attempt == 2


def test_flt_11_a_label_that_was_made_although_the_answer_was_lost_is_found_by_our_key():
    make_simulator(failure="timeout_bought")
    with pytest.raises(shipping.CarrierSilent):
        buy()
    assert shipping.label_by_key("parcel/1").state == "unknown"
    assert published("LabelBought") == []
    simulate()
    tasks.check_open_labels(LATER)
    label = shipping.label_by_key("parcel/1")
    assert label.state == "bought"
    assert shipping.label_file(label.id, "pdf").startswith(b"%PDF-")
    assert len(published("LabelBought")) == 1
    assert buy().id == label.id
    assert SimulatedParcel.objects.count() == 1


def test_flt_11_a_call_that_never_arrived_ends_as_refused_and_is_repeated_under_the_key():
    make_simulator(failure="timeout")
    with pytest.raises(shipping.CarrierSilent):
        buy()
    row = Label.objects.get()
    shipping.reconcile_label(row.pk, at=AT + dt.timedelta(seconds=30))
    assert shipping.label(row.pk).state == "unknown", "it may still be on its way"
    shipping.reconcile_label(row.pk, at=LATER)
    row.refresh_from_db()
    assert (row.state, row.code, row.check_at) == ("refused", "not_received", None)
    simulate()
    assert buy(at=LATER).state == "bought"


def test_flt_11_asking_again_while_the_answer_is_open_asks_the_carrier_and_buys_no_second():
    make_simulator(failure="timeout_bought")
    with pytest.raises(shipping.CarrierSilent):
        buy()
    again = buy(at=LATER)
    assert again.state == "bought"
    assert SimulatedParcel.objects.count() == 1


def test_flt_11_a_crash_while_the_carrier_was_asked_is_healed(monkeypatch):
    make_simulator()

    def dies(self, account, call):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(SimulatorCarrier, "buy", dies)
        buy()
    assert shipping.label_by_key("parcel/1").state == "requested"
    with pytest.raises(shipping.LabelInProgress):
        buy(at=AT + dt.timedelta(seconds=30))
    tasks.check_open_labels(LATER)
    assert shipping.label_by_key("parcel/1").state == "refused"
    assert buy(at=LATER).state == "bought"


def test_flt_11_a_fault_of_a_carriers_library_is_no_answer_and_no_crash(monkeypatch):
    make_simulator()
    monkeypatch.setattr(SimulatorCarrier, "buy", lambda *_: 1 / 0)
    with pytest.raises(shipping.CarrierSilent):
        buy()
    assert Label.objects.get().code == "carrier_error"


def test_flt_11_a_carrier_that_stays_silent_is_asked_less_often_and_then_a_person_is():
    make_simulator(failure="down")
    with pytest.raises(shipping.CarrierSilent):
        buy()
    row = Label.objects.get()
    for _ in range(3):
        row.refresh_from_db()
        before = row.check_at
        shipping.reconcile_label(row.pk, at=before)
        row.refresh_from_db()
        assert row.check_at > before
    assert sum(work.count_open_findings(role="logistics_manager").values()) == 0
    shipping.reconcile_label(row.pk, at=AT + dt.timedelta(hours=2))
    assert sum(work.count_open_findings(role="logistics_manager").values()) == 1
    with pytest.raises(shipping.InvalidLabel):
        shipping.resolve_label(row.pk, tracking_number="X1", reason=" ", actor=ACTOR, at=LATER)
    label = shipping.resolve_label(row.pk, tracking_number="X1", reason="by phone", actor=ACTOR, at=LATER)
    assert (label.state, label.tracking_number) == ("bought", "X1")
    with pytest.raises(shipping.NotVoidable):
        shipping.resolve_label(row.pk, reason="again", actor=ACTOR, at=LATER)


def test_a_person_may_write_that_no_label_was_made():
    make_simulator(failure="down")
    with pytest.raises(shipping.CarrierSilent):
        buy()
    row = Label.objects.get()
    assert shipping.resolve_label(row.pk, reason="by phone", actor=ACTOR, at=LATER).state == "refused"


def test_a_voided_label_is_announced_once_and_its_key_buys_a_new_one():
    make_simulator()
    label = buy()
    for _ in range(2):
        assert shipping.void_label(label.id, reason="wrong box", actor=ACTOR, at=LATER).state == "voided"
    assert len(published("LabelVoided")) == 1
    again = buy(parcels=[replace(PARCEL, weight_g=900)])
    assert again.id == label.id
    assert again.tracking_number != label.tracking_number
    assert SimulatedParcel.objects.filter(voided=False).count() == 1


def test_a_void_without_an_answer_is_found_out():
    make_simulator()
    label = buy()
    simulate(failure="down")
    with pytest.raises(shipping.CarrierSilent):
        shipping.void_label(label.id, actor=ACTOR, at=AT)
    assert shipping.label(label.id).state == "voiding"
    simulate()
    tasks.check_open_labels(LATER)
    assert shipping.label(label.id).state == "bought", "the carrier never heard of it"
    SimulatedParcel.objects.update(voided=True)
    Label.objects.update(state="voiding", check_at=LATER)
    tasks.check_open_labels(LATER)
    assert shipping.label(label.id).state == "voided"


def test_a_label_whose_parcel_left_is_not_taken_back():
    make_simulator()
    label = buy()
    moment = shipping.Moment(AT, "picked_up")
    shipping.record_tracking(label.id, [moment], source="person", actor=ACTOR, at=AT)
    with pytest.raises(shipping.NotVoidable):
        shipping.void_label(label.id, actor=ACTOR, at=LATER)
    with pytest.raises(shipping.UnknownLabel):
        shipping.void_label(0, actor=ACTOR, at=LATER)


def test_a_rate_sheet_label_has_an_sscc_for_each_parcel_the_zone_and_the_tables_price():
    make_rate_sheet()
    label = buy(service="sheet-parcel", parcels=[PARCEL, replace(PARCEL, weight_g=9_000)])
    assert label.cost == Money(1_190, "EUR")
    numbers = [parcel["number"] for parcel in Label.objects.get().parcels]
    assert len(set(numbers)) == 2
    for number in numbers:
        assert re.fullmatch(r"04012345\d{10}", number)
        assert rules.check_digit(number[:-1]) == int(number[-1])
    assert label.tracking_number == numbers[0]
    assert label.tracking_url == f"https://track.example/{numbers[0]}"
    assert label.label_zpl.count("^XA") == label.label_zpl.count("^XZ") == 2
    assert f"^FD(00){numbers[1]}^FS" in label.label_zpl
    assert label.label_pdf.count(b"/Type /Page\n") == 2 or b"/Count 2" in label.label_pdf


def test_a_rate_sheet_refuses_where_the_contract_does_not_go_and_what_is_too_heavy():
    make_rate_sheet()
    with pytest.raises(shipping.CarrierRefused) as caught:
        buy(service="sheet-parcel", to_address=replace(RECIPIENT, country="IT", postal_code="00144"))
    assert caught.value.details["carrier_code"] == "no_zone"
    with pytest.raises(shipping.CarrierRefused) as caught:
        buy("parcel/2", service="sheet-parcel", parcels=[replace(PARCEL, weight_g=40_000)])
    assert caught.value.details["carrier_code"] == "too_heavy"


def test_text_on_a_label_never_commands_the_printer():
    make_simulator()
    label = buy(to_address=replace(RECIPIENT, name="^XZ~JA_Robert", street='#panic("x") $ 5'))
    assert label.label_zpl.count("^XZ") == 1
    assert "~JA" not in label.label_zpl
    assert "_5EXZ_7EJA_5FRobert" in label.label_zpl
    assert LabelDocument.objects.filter(kind="pdf").exists()
