"""How a customer wants to be reached: way, language, hours by the shop's clock (MKT-20)."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.customers.tests.factories import make_customer
from storecrew.contexts.loyalty import public as loyalty
from storecrew.contexts.loyalty.subject_data import LoyaltyData
from storecrew.kernel.actor import Actor, system_actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, 0, tzinfo=dt.UTC)
ACTOR = system_actor("tests")
EVENING = (dt.time(18), dt.time(20))


def wish(customer_id: int, **more) -> loyalty.Preference:
    loyalty.prefer(customer_id, "phone", **({"actor": ACTOR, "at": AT} | more))
    return loyalty.preference(customer_id)


def test_mkt_20_way_language_and_hours_are_kept_and_handed_out():
    me = make_customer().id
    found = wish(me, language="ko", hours=EVENING, note="Not on Mondays")
    assert (found.way, found.language, found.hours) == ("phone", "ko", EVENING)
    told = LoyaltyData().export(customer_id=me, email="alice@example.com")
    assert "18:00" in str(told) and "ko" in str(told)
    assert wish(me).hours is None, "saved without hours they are gone"


def test_mkt_20_hours_are_those_of_the_shop():
    make_channel("kr", timezone="Asia/Seoul", is_default=True)
    found = wish(make_customer().id, hours=EVENING)
    assert loyalty.may_call_now(found, at=dt.datetime(2026, 3, 2, 9, 30, tzinfo=dt.UTC)) is True
    assert loyalty.may_call_now(found, at=dt.datetime(2026, 3, 2, 18, 30, tzinfo=dt.UTC)) is False


def test_mkt_20_hours_end_after_they_begin_and_staff_need_the_right():
    me = make_customer().id
    with pytest.raises(loyalty.InvalidHours):
        wish(me, hours=(dt.time(20), dt.time(18)))
    clerk = Actor(kind="staff", id="1", label="Ann", permissions=frozenset({"customers.read"}))
    with pytest.raises(Denied):
        wish(me, actor=clerk)
