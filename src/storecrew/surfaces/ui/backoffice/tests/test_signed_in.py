"""The page of signed-in devices, for people here and for shoppers."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import OperationalError
from django.test import Client

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Device, User
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
PAGE = "/accounts/devices/"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0"


def browser(user: User, named: str) -> Client:
    client = Client(headers={"User-Agent": named})
    client.force_login(user)
    # A sign-in without a request of its own has no browser; the row is noted anew by the next hour.
    Device.objects.filter(session_key=client.session.session_key).update(browser=named)
    return client


@pytest.fixture(params=["staff", "shopper"])
def ann(request) -> User:
    return make_staff("tester") if request.param == "staff" else make_shopper("ann@x.example")


def test_aut_09_one_device_is_signed_out_and_the_other_stays(ann):
    here, other = browser(ann, FIREFOX), browser(ann, CHROME)
    page = here.get(PAGE).content.decode()
    assert "Firefox on Linux" in page and "This device" in page and "Chrome on Windows" in page
    [device] = [each for each in here.get(PAGE).context["devices"] if not each.here]
    answer = here.post(f"/accounts/devices/{device.id}/end/", follow=True).content.decode()
    assert "You are signed out there." in answer and "Chrome on Windows" not in answer
    assert other.get(PAGE).status_code == 302
    assert here.get(PAGE).status_code == 200
    again = here.post(f"/accounts/devices/{device.id}/end/", follow=True).content.decode()
    assert "Nobody is signed in on this device any more." in again


def test_aut_09_all_others_are_signed_out_at_once(ann):
    here, other, third = browser(ann, FIREFOX), browser(ann, CHROME), browser(ann, CHROME)
    answer = here.post("/accounts/devices/end/", follow=True).content.decode()
    assert "You are signed out on all other devices." in answer
    assert [each.here for each in here.get(PAGE).context["devices"]] == [True]
    assert other.get(PAGE).status_code == third.get(PAGE).status_code == 302


def test_aut_02_the_device_of_somebody_else_stays_signed_in():
    ann, bob = make_shopper("ann@x.example"), make_shopper("bob@x.example")
    theirs, mine = browser(ann, CHROME), browser(bob, FIREFOX)
    [device] = theirs.get(PAGE).context["devices"]
    mine.post(f"/accounts/devices/{device.id}/end/")
    assert theirs.get(PAGE).status_code == 200
    assert len(mine.get(PAGE).context["devices"]) == 1


def test_a_browser_is_noted_once_an_hour_and_no_stranger_is(ann):
    with clock.frozen(dt.datetime(2026, 3, 2, 9, 5, tzinfo=dt.UTC)):
        client = browser(ann, CHROME)
        client.get(PAGE)
        first = Device.objects.get()
    with clock.frozen(dt.datetime(2026, 3, 2, 9, 55, tzinfo=dt.UTC)):
        client.get(PAGE)
        assert Device.objects.get().seen_at == first.seen_at
    with clock.frozen(dt.datetime(2026, 3, 2, 10, 1, tzinfo=dt.UTC)):
        client.get(PAGE)
        row = Device.objects.get()
        assert (row.seen_at, row.signed_in_at) == (clock.now(), first.signed_in_at)
        assert row.browser == CHROME
    Client(headers={"User-Agent": CHROME}).get("/accounts/login/")
    assert Device.objects.count() == 1


def test_a_page_is_shown_when_its_browser_cannot_be_noted(ann, monkeypatch):
    client = browser(ann, CHROME)

    def busy(**_kwargs: object) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(people, "note_device", busy)
    with clock.frozen(clock.now() + dt.timedelta(hours=2)):
        assert client.get(PAGE).status_code == 200


def test_the_way_to_the_page_is_on_the_page_of_the_account():
    client = browser(make_staff("tester"), CHROME)
    assert PAGE in client.get("/admin/account/").content.decode()
    assert PAGE in client.get("/accounts/2fa/").content.decode()


def test_the_pages_of_passkeys_and_codes_have_our_headings():
    client = browser(make_shopper("ann@x.example"), CHROME)
    page = client.get("/accounts/2fa/").content.decode()
    for words in ("<h1>Passkeys and second factor</h1>", "Add a passkey", "Set up the app"):
        assert words in page
    assert "Two-Factor" not in page and "Security Key" not in page
    korean = client.get("/accounts/2fa/?language=ko").content.decode()
    assert "<h1>패스키와 2단계 인증</h1>" in korean and "인증 앱" in korean
