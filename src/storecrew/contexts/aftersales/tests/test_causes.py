"""PLAYBOOK 5.3: why goods come back is counted by article and reason, and what stands out is a task, once."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.aftersales import public as aftersales
from storecrew.contexts.aftersales.models import ReturnCause
from storecrew.contexts.aftersales.rules import causes as rules
from storecrew.contexts.checkout.tests.factories import make_cart, make_shop, place
from storecrew.contexts.fulfillment import public as fulfillment
from storecrew.contexts.orders import public as orders
from storecrew.contexts.orders.tests.factories import ACTOR, AT
from storecrew.contexts.pricing import public as pricing
from storecrew.contexts.work.models import Task
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
Found = aftersales.Found


@pytest.fixture
def sent():
    order = orders.order(place(make_cart(make_shop({"A-1": 20, "B-1": 5}), {"A-1": 10, "B-1": 1})).order_id)
    fulfillment.ship(order.id, lines=None, key="s", actor=ACTOR, at=AT)
    return orders.order(order.id)


def announce(order, units, reason="not_as_shown", *, at=AT):
    line = next(each for each in order.lines if each.sku == "A-1").id
    return aftersales.announce_return(order.id, lines={line: units}, reason=reason, actor=ACTOR, at=at)


def cause(reason="not_as_shown", window=90) -> ReturnCause:
    return ReturnCause.objects.get(sku="A-1", reason=reason, window=window)


def test_cs_7_units_rate_and_trend_are_those_of_the_period(sent):
    announce(sent, 2, at=AT - dt.timedelta(days=100))
    announce(sent, 3)
    kept = announce(sent, 1)
    aftersales.cancel_return(kept.id, reason="kept", actor=ACTOR, at=AT)
    assert aftersales.count_causes(at=AT) == 3
    row = cause()
    assert (row.units, row.units_before, row.returns, row.sold, row.rate_ppm) == (3, 2, 1, 10, 300_000)
    assert (cause(window=30).units, cause(window=30).units_before, cause(window=365).units) == (3, 0, 5)


def test_cs_7_what_cannot_be_sold_again_costs_what_it_cost(sent):
    line = next(each for each in sent.lines if each.sku == "A-1")
    pricing.set_costs(costs={line.variant_id: 420}, currency="EUR", actor=ACTOR, at=AT)
    made = announce(sent, 3, "damaged")
    found = [Found(made.lines[0].id, "damaged", 2, "carrier"), Found(made.lines[0].id, "shelf", 1)]
    aftersales.receive_return(made.id, found=found, location_code="main", actor=ACTOR, at=AT)
    aftersales.count_causes(at=AT)
    assert (cause("damaged").lost_amount, cause("damaged").currency) == (840, "EUR")


def test_cs_7_what_stands_out_is_one_task_for_whose_hands_change_it(sent):
    announce(sent, 3)
    aftersales.count_causes(at=AT)
    aftersales.count_causes(at=AT + dt.timedelta(hours=1))
    task = Task.objects.get(code="aftersales.return_cause")
    assert (task.owner_role, task.record) == ("content_team", "catalog.variant")
    assert "A-1" in task.title
    assert "3 of 10" in task.detail
    assert "q=A-1" in task.url


@pytest.mark.parametrize(
    ("units", "rate", "reason", "expected"),
    [
        (3, 100_000, "damaged", True), (2, 900_000, "damaged", False), (9, 99_999, "damaged", False),
        (3, None, "damaged", True), (9, 900_000, "not_wanted", False),
    ],
)  # fmt: skip
def test_one_unhappy_customer_is_no_pattern(units, rate, reason, expected):
    assert rules.is_task(units=units, rate=rate, reason=reason, limits=rules.Limits()) is expected
    assert rules.rate_ppm(1, 0) is None


def test_cs_7_the_business_sets_from_when_on_a_reason_is_a_task(sent):
    with pytest.raises(Denied):
        aftersales.save_cause_limits(units=1, percent=5, actor=Actor(kind="staff", id="x", label="X"), at=AT)
    with pytest.raises(aftersales.InvalidCauseLimits) as refused:
        aftersales.save_cause_limits(units=0, percent=101, actor=ACTOR, at=AT)
    assert refused.value.details["fields"] == ["units", "percent"]
    announce(sent, 1)
    aftersales.count_causes(at=AT)
    assert not Task.objects.filter(code="aftersales.return_cause").exists()
    aftersales.save_cause_limits(units=1, percent=10, actor=ACTOR, at=AT)
    aftersales.save_cause_limits(units=1, percent=10, actor=ACTOR, at=AT)
    assert aftersales.cause_limits() == (1, 10)
    aftersales.count_causes(at=AT)
    assert Task.objects.get(code="aftersales.return_cause").owner_role == "content_team"
