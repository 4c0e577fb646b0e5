"""The roster of a week, trainings that end, and the orders that the roster is too small for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.orders.tests.factories import AT
from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Shift
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping.models import Promise, ShippingMethod
from storecrew.kernel import clock, outbox
from storecrew.kernel.actor import system_actor
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db
ACTOR = system_actor("tests")


@pytest.fixture
def desk(client):
    make_shop()
    client.force_login(make_staff("logistics_manager"), backend="django.contrib.auth.backends.ModelBackend")
    with clock.frozen(AT):
        yield client


def packer(name: str = "mina", until: dt.date | None = None) -> int:
    user = make_staff("inventory_manager", email=f"{name}@example.com")
    people.save_skill(
        user_id=user.pk, skill="pack", trained_on=AT.date(), valid_until=until, actor=ACTOR, at=AT
    )
    return user.pk


def shift(user_id: int) -> dict:
    return {
        "user_id": user_id, "location_code": "main", "skill": "pack", "day": AT.date().isoformat(),
        "starts": "08:00", "ends": "16:30", "break_minutes": 30,
    }  # fmt: skip


def test_log_3_a_shift_is_planned_seen_and_taken_off(desk):
    user_id = packer()
    assert desk.post(reverse("team_shift_add"), shift(user_id)).status_code == 302
    page = desk.get(reverse("team_roster")).content.decode()
    assert "08:00–16:30" in page and "packing · Main" in page
    assert "8 h" in page
    twice = desk.post(reverse("team_shift_add"), shift(user_id))
    assert twice.status_code == 422
    assert "already works at that time" in twice.content.decode()
    row = Shift.objects.get()
    desk.post(reverse("team_shift_delete", args=[row.pk]), {"week": row.day.isoformat()})
    assert not Shift.objects.exists()


def test_log_3_a_check_that_ended_is_shown_first_and_keeps_people_off(desk):
    user_id = packer(until=AT.date())
    soon = desk.get(reverse("team_roster")).content.decode()
    assert "ends soon" in soon
    later = shift(user_id) | {"day": (AT.date() + dt.timedelta(days=1)).isoformat()}
    assert desk.post(reverse("team_shift_add"), later).status_code == 422
    values = {"user_id": user_id, "skill": "pack", "trained_on": AT.date().isoformat()}
    assert desk.post(reverse("team_skill_save"), values).status_code == 302
    assert desk.post(reverse("team_shift_add"), later).status_code == 302


def test_the_roster_asks_the_same_number_of_questions_however_many_work(desk):
    counts = []
    for names in (("p1", "p2"), ("p3", "p4", "p5", "p6")):
        for user_id in [packer(name) for name in names]:
            desk.post(reverse("team_shift_add"), shift(user_id))
        desk.get(reverse("team_roster"))
        with CaptureQueriesContext(connection) as asked:
            desk.get(reverse("team_roster"))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 26


def test_log_7_late_orders_are_listed_and_their_customers_told_at_once(desk):
    place(make_cart(make_shop(), {"A-1": 1}))
    while outbox.drain():
        pass
    order = Promise.objects.get()
    assert order.order_ref not in desk.get(reverse("late_list")).content.decode()
    ShippingMethod.objects.update(queue_days=5)
    page = desk.get(reverse("late_list")).content.decode()
    assert order.order_ref in page
    assert "not yet told" in page
    assert order.order_ref in desk.get("/admin/logistics-manager/").content.decode()
    assert not Mail.objects.filter(dedupe_key__startswith="shipping.late").exists()


def test_who_may_not_plan_sees_the_roster_and_changes_nothing(client):
    make_shop()
    client.force_login(make_staff("inventory_manager"), backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(reverse("team_roster")).status_code == 200
    assert client.get(reverse("team_shift_add")).status_code == 403


def test_mkt_17_the_calendar_says_how_many_hours_are_there_and_names_nobody(desk):
    for name, skill in (("mina", "pack"), ("juno", "pack"), ("ines", "serve")):
        person = packer(name)
        people.save_skill(
            user_id=person, skill=skill, trained_on=AT.date(), valid_until=None, actor=ACTOR, at=AT
        )
        desk.post(reverse("team_shift_add"), shift(person) | {"skill": skill})
    page = desk.get(reverse("calendar") + f"?view=week&day={AT.date()}").content.decode()
    assert page.count("packing 16 h, customer service 8 h") == 1
    assert f"{reverse('team_roster')}?week={AT.date()}" in page
    assert "mina" not in page
    week = AT.date() + dt.timedelta(days=7)
    assert "packing" not in desk.get(reverse("calendar") + f"?view=week&day={week}").content.decode()
    other = desk.get(reverse("calendar") + f"?view=week&day={AT.date()}&role=marketing_manager")
    assert "packing 16 h" not in other.content.decode()
