"""Pages of exchange rates, and where a converted cost says its rate and day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from storecrew.contexts.people.models import User
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.pricing.models import ExchangeRate
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import Supplier
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, DAY, arrive, make_shop, sent
from storecrew.kernel import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def shop():
    return make_shop()


@pytest.fixture
def head(shop) -> Client:
    client = Client()
    user = User.objects.get(email="head@storecrew.example")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(client: Client, name: str, *args: object) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_rate_is_typed_in_and_a_wrong_one_says_why(head, monkeypatch):
    assert "No exchange rate yet" in page(head, "rates_list")
    today = clock.now().date()
    good = {"currency": "usd", "day": today.isoformat(), "rate": "1.0823"}
    for wrong in ({"rate": "0"}, {"currency": "XQQ"}, {"day": (today + dt.timedelta(days=2)).isoformat()}):
        assert head.post(reverse("rates_add"), good | wrong).status_code == 422
    assert head.post(reverse("rates_add"), good).status_code == 302
    assert ExchangeRate.objects.get().rate == Decimal("1.0823")
    assert "1.0823" in page(head, "rates_list")
    monkeypatch.setattr(pricing, "fetch_rates", lambda **_: 3)
    assert "3 new rates." in head.post(reverse("rates_fetch"), follow=True).content.decode()

    def unreadable(**_: object) -> int:
        raise pricing.RatesUnreadable

    monkeypatch.setattr(pricing, "fetch_rates", unreadable)
    answer = head.post(reverse("rates_fetch"), follow=True).content.decode()
    assert "could not be read" in answer


def test_hod_8_order_and_margin_pages_say_the_rate_and_its_day_or_that_it_is_missing(head, shop):
    Supplier.objects.update(currency="USD")
    order = sent(shop, A_1=12)
    arrive(order, A_1=12)
    assert "the goods have no cost yet" in page(head, "purchasing_order", order.pk)
    refused = head.post(
        reverse("purchasing_order_cost", args=[order.pk]),
        {"kind": "freight", "currency": "GBP", "amount": "5.00", "basis": "value"},
    )
    assert "There is no exchange rate" in refused.content.decode()
    pricing.save_rate("USD", DAY, Decimal("1.25"), actor=ACTOR, at=AT)
    purchasing.add_landed_cost(order.pk, kind="duty", amount=1_200, basis="value", actor=ACTOR, at=AT)
    shown = page(head, "purchasing_order", order.pk)
    assert "USD → EUR" in shown and "0.8 of" in shown and "€4.80" in shown
    assert "Converted from USD" in page(head, "costs_record", shop.variants["A-1"])
