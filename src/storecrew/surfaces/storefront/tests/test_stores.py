"""The page of our places: address, hours, days on which one is closed besides, where an article is."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from storecrew.contexts.checkout.tests.factories import ACTOR, AT
from storecrew.contexts.fulfillment.tests.collecting import collecting_shop, store
from storecrew.contexts.shipping import public as shipping
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def shop():
    with clock.frozen(AT):
        yield collecting_shop(units={"A-1": 1})


def page(client: Client, address: str = "/en/stores/") -> str:
    return client.get(address).content.decode()


def rest(day: dt.date, location: str = "store") -> int:
    return shipping.add_rest_day(day=day, name="Stocktaking", location=location, actor=ACTOR, at=AT)


def test_days_of_rest_stand_with_the_hours_of_the_place_and_go_with_them(client, shop):
    store(shop, "annex")
    assert "Also closed" not in page(client)
    wednesday = AT.date() + 2 * DAY
    rest_day = rest(wednesday)
    # On Sundays it is closed anyway, and the far future would only be in the way.
    rest(AT.date() + 6 * DAY)
    rest(AT.date() + 90 * DAY)
    shown = page(client)
    assert "Also closed on Wed 4 Mar." in shown
    assert shown.count("Also closed") == 1
    assert "휴무일: 3월 4일 (수)" in page(client, "/ko/stores/")
    shipping.remove_rest_day(rest_day, actor=ACTOR, at=AT)
    assert "Also closed" not in page(client)


def test_with_an_article_each_place_says_whether_it_is_there(client, shop):
    store(shop, "annex", units={})
    shown = page(client, "/en/stores/?sku=A-1")
    assert shown.count("There now") == 1
    assert shown.count("Not there now") == 1
