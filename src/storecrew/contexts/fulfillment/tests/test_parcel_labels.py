"""Labels of parcels: bought when a parcel is closed, once; a carrier's no and its silence have a way on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment import tasks
from storecrew.contexts.fulfillment.models import Box, Parcel
from storecrew.contexts.fulfillment.operations import handing, labels
from storecrew.contexts.fulfillment.tests.factories import ANN, BOB, packed, states_of
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping import tasks as shipping_tasks
from storecrew.contexts.shipping.models import CarrierAccount, Label, SimulatedParcel
from storecrew.contexts.shipping.tests.factories import make_rate_sheet, make_simulator, simulate
from storecrew.contexts.work import public as work
from storecrew.kernel import outbox
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
STREET = {"street": "Example Street 12", "city": "Berlin", "postal_code": "10115", "country": "DE"}
LATER = AT + dt.timedelta(minutes=5)


@pytest.fixture
def shop():
    found = make_shop()
    inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ANN, at=AT)
    return found


def kinds(order_id: int) -> list[str]:
    return [step.state for step in fulfillment.timeline(order_id)[0].steps]


def drained() -> None:
    while outbox.drain():
        pass


class TestBuying:
    def test_log_5_a_closed_parcel_has_a_label_with_its_number_and_files(self, shop):
        make_rate_sheet()
        Box.objects.create(code="m", name="M", length_mm=300, width_mm=200, height_mm=150, tare_g=50)
        parcel = packed(shop)
        assert (parcel.label_state, parcel.carrier) == ("bought", "Nordpost")
        label = shipping.label(parcel.label_id, documents=True)
        assert label.tracking_number == parcel.tracking_number
        assert label.label_pdf.startswith(b"%PDF-")
        stored = Label.objects.get()
        assert (stored.key, stored.order_ref) == (f"parcel/{parcel.id}", parcel.number)
        assert stored.from_address["street"] == "Example Street 12"
        assert [item["quantity"] for item in stored.parcels[0]["items"]] == [2, 1]
        assert stored.value_amount == sum(
            item["amount"] * item["quantity"] for item in stored.parcels[0]["items"]
        )
        assert "labeled" in kinds(parcel.order_id)
        shipment = fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        assert (shipment.carrier, shipment.tracking_number) == ("Nordpost", parcel.tracking_number)

    def test_a_shop_without_carriers_hands_over_as_before(self, shop):
        parcel = packed(shop)
        assert (parcel.label_state, parcel.label_id) == ("", None)
        assert fulfillment.get_label(parcel.id, actor=ANN, at=AT).label_state == ""
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT)

    def test_con_14_asked_for_again_it_is_the_same_label(self, shop):
        make_simulator()
        parcel = packed(shop)
        again = fulfillment.get_label(parcel.id, actor=BOB, at=LATER)
        assert again.label_id == parcel.label_id
        tasks.heal_open_labels(LATER)
        drained()
        assert Label.objects.count() == SimulatedParcel.objects.count() == 1
        assert kinds(parcel.order_id).count("labeled") == 1

    def test_a_carrier_is_never_asked_while_rows_are_locked(self, shop):
        make_simulator()
        parcel = packed(shop)
        Parcel.objects.update(label_state="wanted", label_id=None, tracking_number="")
        with transaction.atomic(), pytest.raises(RuntimeError):
            fulfillment.get_label(parcel.id, actor=ANN, at=AT)

    def test_only_the_warehouse_asks_and_only_for_parcels_that_are_there(self, shop):
        with pytest.raises(fulfillment.UnknownWork):
            fulfillment.get_label(99, actor=ANN, at=AT)
        with pytest.raises(Denied):
            fulfillment.get_label(99, actor=Actor(kind="staff", id="x", label="X"), at=AT)

    def test_a_precious_parcel_has_its_label_after_the_second_look(self, shop, settings):
        settings.STORECREW_SECOND_CHECK_FROM = {"EUR": 1}
        make_simulator()
        parcel = packed(shop)
        assert (parcel.label_state, Label.objects.count()) == ("wanted", 0)
        tasks.heal_open_labels(LATER)
        assert Label.objects.count() == 0
        assert fulfillment.check_parcel(parcel.id, actor=BOB, at=AT).label_state == "bought"


class TestRefusals:
    def test_flt_11_a_refusal_leaves_the_parcel_closed_with_the_carriers_words(self, shop):
        make_simulator(failure="bad_address")
        parcel = packed(shop)
        assert states_of(parcel.order_id) == ["packed"]
        assert (parcel.label_state, parcel.label_problem) == ("refused", "carrier_refused")
        assert parcel.label_words == "The street was not found."
        with pytest.raises(fulfillment.LabelMissing):
            fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        tasks.heal_open_labels(LATER)
        assert Parcel.objects.get().label_state == "refused"
        simulate()
        assert fulfillment.get_label(parcel.id, actor=ANN, at=LATER).label_state == "bought"

    def test_what_is_missing_is_named(self, shop):
        make_rate_sheet()
        inventory.save_location("main", name="Main", is_default=True, actor=ANN, at=AT)
        parcel = packed(shop)
        assert (parcel.label_state, parcel.label_problem) == ("refused", "invalid_label")
        inventory.save_location("main", name="Main", address=STREET, is_default=True, actor=ANN, at=AT)
        assert fulfillment.get_label(parcel.id, actor=ANN, at=AT).label_state == "bought"

    def test_without_a_service_that_goes_there_it_says_so(self, shop):
        make_rate_sheet()
        shipping.save_zones(account="sheet", zones=[shipping.ZoneRow("1", ("FR",))], actor=ANN, at=AT)
        assert packed(shop).label_problem == "no_service_allowed"
        assert set(fulfillment.LABEL_PROBLEMS) >= {"no_service_allowed", "carrier_refused", "invalid_label"}

    def test_a_label_of_another_kind_is_typed_at_the_door(self, shop):
        make_simulator(failure="refused")
        parcel = packed(shop)
        shipment = fulfillment.hand_over(
            parcel.code, tracking_number="00340", carrier="DHL", actor=ANN, at=AT
        )
        assert shipment.tracking_number == "00340"


class TestSilence:
    def test_flt_11_a_silent_carrier_is_asked_again_until_the_label_is_found(self, shop):
        make_simulator(failure="timeout_bought")
        parcel = packed(shop)
        assert (parcel.label_state, parcel.label_problem) == ("waiting", "carrier_silent")
        with pytest.raises(fulfillment.LabelMissing):
            fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        with pytest.raises(fulfillment.LabelPending):
            fulfillment.reopen_parcel(parcel.id, reason="x", actor=ANN, at=AT)
        shipping_tasks.check_open_labels(LATER)
        drained()
        found = fulfillment.parcel(parcel.id)
        assert (found.label_state, found.label_problem) == ("bought", "")
        assert SimulatedParcel.objects.count() == 1

    def test_flt_11_what_the_carrier_never_heard_of_is_asked_for_again_by_itself(self, shop):
        make_simulator(failure="timeout")
        parcel = packed(shop)
        shipping_tasks.check_open_labels(LATER)
        assert Label.objects.get().state == "refused"
        simulate()
        tasks.heal_open_labels(LATER)
        assert fulfillment.parcel(parcel.id).label_state == "bought"
        assert (Label.objects.count(), SimulatedParcel.objects.count()) == (1, 1)

    def test_a_carrier_that_never_answers_is_left_to_a_person(self, shop):
        make_simulator(failure="timeout")
        parcel = packed(shop)
        at = LATER
        for _ in range(8):
            at += dt.timedelta(hours=2)
            shipping_tasks.check_open_labels(at)
            tasks.heal_open_labels(at)
        assert fulfillment.parcel(parcel.id).label_problem == "gave_up"
        assert Parcel.objects.get().label_tries == labels.MOST_TRIES

    def test_a_crash_between_closing_and_asking_is_healed(self, shop):
        make_simulator()
        parcel = packed(shop)
        Parcel.objects.update(label_state="wanted", label_id=None, tracking_number="", carrier="")
        tasks.heal_open_labels(AT)
        assert fulfillment.parcel(parcel.id).label_id is None
        tasks.heal_open_labels(LATER)
        assert fulfillment.parcel(parcel.id).label_state == "bought"
        assert Label.objects.count() == 1

    def test_flt_11_a_price_by_the_contracts_table_is_marked_on_the_order(self, shop, monkeypatch):
        from storecrew.contexts.shipping.providers.protocol import RateAnswer
        from storecrew.contexts.shipping.providers.rate_sheet.carrier import RateSheetCarrier

        make_rate_sheet()
        silent = lambda *_args: RateAnswer("unknown", code="timeout")  # noqa: E731
        monkeypatch.setattr(RateSheetCarrier, "rates", silent)
        parcel = packed(shop)
        assert parcel.label_fallback is True
        assert "label_fallback" in kinds(parcel.order_id)

    def test_a_label_that_comes_too_late_is_told_and_not_used(self, shop):
        make_simulator(failure="timeout_bought")
        parcel = packed(shop)
        fulfillment.hand_over(parcel.code, tracking_number="00340", carrier="DHL", actor=ANN, at=AT)
        shipping_tasks.check_open_labels(LATER)
        drained()
        assert fulfillment.parcel(parcel.id).tracking_number == "00340"
        assert "fulfillment.spare_label" in [row.code for row in work.open_findings(role="logistics_manager")]


class TestOpening:
    def test_opening_a_parcel_takes_its_label_back_and_closing_buys_another(self, shop):
        make_simulator()
        parcel = packed(shop)
        again = fulfillment.reopen_parcel(parcel.id, reason="a card was forgotten", actor=ANN, at=AT)
        assert (again.state, again.label_id, again.label_state) == ("open", None, "")
        assert Label.objects.get().state == "voided"
        drained()
        closed = fulfillment.close_parcel(parcel.id, weight_g=None, actor=ANN, at=LATER)
        assert (closed.label_state, closed.tracking_number) == ("bought", Label.objects.get().tracking_number)
        assert closed.tracking_number != parcel.tracking_number

    def test_a_carrier_that_keeps_or_does_not_answer_keeps_the_parcel_closed(self, shop):
        make_simulator()
        parcel = packed(shop)
        simulate(failure="down")
        with pytest.raises(shipping.CarrierSilent):
            fulfillment.reopen_parcel(parcel.id, reason="x", actor=ANN, at=AT)
        with pytest.raises(fulfillment.LabelMissing):
            fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        simulate()
        shipping_tasks.check_open_labels(LATER)
        tasks.heal_open_labels(LATER)
        assert (fulfillment.parcel(parcel.id).label_state, Label.objects.get().state) == ("bought", "bought")
        shipping.record_tracking(
            parcel.label_id, [shipping.Moment(AT, "picked_up")], source="poll", actor=ANN, at=AT
        )
        with pytest.raises(shipping.NotVoidable):
            fulfillment.reopen_parcel(parcel.id, reason="x", actor=ANN, at=LATER)
        assert fulfillment.parcel(parcel.id).label_state == "bought"

    def test_what_has_left_cannot_be_opened(self, shop):
        make_simulator()
        parcel = packed(shop)
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
        with pytest.raises(fulfillment.TooLate):
            fulfillment.reopen_parcel(parcel.id, reason="x", actor=ANN, at=AT)

    def test_a_label_taken_back_elsewhere_leaves_the_parcel_without_one(self, shop):
        make_simulator()
        parcel = packed(shop)
        shipping.void_label(parcel.label_id, actor=ANN, at=AT)
        drained()
        found = fulfillment.parcel(parcel.id)
        assert (found.label_state, found.label_problem) == ("refused", "voided")
        assert fulfillment.get_label(parcel.id, actor=ANN, at=LATER).label_state == "bought"
        assert CarrierAccount.objects.count() == 1


def test_con_14_a_label_taken_back_while_the_parcel_is_scanned_lets_it_not_leave(shop, monkeypatch):
    make_simulator()
    parcel = packed(shop)
    read = handing.contents

    def meanwhile(row, **how):
        found = read(row, **how)
        labels.forget(parcel.label_id)
        return found

    monkeypatch.setattr(handing, "contents", meanwhile)
    with pytest.raises(fulfillment.StateChanged):
        fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    assert fulfillment.parcel(parcel.id).state == "closed"
    assert fulfillment.hand_over(parcel.code, tracking_number="00340", actor=ANN, at=AT).lines
