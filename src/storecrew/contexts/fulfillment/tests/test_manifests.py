"""A carrier's list: what is scanned onto it, what is refused, and how it is closed (LOG-1)."""

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.fulfillment.models import Manifest, Shipment
from storecrew.contexts.fulfillment.tests.factories import ANN, BOB, give_address, packed, worker
from storecrew.contexts.inventory.tests.factories import assert_proved
from storecrew.contexts.orders import public as orders
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import Label, SimulatedParcel
from storecrew.contexts.shipping.tests.factories import make_rate_sheet, make_simulator, simulate
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor, Denied

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    made = make_shop()
    give_address()
    make_simulator()
    return made


def begin(carrier="sim", actor=ANN):
    return fulfillment.open_manifest("main", carrier, actor=actor, at=AT)


def scan(manifest, code, actor=ANN):
    return fulfillment.scan_onto(manifest.id, code, actor=actor, at=AT)


def close(manifest, actor=ANN, **how):
    return fulfillment.close_manifest(manifest.id, actor=actor, at=AT, **(how or {"driver": "Kim"}))


def test_con_14_a_scan_onto_the_list_is_the_hand_over_and_counts_once(shop):
    first, second = packed(shop), packed(shop)
    manifest = begin()
    assert begin(actor=BOB).id == manifest.id
    for code in (first.code, first.code, first.tracking_number, second.tracking_number.lower()):
        scan(manifest, code)
    assert (Shipment.objects.count(), Manifest.objects.get().parcel_count) == (2, 2)
    assert [row.code for row in fulfillment.parcels_on(manifest.id)] == [first.code, second.code]
    assert orders.order(first.order_id).fulfillment_status == "fulfilled"
    step = fulfillment.timeline(first.order_id)[0].steps[-1]
    assert (step.state, step.note) == ("handed_over", f"{first.tracking_number} · {manifest.number}")
    assert_proved()


def test_the_carrier_gives_its_reference_and_the_driver_his_name(shop):
    manifest = begin()
    scan(manifest, packed(shop).code)
    done = close(manifest)
    assert (done.state, done.driver, done.closed_by) == ("closed", "Kim", "Ann")
    assert done.reference.startswith("MAN-")
    assert close(manifest, driver="Lee") == done
    assert [row.action for row in audit.entries_for("fulfillment.manifest", manifest.id)] == [
        "fulfillment.manifest_closed"
    ]
    with pytest.raises(fulfillment.ManifestClosed):
        scan(manifest, packed(shop).code)
    assert begin().id != manifest.id


def test_what_does_not_belong_onto_the_list_is_refused_in_a_sentence(shop):
    manifest = begin()
    parcel = packed(shop)
    make_simulator("other")
    with pytest.raises(fulfillment.WrongCarrier) as wrong:
        scan(begin("other"), parcel.code)
    assert str(wrong.value).startswith(f"{parcel.code} goes with SIM, not with OTHER.")
    with pytest.raises(fulfillment.UnknownWork):
        scan(manifest, "NOT-A-PARCEL")
    number = parcel.tracking_number
    fulfillment.reopen_parcel(parcel.id, reason="card forgotten", actor=ANN, at=AT)
    with pytest.raises(fulfillment.VoidedLabel):
        scan(manifest, number)
    with pytest.raises(fulfillment.StateChanged):
        scan(manifest, parcel.code)
    with pytest.raises(fulfillment.UnknownManifest):
        scan(manifest, parcel.code, actor=worker("Eve", location=["elsewhere"]))
    with pytest.raises(Denied):
        scan(manifest, parcel.code, actor=Actor("staff", "1", "Eve"))
    assert not Shipment.objects.exists()


def test_a_voided_label_that_the_parcel_still_carries_is_refused(shop):
    manifest, parcel = begin(), packed(shop)
    Label.objects.filter(pk=parcel.label_id).update(state="voided")
    with pytest.raises(fulfillment.VoidedLabel):
        scan(manifest, parcel.code)


def test_a_parcel_of_another_place_is_refused(shop):
    from storecrew.contexts.inventory.tests.factories import make_location

    make_location("store")
    parcel = packed(shop)
    elsewhere = fulfillment.open_manifest("store", "sim", actor=ANN, at=AT)
    with pytest.raises(fulfillment.WrongPlace) as wrong:
        scan(elsewhere, parcel.code)
    assert parcel.code in str(wrong.value)


def test_con_14_what_left_without_a_list_or_on_another_is_not_taken_again(shop):
    parcel, other = packed(shop), packed(shop)
    fulfillment.hand_over(parcel.code, actor=ANN, at=AT)
    manifest = begin()
    with pytest.raises(fulfillment.LeftAlready):
        scan(manifest, parcel.code)
    scan(manifest, other.code)
    close(manifest)
    with pytest.raises(fulfillment.LeftAlready):
        scan(begin(), other.code)
    assert scan(manifest, other.code).code == other.code
    assert Shipment.objects.count() == 2


def test_an_empty_or_unsigned_list_is_not_closed(shop):
    manifest = begin()
    with pytest.raises(fulfillment.ManifestEmpty):
        close(manifest)
    scan(manifest, packed(shop).code)
    with pytest.raises(fulfillment.ManifestUnsigned):
        close(manifest, driver="  ")
    assert Manifest.objects.get().state == "open"


def test_a_silent_carrier_leaves_it_closing_and_is_asked_again_under_the_same_key(shop):
    manifest = begin()
    scan(manifest, packed(shop).code)
    simulate(failure="down")
    with pytest.raises(shipping.CarrierSilent):
        close(manifest)
    assert Manifest.objects.get().state == "closing"
    with pytest.raises(fulfillment.ManifestClosed):
        scan(manifest, packed(shop).code)
    simulate()
    assert close(manifest).state == "closed"


def test_a_silent_carrier_is_replaced_by_the_reference_that_it_gave_by_hand(shop):
    manifest = begin()
    scan(manifest, packed(shop).code)
    simulate(failure="timeout")
    with pytest.raises(shipping.CarrierSilent):
        close(manifest)
    done = close(manifest, reference="PU-77")
    assert (done.state, done.reference, done.driver) == ("closed", "PU-77", "")


def test_a_refusal_of_the_carrier_opens_the_list_again(shop):
    manifest = begin()
    scan(manifest, packed(shop).code)
    SimulatedParcel.objects.all().delete()
    with pytest.raises(shipping.CarrierRefused):
        close(manifest)
    assert Manifest.objects.get().state == "open"
    scan(manifest, packed(shop).code)


def test_who_closes_right_now_keeps_others_out(shop):
    manifest = begin()
    scan(manifest, packed(shop).code)
    Manifest.objects.update(state="closing", asked_at=AT)
    with pytest.raises(fulfillment.ManifestClosed):
        close(manifest)


def test_a_rate_sheet_takes_our_own_number_and_a_carrier_of_the_sdk_none():
    make_rate_sheet()
    told = {"key": "M-1001", "place": "main", "numbers": ["1"], "actor": ANN, "at": AT}
    assert shipping.declare_parcels("sheet", **told) == "M-1001"
    shipping.save_account(code="ups", name="UPS", kind="ups", currency="EUR", settings={}, actor=ANN, at=AT)
    assert shipping.declare_parcels("ups", **told) == ""
