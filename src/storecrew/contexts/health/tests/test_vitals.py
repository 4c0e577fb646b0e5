"""Counting page speed, and the answer to how fast the shop was."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.health import public as health
from storecrew.contexts.health.models import VitalsCount
from storecrew.contexts.health.tasks import forget_old_vitals
from storecrew.kernel.actor import system_actor

pytestmark = pytest.mark.django_db
AT = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
ACTOR = system_actor("tests")


def count(page="product", device="phone", at=AT, **values):
    return health.count_vitals(page=page, device=device, values=values, actor=ACTOR, at=at)


def answer(days=1):
    found = health.speed(
        since=AT.date() - dt.timedelta(days=days - 1), until=AT.date() + dt.timedelta(days=1)
    )
    return {(one.page, one.device, one.measure): one for one in found}


def test_u001_views_become_counts_and_the_75th_percentile(django_assert_num_queries):
    for lcp in (900, 1100, 1600, 5000):
        assert count(lcp=lcp, cls=0) == 2
    count(page="home", lcp=300)
    found = answer()
    one = found["product", "phone", "lcp"]
    assert (one.views, one.verdict, one.good_share) == (4, "good", 75)
    assert 1500 < one.value <= 1750
    assert found["product", "phone", "cls"].value == 0
    assert found[health.ALL_PAGES, "phone", "lcp"].views == 5
    with django_assert_num_queries(1):
        answer()


def test_a_view_is_one_statement_and_adds_no_row_to_a_known_step(django_assert_num_queries):
    count(lcp=900, inp=40, cls=3, fcp=500, ttfb=90)
    rows = VitalsCount.objects.count()
    with django_assert_num_queries(1):
        count(lcp=901, inp=41, cls=4, fcp=501, ttfb=91)
    assert (rows, VitalsCount.objects.count()) == (5, 5)
    assert set(VitalsCount.objects.values_list("count", flat=True)) == {2}


def test_devices_and_days_are_apart():
    count(lcp=900)
    count(lcp=9000, device="desktop")
    count(lcp=9000, at=AT - dt.timedelta(days=1))
    found = answer()
    assert found["product", "phone", "lcp"].views == 1
    assert found["product", "desktop", "lcp"].verdict == "poor"
    assert answer(days=2)["product", "phone", "lcp"].views == 2


@pytest.mark.parametrize("value", [-1, 60_001, 1.5, "900", None, True, [900], 10**30])
def test_bad_08_what_no_page_can_have_is_left_out(value):
    assert count(lcp=value, ttfb=10) == 1
    assert not VitalsCount.objects.filter(measure="lcp").exists()


@pytest.mark.parametrize(
    ("page", "device"), [("product", "watch"), ("x y", "phone"), ("p" * 41, "phone"), ("", "phone")]
)
def test_bad_08_unknown_devices_and_names_are_refused(page, device):
    with pytest.raises(health.BadVitals):
        count(page=page, device=device, lcp=900)
    assert not VitalsCount.objects.exists()


def test_old_counts_go():
    count(lcp=900)
    forget_old_vitals(AT + dt.timedelta(days=399))
    assert VitalsCount.objects.exists()
    forget_old_vitals(AT + dt.timedelta(days=401))
    assert not VitalsCount.objects.exists()
