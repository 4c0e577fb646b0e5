"""OPS-12: spending by day, week and month; each order is in exactly one bucket and the sums are equal."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from storecrew.contexts.purchasing import public as purchasing
from storecrew.contexts.purchasing.models import PurchaseOrder
from storecrew.contexts.purchasing.tests.factories import ACTOR, AT, draft, sent

SINCE, UNTIL = dt.date(2025, 10, 1), dt.date(2026, 4, 30)


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    hours=st.lists(st.integers(24, 24 * 200), min_size=1, max_size=12),
    zone=st.sampled_from(["Europe/Berlin", "Asia/Seoul", "America/New_York"]),
)
def test_ops_12_each_order_is_in_one_bucket_whatever_the_buckets_are(shop, hours, zone):
    PurchaseOrder.objects.all().delete()
    order = draft(shop, ACTOR, B_1=2)
    start = dt.datetime(2025, 10, 1, tzinfo=dt.UTC)
    rows = [
        PurchaseOrder(
            number=f"X-{number}", supplier=order.supplier, location_id=order.location_id, currency="EUR",
            state="sent", expected_on=order.expected_on, total_amount=100 + number, created_at=AT,
            created_by="x", sent_at=start + dt.timedelta(hours=hour),
        )
        for number, hour in enumerate(hours)
    ]  # fmt: skip
    PurchaseOrder.objects.bulk_create(rows)
    for by in ("day", "week", "month"):
        found = purchasing.spending(since=SINCE, until=UNTIL, by=by, timezone=zone)
        assert sum(row.orders for row in found) == len(hours)
        assert sum(row.amount for row in found) == sum(row.total_amount for row in rows)
        assert len({row.starts_on for row in found}) == len(found)


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
