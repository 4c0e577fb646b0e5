"""Landed cost of a delivery that was paid in another currency than the stock's."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import CostConversion, Supplier
from storecrew.contexts.purchasing.operations import landing
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, DAY, arrive, sent
from storecrew.kernel.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(shop):
    Supplier.objects.update(currency="USD")
    return sent(shop, A_1=12, B_1=10)


def rate(currency: str, value: str, day: dt.date = DAY) -> None:
    pricing.save_rate(currency, day, Decimal(value), actor=ACTOR, at=AT)


def add(order, amount: int, currency: str = ""):
    return purchasing.add_landed_cost(
        order.pk, kind="freight", amount=amount, basis="value", currency=currency, actor=ACTOR, at=AT
    )


def cost(shop, sku: str = "A-1") -> dict[str, int]:
    return pricing.stored_costs([shop.variants[sku]]).get(shop.variants[sku], {})


def test_hod_8_goods_and_freight_of_other_currencies_become_cost_in_the_stocks(shop, order):
    rate("USD", "1.25")
    rate("GBP", "0.80")
    arrive(order, A_1=12, B_1=10)
    assert cost(shop) == {"EUR": 400}
    add(order, 1_760, "GBP")
    assert cost(shop) == {"EUR": 500}, "17.60 pounds are 22.00 euro, a quarter of the goods' 88.00"
    add(order, 1_100)
    assert cost(shop) == {"EUR": 540}
    kept = {
        row.source: (pricing.rate_of(row.source_e8), row.day, row.said_by)
        for row in CostConversion.objects.all()
    }
    assert kept == {"USD": (Decimal("1.25"), DAY, "hand"), "GBP": (Decimal("0.80"), DAY, "hand")}
    last = AuditEntry.objects.filter(action="pricing.cost_set", record_id=str(shop.variants["A-1"])).last()
    assert {each["from"]: each["day"] for each in last.after["rates"]} == {
        "USD": DAY.isoformat(), "GBP": DAY.isoformat(),
    }  # fmt: skip


def test_hod_8_without_a_rate_goods_come_in_and_nothing_is_costed(shop, order):
    arrive(order, A_1=12)
    found = purchasing.landed(order)
    assert (found.costs, found.missing, cost(shop)) == ({}, ("USD",), {})
    with pytest.raises(pricing.NoExchangeRate):
        add(order, 500, "GBP")
    assert not order.landed_costs.exists()
    rate("USD", "1.25")
    assert landing.follow_rates(at=AT) == 1
    assert cost(shop) == {"EUR": 400}
    assert landing.follow_rates(at=AT) == 0


def test_hod_8_a_rate_that_was_used_does_not_change_any_more(shop, order):
    rate("USD", "1.25")
    arrive(order, A_1=6)
    rate("USD", "1.00")
    arrive(order, "p2", at=AT + dt.timedelta(days=1), A_1=6)
    assert cost(shop) == {"EUR": 400}
    assert [each.source_per_euro for each in purchasing.landed(order).conversions] == [Decimal("1.25")]


def test_mon_what_is_converted_sums_to_what_was_paid(shop, order):
    rate("USD", "1.0823")
    arrive(order, A_1=12, B_1=10)
    goods = [landing.matching.Goods(12, 333, 0), landing.matching.Goods(10, 777, 0)]
    conversion = pricing.conversion("USD", "EUR", day=DAY)
    whole = landing._in_target(12 * 333 + 10 * 777, conversion)
    assert sum(landing._values(goods, conversion)) == whole


def test_the_stocks_own_currency_needs_no_rate(shop):
    order = sent(shop, A_1=12)
    arrive(order, A_1=12)
    assert cost(shop) == {"EUR": 500} and not CostConversion.objects.exists()
