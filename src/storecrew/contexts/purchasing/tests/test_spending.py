"""OPS-12: spending by day, week and month; each order is in exactly one bucket and the sums are equal."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, draft, sent

SINCE, UNTIL = dt.date(2025, 10, 1), dt.date(2026, 4, 30)


TURNS = [
    dt.datetime(2025, 10, 26, 1, tzinfo=dt.UTC),  # Berlin goes back an hour
    dt.datetime(2025, 11, 2, 6, tzinfo=dt.UTC),  # New York goes back an hour
    dt.datetime(2025, 12, 31, 15, tzinfo=dt.UTC),  # the year ends in Seoul
    dt.datetime(2025, 12, 31, 23, tzinfo=dt.UTC),  # ... in Berlin
    dt.datetime(2026, 1, 1, 5, tzinfo=dt.UTC),  # ... in New York
    dt.datetime(2026, 3, 8, 7, tzinfo=dt.UTC),  # New York goes on an hour
    dt.datetime(2026, 3, 29, 1, tzinfo=dt.UTC),  # Berlin goes on an hour
]
"""Where buckets break: the property looks at the minutes around these moments as often as anywhere else."""
MOMENTS = st.one_of(
    st.builds(
        lambda turn, minutes: turn + dt.timedelta(minutes=minutes),
        st.sampled_from(TURNS),
        st.integers(-26 * 60, 26 * 60),
    ),
    st.datetimes(dt.datetime(2025, 10, 3), dt.datetime(2026, 4, 27), timezones=st.just(dt.UTC)),
)


def start_of(moment, by, zone):
    """The first day of the bucket of a moment, by the calendar alone."""
    day = moment.astimezone(ZoneInfo(zone)).date()
    return {"day": day, "week": day - dt.timedelta(days=day.weekday()), "month": day.replace(day=1)}[by]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=st.lists(MOMENTS, min_size=1, max_size=12),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Seoul", "America/New_York"]),
)
def test_ops_12_each_order_is_in_one_bucket_whatever_the_buckets_are(shop, moments, zone):
    PurchaseOrder.objects.all().delete()
    order = draft(shop, ACTOR, B_1=2)
    rows = [
        PurchaseOrder(
            number=f"X-{number}", supplier=order.supplier, location_id=order.location_id, currency="EUR",
            state="sent", expected_on=order.expected_on, total_amount=100 + number, created_at=AT,
            created_by="x", sent_at=moment,
        )
        for number, moment in enumerate(moments)
    ]  # fmt: skip
    PurchaseOrder.objects.bulk_create(rows)
    for by in ("day", "week", "month"):
        wanted = {}
        for row in rows:
            orders, amount = wanted.get(start_of(row.sent_at, by, zone), (0, 0))
            wanted[start_of(row.sent_at, by, zone)] = (orders + 1, amount + row.total_amount)
        found = purchasing.spending(since=SINCE, until=UNTIL, by=by, timezone=zone)
        assert {row.starts_on: (row.orders, row.amount) for row in found} == wanted
        assert len(found) == len(wanted)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        # Berlin leaves summer time on 2025-10-26: 22:30 UTC is the 26th before, 23:30 UTC the 27th after
        (dt.datetime(2025, 10, 25, 22, 30, tzinfo=dt.UTC), dt.date(2025, 10, 26)),
        (dt.datetime(2025, 10, 26, 22, 30, tzinfo=dt.UTC), dt.date(2025, 10, 26)),
        (dt.datetime(2025, 10, 26, 23, 30, tzinfo=dt.UTC), dt.date(2025, 10, 27)),
        (dt.datetime(2025, 12, 31, 23, 30, tzinfo=dt.UTC), dt.date(2026, 1, 1)),
    ],
)
def test_ops_12_days_are_local_days(shop, at, day):
    order = sent(shop, B_1=2)
    PurchaseOrder.objects.filter(pk=order.pk).update(sent_at=at)
    [row] = purchasing.spending(since=SINCE, until=UNTIL, by="day", timezone="Europe/Berlin")
    assert (row.starts_on, row.amount, row.orders) == (day, 1_000, 1)
    purchasing.cancel_order(order.pk, reason="x", actor=ACTOR, at=AT)
    assert purchasing.spending(since=SINCE, until=UNTIL, by="day", timezone="Europe/Berlin") == []
