"""Pages of carriers and labels: contracts by hand, labels with their life, files, and what can be done."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import CarrierAccount, Label
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
from storecrew.kernel import clock
from storecrew.kernel.money import Money

pytestmark = pytest.mark.django_db
TABLE = """1; DE; ; 0; nord-parcel; 2; 4,10
1; DE; ; 0; nord-parcel; 31.5; 7.80
2\tAT NL\t\t1\tnord-parcel\t31.5\t16.50"""


def signed_in(client, role: str):
    client.force_login(make_staff(role), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def desk(client):
    return signed_in(client, "logistics_manager")


def troubled() -> Label:
    label = buy()
    moment = shipping.Moment(AT, "on_hold", "carrier_damaged_parcel", "box crushed", "Depot")
    shipping.record_tracking(label.id, [moment], source="person", actor=ACTOR, at=AT)
    return Label.objects.get(pk=label.id)


def test_a_contract_is_made_filled_tested_and_switched_off_by_hand(desk):
    answer = desk.post(
        reverse("carriers_add"), {"code": "nord", "name": "Nordpost", "kind": "rate_sheet", "currency": "EUR"}
    )
    assert answer.url == reverse("carriers_edit", args=["nord"])
    values = {"name": "Nordpost", "position": 3, "claim_days": 12, "version": 1}
    values["setting_gs1_prefix"] = "4012345"
    answer = desk.post(answer.url, values | {"secret_webhook_secret": "opensesame"})
    assert answer.status_code == 302
    assert CarrierAccount.objects.get(code="nord").claim_days == 12
    answer = desk.post(
        reverse("carriers_table", args=["nord"]),
        {"services": "nord-parcel; Parcel; ; parcel; 1; 2; 31.5", "table": TABLE},
    )
    assert answer.status_code == 302, answer.content.decode()
    page = desk.get(reverse("carriers_record", args=["nord"])).content.decode()
    assert "€16.50" in page
    assert "opensesame" not in page
    assert "opensesame" not in desk.get(reverse("carriers_edit", args=["nord"])).content.decode()
    desk.post(reverse("carriers_check", args=["nord"]))
    assert CarrierAccount.objects.get().check_passed is True
    desk.post(reverse("carriers_switch", args=["nord"]), {"active": "0"})
    assert CarrierAccount.objects.get().active is False
    assert "Nordpost" in desk.get(reverse("carriers_list")).content.decode()


def test_a_table_comes_back_as_it_was_typed_and_a_wrong_line_is_named(desk):
    make_rate_sheet()
    url = reverse("carriers_table", args=["sheet"])
    form = desk.get(url).context["form"]
    before = shipping.rates(**_way())
    desk.post(url, {"services": form.initial["services"], "table": form.initial["table"]})
    assert shipping.rates(**_way()) == before
    wrong = desk.post(
        url, {"services": form.initial["services"], "table": "1; DE; ; 0; sheet-parcel; two; 4"}
    )
    assert wrong.status_code == 422
    assert "Line 1" in wrong.content.decode()
    unknown = desk.post(url, {"services": form.initial["services"], "table": "1; DE; ; 0; other; 2; 4"})
    assert "has no service" in unknown.content.decode()


def _way() -> dict:
    way = {"from_address": SENDER, "to_address": RECIPIENT, "parcels": [PARCEL], "at": AT}
    return way | {"value": Money(1, "EUR")}


def test_the_second_of_two_editors_is_told(desk):
    make_rate_sheet()
    url = reverse("carriers_edit", args=["sheet"])
    values = {"name": "First", "position": 0, "claim_days": 30, "version": 1}
    assert desk.post(url, values).status_code == 302
    again = desk.post(url, values | {"name": "Second"})
    assert again.status_code == 422
    assert "Somebody else changed this carrier" in again.content.decode()


def test_a_label_shows_its_life_and_hands_out_its_files(desk):
    make_simulator()
    row = troubled()
    page = desk.get(reverse("labels_record", args=[row.pk])).content.decode()
    for words in ("damaged by the carrier", "box crushed", "Depot", "Unter den Linden 5", "stopped"):
        assert words in page, words
    pdf = desk.get(reverse("labels_file", args=[row.pk, "pdf"]))
    assert (pdf["Content-Type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert desk.get(reverse("labels_file", args=[row.pk, "zpl"])).content.startswith(b"^XA")
    assert desk.get(reverse("labels_file", args=[row.pk, "customs"])).status_code == 404
    assert desk.get(reverse("labels_file", args=[row.pk, "other"])).status_code == 404


def test_parcels_in_trouble_are_a_view_and_stand_on_the_home(desk):
    make_simulator()
    row = troubled()
    calm = buy("parcel/2", order_ref="SC-1002")
    url = reverse("labels_list")
    shown = desk.get(url, {"f.trouble": "yes"}).content.decode()
    assert row.tracking_number in shown
    assert calm.tracking_number not in shown
    home = desk.get("/admin/logistics-manager/").content.decode()
    assert "Parcels in trouble" in home
    assert reverse("labels_record", args=[row.pk]) in home


def test_what_the_carrier_said_on_the_phone_is_typed_and_moves_the_parcel(desk):
    make_simulator()
    label = buy()
    url = reverse("labels_track", args=[label.id])
    with clock.frozen(AT + dt.timedelta(hours=2)):
        values = {"status": "delivery_failed", "reason": "consignee_not_home", "description": "rang twice"}
        assert desk.post(url, values).status_code == 302
        assert desk.post(url, {"status": "nonsense"}).status_code == 422
    assert shipping.label(label.id).reason == "consignee_not_home"


def test_a_label_is_taken_back_once_and_not_after_hand_over(desk):
    make_simulator()
    label = buy()
    url = reverse("labels_void", args=[label.id])
    assert desk.post(url, {"reason": "wrong box"}).status_code == 302
    assert shipping.label(label.id).state == "voided"
    moving = buy("parcel/9")
    moment = shipping.Moment(AT, "picked_up")
    shipping.record_tracking(moving.id, [moment], source="person", actor=ACTOR, at=AT)
    refused = desk.post(reverse("labels_void", args=[moving.id]), {"reason": "late"})
    assert refused.status_code == 422


def test_a_label_without_an_answer_is_asked_about_and_written_by_hand(desk):
    make_simulator(failure="down")
    with pytest.raises(shipping.CarrierSilent):
        buy()
    row = Label.objects.get()
    desk.post(reverse("labels_ask", args=[row.pk]))
    assert "do not buy another" in desk.get(reverse("labels_record", args=[row.pk])).content.decode()
    answer = desk.post(
        reverse("labels_resolve", args=[row.pk]), {"tracking_number": "X1", "reason": "Ms. Ito"}
    )
    assert answer.status_code == 302
    assert shipping.label(row.pk).tracking_number == "X1"
    simulate()


def test_lists_ask_the_same_number_of_questions_however_long_they_are(desk):
    make_simulator()
    counts = []
    for start, end in ((0, 2), (2, 12)):
        for n in range(start, end):
            buy(f"parcel/{n}", order_ref=f"SC-{n}")
        desk.get(reverse("labels_list"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("labels_list"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 17


def test_who_may_not_ship_sees_labels_and_changes_nothing(client):
    make_simulator()
    label = buy()
    reader = signed_in(client, "business_analyst")
    assert reader.get(reverse("labels_record", args=[label.id])).status_code == 200
    assert reader.post(reverse("labels_void", args=[label.id]), {"reason": "x"}).status_code == 403
    assert reader.get(reverse("carriers_add")).status_code == 403


def test_log_7_a_rest_day_is_added_and_taken_out_by_hand(desk):
    make_rate_sheet()
    form = {"day": "2026-12-26", "name": "Second Christmas day", "who": "carrier:sheet"}
    assert desk.post(reverse("rest_days_add"), form | {"name": ""}).status_code == 422
    assert desk.post(reverse("rest_days_add"), form).url == reverse("rest_days_list")
    assert desk.post(reverse("rest_days_add"), form).status_code == 422
    page = desk.get(reverse("rest_days_list")).content.decode()
    assert "Second Christmas day" in page
    assert "Nordpost" in page
