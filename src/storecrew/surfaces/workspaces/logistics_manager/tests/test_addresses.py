"""LOG-6: the list of addresses to check, and the ways out of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from storecrew.contexts.checkout.tests.factories import ACTOR, AT, make_shop
from storecrew.contexts.fulfillment.tests.factories import states_of
from storecrew.contexts.people import public as people
from storecrew.contexts.people.tests.factories import make_staff
from storecrew.contexts.shipping.models import AddressHold
from storecrew.contexts.shipping.tests.test_address_holds import held
from storecrew.kernel.mail.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(make_staff("logistics_manager"), backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def order():
    return held(make_shop())


def hold() -> AddressHold:
    return AddressHold.objects.get()


def test_log_6_an_order_that_waits_is_listed_with_its_reason_and_freed_with_one(desk, order):
    page = desk.get(reverse("address_holds_list")).content.decode()
    assert order.number in page
    assert "no house number" in page
    url = reverse("address_holds_record", args=[hold().pk])
    page = desk.get(url).content.decode()
    assert "There is no house number." in page
    assert "Unter den Linden" in page
    release = reverse("address_holds_release", args=[hold().pk])
    assert desk.post(release, {"reason": ""}).status_code == 422
    assert desk.post(release, {"reason": "Ann, by phone"}).url == url
    assert states_of(order.id) == ["waiting"]
    assert "Ann, by phone" in desk.get(url).content.decode()
    again = desk.post(release, {"reason": "twice"})
    assert again.status_code == 422
    assert "does not wait" in again.content.decode()


def test_log_6_customers_are_asked_from_the_record_and_in_bulk(desk, order):
    desk.post(reverse("address_holds_ask", args=[hold().pk]))
    assert hold().state == "asked"
    assert Mail.objects.filter(subject__startswith="Where should").count() == 1
    shown = desk.get(reverse("address_holds_list")).content.decode()
    assert "customer was asked" in shown


def test_log_6_the_order_leads_to_the_address_and_not_to_letting_it_go(desk, order):
    page = desk.get(reverse("orders_record", args=[order.number])).content.decode()
    assert reverse("address_holds_record", args=[hold().pk]) in page
    assert "Let it go on" not in page


def test_aut_02_holds_of_other_channels_are_not_found(client, order):
    AddressHold.objects.update(channel_code="other")
    user = make_staff("logistics_manager")
    people.assign_role(
        user_id=user.pk, role_code="logistics_manager", scopes={"channel": ["eu"]}, actor=ACTOR, at=AT
    )
    user = type(user).objects.get(pk=user.pk)  # with the rights as they are now
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    assert order.number not in client.get(reverse("address_holds_list")).content.decode()
    assert client.get(reverse("address_holds_record", args=[hold().pk])).status_code == 404
