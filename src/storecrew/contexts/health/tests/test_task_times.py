"""Counting how long tasks take: per role and day, and nothing of a few."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.health import public as health
from storecrew.contexts.health.models import TaskTimeCount
from storecrew.contexts.health.tasks import forget_old_task_times
from storecrew.kernel.actor import system_actor

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def count(seconds, *, task="orders_refund", role="customer_service", at=AT):
    return health.count_task_time(
        task=task, role=role, milliseconds=int(seconds * 1_000), actor=system_actor("tests"), at=at
    )


def answer(days=1):
    day = AT.date()
    return health.task_times(since=day - dt.timedelta(days=days - 1), until=day + dt.timedelta(days=1))


def test_it_8_half_and_nine_of_ten_are_told_per_role(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert count(14)
    for _time in range(8):
        count(14)
    count(170)
    for _time in range(5):
        count(40, role="ecommerce_sme")
    with django_assert_num_queries(1):
        first, second = answer()
    assert (first.task, first.role, first.saves) == ("orders_refund", "customer_service", 10)
    assert 10 < first.median <= 15
    assert first.p90 <= 15
    assert (second.role, second.saves) == ("ecommerce_sme", 5)
    assert 30 < second.median <= 45


def test_nothing_is_said_of_fewer_than_five():
    for _time in range(health.FEWEST - 1):
        count(20)
    assert answer() == ()
    count(20, at=AT - dt.timedelta(days=3))
    assert answer() == ()
    assert answer(days=7)[0].saves == health.FEWEST


def test_what_nobody_can_have_needed_is_left_out():
    assert not count(0)
    assert not count(3_601)
    assert not count(-1)
    assert count(3_600)
    assert TaskTimeCount.objects.get().step == 19
    assert "orders_refund" in str(TaskTimeCount.objects.get())


@pytest.mark.parametrize("wrong", [{"task": "a b"}, {"task": "x" * 61}, {"role": ""}, {"role": "r" * 41}])
def test_a_name_that_is_none_is_refused(wrong):
    with pytest.raises(health.BadTaskTime):
        count(5, **wrong)


def test_old_times_are_forgotten():
    count(5, at=AT - dt.timedelta(days=401))
    count(5)
    forget_old_task_times(AT)
    assert TaskTimeCount.objects.count() == 1
