"""CS-8: customer service sees where goods are, stops them, asks the warehouse, tells many customers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import ADDRESS, make_shop
from storecrew.contexts.fulfillment.tests.collecting import collecting_shop, ready
from storecrew.contexts.fulfillment.tests.factories import given, packed, states_of
from storecrew.contexts.orders import public as orders
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.work import public as work
from storecrew.kernel import clock
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 3, 2, 10, 0, tzinfo=dt.UTC)
ROOT = system_actor("tests")


@pytest.fixture(autouse=True)
def now():
    with clock.frozen(NOW):
        yield


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def desk(client):
    client.force_login(make_staff("customer_service"))
    return client


def page(desk, number, tail=""):
    return desk.get(f"/admin/orders/{number}/{tail}").content.decode()


def test_cs_8_the_order_says_where_each_line_is_and_who_had_it_last(desk, shop):
    parcel = packed(shop)
    shown = page(desk, parcel.number)
    assert "Where the goods are" in shown
    assert "Packed" in shown
    assert "Ann" in shown


def test_cs_8_a_question_goes_to_the_place_and_the_answer_comes_back_to_the_order(desk, shop, client):
    part = given(shop)
    desk.post(f"/admin/orders/{part.number}/ask/", {"question": "Is the cup in one piece?"})
    [task] = work.inbox(ROOT, roles=["logistics_manager"])
    assert (task.location_code, task.due_at) == ("main", NOW + dt.timedelta(hours=2))
    assert "Is the cup in one piece?" in page(desk, part.number)
    work.answer_task(task.id, answer="Yes, I looked.", actor=ROOT, at=NOW)
    assert page(desk, part.number).count("Yes, I looked.") == 2
    assert desk.post(f"/admin/orders/{part.number}/ask/", {"question": ""}).status_code == 422


def test_5_6_a_question_that_nobody_answers_is_told_to_the_lead(desk, shop):
    part = given(shop)
    desk.post(f"/admin/orders/{part.number}/ask/", {"question": "Where is it?"})
    assert work.escalate_overdue(at=NOW + dt.timedelta(hours=3)) == 1
    assert part.number in work.open_findings(role="head_of_digital")[0].title


def test_5_6_a_hold_is_in_time_or_told_to_be_late(desk, shop):
    part, parcel = given(shop), packed(shop)
    desk.post(f"/admin/orders/{part.number}/hold/", {"reason": "wrong address?"})
    assert states_of(part.order_id) == ["held"]
    assert "Let it go on" in page(desk, part.number)
    desk.post(f"/admin/orders/{part.number}/resume/")
    assert states_of(part.order_id) == ["waiting"]
    late = desk.post(f"/admin/orders/{parcel.number}/hold/", {"reason": "x"})
    assert (late.status_code, "too late" in late.content.decode()) == (422, True)


def test_5_6_an_address_is_changed_in_the_form_of_its_country(desk, shop):
    part = given(shop)
    assert "Unter den Linden 1" in page(desk, part.number, "address/")
    form = {key: value for key, value in ADDRESS.items() if key != "country"} | {"street": "Am Kanal 4"}
    bad = desk.post(f"/admin/orders/{part.number}/address/", form | {"postal_code": "nonsense"})
    assert bad.status_code == 422
    desk.post(f"/admin/orders/{part.number}/address/", form)
    after = orders.order(part.order_id).shipping_address
    assert (after["street"], after["country"]) == ("Am Kanal 4", "DE")


def test_cs_8_one_note_tells_many_customers_once_and_stands_on_each_order(desk, shop):
    first, second = given(shop), given(shop)
    form = {"numbers": f"{first.number}, {second.number}", "note": "The truck is late by a day."}
    for _ in range(2):
        desk.post("/admin/orders/incident/", form)
    desk.post("/admin/orders/incident/", {"location": "main", "note": "The truck is late by a day."})
    mails = Mail.objects.filter(dedupe_key__startswith="fulfillment.incident")
    assert mails.count() == 2
    assert "late by a day" in mails[0].text
    assert "late by a day" in page(desk, second.number)
    assert desk.post("/admin/orders/incident/", {"numbers": first.number, "note": " "}).status_code == 422


def test_log_5_what_its_customer_collects_is_handed_over_and_never_offered_to_be_shipped(db, client):
    client.force_login(make_staff("owner"))
    waits = ready(collecting_shop())
    number = waits.number
    shown = page(client, number)
    assert reverse("warehouse_collection", args=[waits.id]) in shown
    assert f"/admin/orders/{number}/ship/" not in shown
    assert f"/admin/orders/{number}/address/" not in shown
    for words, offered in ((f"ship {number}", 0), (f"refund {number}", 1)):
        items = client.get("/admin/palette/", {"q": words}).json()["items"]
        assert sum(words.partition(" ")[0] in item["url"] for item in items) == offered


def test_5_6_what_is_stopped_is_not_offered_to_be_shipped(client, shop):
    client.force_login(make_staff("owner"))
    part = given(shop)
    ship = f"/admin/orders/{part.number}/ship/"
    assert ship in page(client, part.number)
    items = client.get("/admin/palette/", {"q": f"ship {part.number}"}).json()["items"]
    assert items[0]["url"] == ship
    client.post(f"/admin/orders/{part.number}/hold/", {"reason": "wrong address?"})
    assert ship not in page(client, part.number)
