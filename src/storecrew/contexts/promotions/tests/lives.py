"""Promotions on their way, for the tests of what happens to them."""

import datetime as dt

from storecrew.contexts.checkout.tests.factories import AT
from storecrew.contexts.promotions import public as promotions
from storecrew.contexts.work import public as work
from storecrew.kernel.actor import system_actor

ACTOR = system_actor("tests")
DAY = dt.timedelta(days=1)


def content(shop, **more):
    values = {
        "name": "Spring",
        "kind": "percent_off",
        "definition": {"benefit": {"percent_bp": 1000}, "scope": {"variants": [shop.variants["A-1"]]}},
        "starts": dt.datetime(2026, 3, 4),
        "ends": dt.datetime(2026, 3, 10),
        "sentence": {"en": "10% off our tee"},
        "exclusions": {"en": "Only this tee."},
        "service_brief": "Cart shows the discount by itself.",
        "planned": {shop.variants["A-1"]: 20},
    }
    return promotions.Content(**(values | more))


def make(shop, **more):
    return promotions.create_promotion(content(shop, **more), actor=ACTOR, at=AT)


def acknowledge(row):
    for task in promotions.acknowledgements(row):
        work.finish_task(task.id, actor=ACTOR, at=AT)


def running(shop, **more):
    row = make(shop, starts=None, **more)
    promotions.schedule_promotion(row.pk, actor=ACTOR, at=AT)
    acknowledge(row)
    promotions.launch_due(AT)
    row.refresh_from_db()
    assert row.state == "live"
    return row
