"""LOG-7: holidays of carriers move what the shop promises, at once; wall clocks keep their cut-off."""

from __future__ import annotations

import datetime as dt

import pytest

from storecrew.contexts.channels.tests.factories import make_channel
from storecrew.contexts.shipping import public as shipping
from storecrew.contexts.shipping.models import RestDay, ShippingMethod
from storecrew.contexts.shipping.tests.factories import ACTOR, AT, make_method, make_rate_sheet
from storecrew.kernel import audit
from storecrew.kernel.actor import Actor
from storecrew.kernel.errors import Denied

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
MONDAY = AT.date()


@pytest.fixture
def shop():
    return make_channel("eu", is_default=True)


def window(shop, at=AT) -> tuple[dt.date, dt.date]:
    [option] = shipping.options(shop, "DE", at=at)
    return option.earliest, option.latest


def rest(day, carrier="", name="Holiday") -> int:
    return shipping.add_rest_day(day=day, name=name, carrier=carrier, actor=ACTOR, at=AT)


def test_log_7_a_rest_day_of_everybody_moves_the_promise_and_back(shop):
    make_method(min_days=1, max_days=2)
    assert window(shop) == (MONDAY + DAY, MONDAY + 2 * DAY)
    rest_day = rest(MONDAY + DAY)
    assert window(shop) == (MONDAY + 2 * DAY, MONDAY + 3 * DAY)
    shipping.remove_rest_day(rest_day, actor=ACTOR, at=AT)
    assert window(shop) == (MONDAY + DAY, MONDAY + 2 * DAY)
    with pytest.raises(shipping.UnknownRestDay):
        shipping.remove_rest_day(rest_day, actor=ACTOR, at=AT)


@pytest.mark.parametrize(
    ("carrier", "moves"), [("sheet", True), ("Nordpost", True), ("other", False), ("", False)]
)
def test_log_7_a_carriers_own_rest_day_moves_only_its_methods(shop, carrier, moves):
    make_rate_sheet()
    rest(MONDAY + DAY, "sheet")
    make_method(min_days=1, max_days=1, carrier=carrier)
    assert window(shop)[0] == MONDAY + (2 if moves else 1) * DAY


def test_log_7_the_promise_costs_no_more_questions_with_rest_days(shop, django_assert_num_queries):
    make_method()
    rest(MONDAY + DAY)
    shipping.options(shop, "DE", at=AT)
    with django_assert_num_queries(2):
        shipping.options(shop, "DE", at=AT)


@pytest.mark.parametrize(
    ("moment", "leaves"),
    [
        # The clock goes forward on Sunday 29 March in Berlin: the cut-off is an hour earlier in UTC.
        ("2026-03-27T12:59:00", "2026-03-27"), ("2026-03-27T13:00:00", "2026-03-30"),
        ("2026-03-30T11:59:00", "2026-03-30"), ("2026-03-30T12:00:00", "2026-03-31"),
        # And back on Sunday 25 October.
        ("2026-10-23T11:59:00", "2026-10-23"), ("2026-10-26T12:30:00", "2026-10-26"),
        ("2026-10-26T13:00:00", "2026-10-27"),
    ],
)  # fmt: skip
def test_log_7_the_cut_off_is_a_wall_clock_on_both_sides_of_summer_time(shop, moment, leaves):
    make_method(min_days=0, max_days=0, cutoff=dt.time(14))
    at = dt.datetime.fromisoformat(moment).replace(tzinfo=dt.UTC)
    assert window(shop, at)[0].isoformat() == leaves


def test_log_7_easter_behind_the_cut_off_is_skipped_whole(shop):
    make_method(min_days=1, max_days=1, cutoff=dt.time(14))
    for day in (dt.date(2026, 4, 3), dt.date(2026, 4, 6)):
        rest(day)
    thursday = dt.datetime(2026, 4, 2, 12, 30, tzinfo=dt.UTC)
    assert window(shop, thursday)[0] == dt.date(2026, 4, 8)


def test_log_7_a_rest_day_is_written_once_by_those_who_may(shop):
    rest(MONDAY)
    for wrong in ({"day": MONDAY, "name": "again"}, {"day": MONDAY + DAY, "name": " "}):
        with pytest.raises(shipping.InvalidRestDay):
            rest(**wrong)
    with pytest.raises(shipping.UnknownAccount):
        rest(MONDAY + DAY, "nowhere")
    with pytest.raises(Denied):
        shipping.add_rest_day(day=MONDAY, name="x", actor=Actor("staff", "1", "Bob"), at=AT)
    row = RestDay.objects.get()
    assert [entry.action for entry in audit.entries_for("shipping.rest_day", row.pk)] == [
        "shipping.rest_day_added"
    ]
    assert ShippingMethod.objects.count() == 0
