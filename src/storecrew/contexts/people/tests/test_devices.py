"""The browsers that somebody is signed in with: listed while they open the account, ended one by one."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from storecrew.contexts.people import public as people
from storecrew.contexts.people.models import Device, User
from storecrew.contexts.people.tests.factories import make_shopper, make_staff
from storecrew.kernel import audit, clock
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
    "Version/18.1 Mobile/15E148 Safari/604.1"
)


def signed_in(user: User, browser: str = PHONE) -> str:
    """Sign somebody in with a browser; return the key of the session."""
    client = Client()
    client.force_login(user)
    key = client.session.session_key
    people.note_device(user_id=user.pk, session_key=key, browser=browser, at=clock.now())
    return key


def shopper_actor(user: User) -> Actor:
    return people.actor_for(user)


def listed(user: User, key: str = "") -> list[people.DeviceFacts]:
    return list(people.devices_of(user.pk, at=clock.now(), session_key=key))


def test_aut_09_each_browser_is_listed_with_what_it_is_and_this_one_first():
    ann = make_shopper("ann@x.example")
    phone = signed_in(ann)
    signed_in(
        ann, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0.0.0 Safari/537.36"
    )
    signed_in(make_shopper("bob@x.example"))
    found = listed(ann, phone)
    assert [(each.program, each.system, each.here) for each in found] == [
        ("Safari", "iPhone", True),
        ("Chrome", "Windows", False),
    ]


@pytest.mark.parametrize(
    ("told", "named"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0", ("Firefox", "Linux")),
        ("Mozilla/5.0 (Linux; Android 14; SM-S921N) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36",
         ("Samsung Internet", "Android")),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/131.0 Mobile;KAKAOTALK", ("KakaoTalk", "Android")),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0",
         ("Edge", "macOS")),
        ("curl/8.5.0", ("", "")),
        ("", ("", "")),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_people_call_it(told: str, named: tuple[str, str]):
    ann = make_shopper("ann@x.example")
    signed_in(ann, told)
    [device] = listed(ann)
    assert (device.program, device.system) == named


def test_aut_09_a_session_that_ended_is_not_listed():
    ann = make_shopper("ann@x.example")
    gone, signed_out = signed_in(ann), signed_in(ann)
    Session.objects.filter(session_key=signed_out).delete()
    Session.objects.filter(session_key=gone).update(expire_date=clock.now() - dt.timedelta(days=1))
    stays = signed_in(ann)
    assert [each.here for each in listed(ann, stays)] == [True]
    people.end_sessions(user_id=ann.pk, reason="Lost", actor=shopper_actor(ann), at=clock.now())
    assert listed(ann, stays) == []


def test_aut_09_ending_one_device_ends_its_session_and_no_other():
    ann = make_shopper("ann@x.example")
    here, phone = signed_in(ann), signed_in(ann)
    other = next(each for each in listed(ann, here) if not each.here)
    people.end_device(user_id=ann.pk, device_id=other.id, actor=shopper_actor(ann), at=clock.now())
    assert not Session.objects.filter(session_key=phone).exists()
    assert [each.here for each in listed(ann, here)] == [True]
    assert [entry.action for entry in audit.entries_for("people.user", ann.pk)].count(
        "people.device_ended"
    ) == 1


def test_aut_02_nobody_ends_the_device_of_somebody_else():
    ann, bob = make_shopper("ann@x.example"), make_shopper("bob@x.example")
    key = signed_in(ann)
    [device] = listed(ann)
    with pytest.raises(people.UnknownDevice):
        people.end_device(user_id=bob.pk, device_id=device.id, actor=shopper_actor(bob), at=clock.now())
    with pytest.raises(Denied):
        people.end_device(user_id=ann.pk, device_id=device.id, actor=shopper_actor(bob), at=clock.now())
    with pytest.raises(Denied):
        tester = people.actor_for(make_staff("tester"))
        people.end_device(user_id=ann.pk, device_id=device.id, actor=tester, at=clock.now())
    assert Session.objects.filter(session_key=key).exists()


def test_prv_07_devices_are_forgotten_with_their_session_and_with_the_account():
    ann, bob = make_shopper("ann@x.example"), make_shopper("bob@x.example")
    gone, stays = signed_in(ann), signed_in(bob)
    Session.objects.filter(session_key=gone).delete()
    assert people.forget_devices(clock.now()) == 1
    assert list(Device.objects.values_list("session_key", flat=True)) == [stays]
    people.erase_account(user_id=bob.pk, actor=shopper_actor(bob), at=clock.now())
    assert not Device.objects.exists()
