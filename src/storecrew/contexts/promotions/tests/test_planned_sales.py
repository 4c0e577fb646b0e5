"""What promotions plan reaches the people who count goods and who order them."""

import datetime as dt

import pytest

from storecrew.contexts.checkout.tests.factories import AT, make_shop
from storecrew.contexts.inventory import public as inventory
from storecrew.contexts.inventory.models import CountTask
from storecrew.contexts.promotions import handlers
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.promotions.events import PromotionScheduled
from storecrew.contexts.promotions.models import PlannedUnits, Promotion
from storecrew.contexts.promotions.tests.factories import make_promotion
from storecrew.contexts.promotions.tests.lives import ACTOR, make
from storecrew.kernel import outbox

UTC = dt.UTC


@pytest.fixture
def shop(db):
    return make_shop({"A-1": 40, "B-1": 40})


def plan(shop, state, first, last, units=20, name="Spring"):
    row = make_promotion(state=state, name=name, active_from=first, active_until=last)
    PlannedUnits.objects.create(promotion=row, variant_id=shop.variants["A-1"], units=units)
    return row


def asked(shop, since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 30)):
    found = inventory.planned_sales(shop.variants.values(), since=since, until=until)
    return [(each.name, each.starts_on.day, each.ends_on.day, each.units, each.over) for each in found]


def test_inv_1_planned_units_are_told_with_their_days_and_drafts_are_not(shop):
    midnight = dt.datetime(2026, 3, 9, 23, tzinfo=UTC)  # the end of 9 March in the shop's zone
    for state in Promotion.State.values:
        plan(shop, state, dt.datetime(2026, 3, 4, 9, tzinfo=UTC), midnight, name=state)
    assert asked(shop) == [
        ("ended", 4, 9, 20, True),
        ("live", 4, 9, 20, False),
        ("paused", 4, 9, 20, False),
        ("scheduled", 4, 9, 20, False),
    ]


def test_inv_1_a_promotion_without_an_end_is_planned_for_a_week(shop):
    plan(shop, "live", dt.datetime(2026, 3, 4, 9, tzinfo=UTC), None)
    plan(shop, "live", None, dt.datetime(2026, 3, 3, tzinfo=UTC), name="Since it was made")
    assert asked(shop) == [("Since it was made", 2, 3, 20, False), ("Spring", 4, 10, 20, False)]
    assert asked(shop, until=dt.date(2026, 3, 4)) == [("Since it was made", 2, 3, 20, False)]
    assert asked(shop, since=dt.date(2026, 3, 11)) == []


@pytest.mark.django_db(transaction=True)
def test_mkt_18_a_scheduled_promotion_has_its_articles_counted_once(shop):
    row = make(shop)
    assert not CountTask.objects.exists()
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    outbox.drain()
    [task] = CountTask.objects.all()
    assert (task.variant_id, task.cause, task.document, task.state) == (
        shop.variants["A-1"], "promotion", "Spring", "open",
    )  # fmt: skip
    row.refresh_from_db()
    handlers.count_what_it_promises(PromotionScheduled(row.pk, row.revision))
    # one that was changed or taken back since asks for nothing
    handlers.count_what_it_promises(PromotionScheduled(row.pk, row.revision - 1))
    Promotion.objects.update(state="draft")
    CountTask.objects.all().delete()
    handlers.count_what_it_promises(PromotionScheduled(row.pk, row.revision))
    assert not CountTask.objects.exists()
